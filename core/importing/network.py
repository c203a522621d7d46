"""From a file's description, or the shapes of its weights, to the network that has them."""

import inspect
from typing import Any, Final

import torch

from core.activations import Tanh
from core.errors import CoreError
from core.export.torch_layers import TORCH_LAYERS
from core.importing.weights import Weights, WeightsError
from core.layers import Conv2d
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential

MAX_LAYERS: Final = 64  # those inside a residual block included
_MAX_SIZE: Final = 4096  # of any whole number in a description
_KINDS: Final = {layer.name: kind for kind, layer in TORCH_LAYERS.items()}


def network_of(weights: Weights) -> Sequential:
    """A network with these weights, in float32 and in evaluation mode.

    Where the file does not describe its network, the shapes say the widths, and a gap between two
    Linear layers is taken to be a Tanh: shapes do not say which activation was there.

    Raises:
        WeightsError: the description and the weights contradict each other, or are none.
    """
    described = weights.network if weights.network is not None else _guess(weights)
    try:
        model = _Builder(weights).stack(described, "", "Sequential")
    except CoreError as error:
        raise WeightsError(f"The file describes a network that cannot be built: {error}") from error
    load(model, weights)
    model.eval()
    return model


def load(model: Sequential, weights: Weights) -> None:
    """Give `model` these weights, in its own dtype; all of them or none.

    Raises:
        WeightsError: names or shapes are not those of `model`, or a number is too large for its
            dtype.
    """
    own = {name: each.p for name, each in model.named_param()}
    own |= {name: each.value for name, each in model.named_buffer()}
    given = weights.arrays
    lines = [f"{name} is missing" for name in own if name not in given]
    lines += [f"{name} has no layer in the network" for name in given if name not in own]
    lines += [
        f"{name} is {_size(given[name].shape)}, the network needs {_size(value.shape)}"
        for name, value in own.items()
        if name in given and given[name].shape != value.shape
    ]
    if lines:
        raise WeightsError("The weights do not fit: " + "; ".join(lines[:5]) + ".")
    # The numbers are finite in the file, but float32 does not reach as far as float64.
    fitting = {name: torch.from_numpy(given[name].copy()).to(own[name].dtype) for name in own}
    for name, value in fitting.items():
        if not value.isfinite().all():
            raise WeightsError(f"{name} holds numbers that are too large for {value.dtype}.")
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(fitting[name])


class _Builder:
    """Builds modules as described, no larger than the weights that the file really has."""

    def __init__(self, weights: Weights) -> None:
        self._arrays = weights.arrays
        self._left = MAX_LAYERS

    def stack(self, described: Any, name: str, kind: str) -> Sequential:
        if not isinstance(described, dict) or described.keys() != {"kind", "layers"}:
            raise WeightsError("its description is none of a network.")
        inner = described["layers"]
        if described["kind"] != kind or not isinstance(inner, list) or len(inner) > self._left:
            raise WeightsError(f"it is no {kind} of at most {MAX_LAYERS} layers.")
        modules = [self._module(each, f"{name}{index}") for index, each in enumerate(inner)]
        stack: Sequential = _KINDS[kind](modules)  # type: ignore[call-arg,assignment]
        return stack

    def _module(self, described: Any, name: str) -> Module:
        self._left -= 1
        word = described.get("kind") if isinstance(described, dict) else None
        kind = _KINDS.get(word) if isinstance(word, str) else None
        if kind is None or word is None or self._left < 0:
            raise WeightsError(f"layer {name} is of an unknown kind, or one too many.")
        if issubclass(kind, Sequential):
            return self.stack(described, f"{name}.", word)
        options = {key: value for key, value in described.items() if key != "kind"}
        if {*options} != {*TORCH_LAYERS[kind].arguments} or not all(map(_small, options.values())):
            raise WeightsError(f"the options of layer {name}, {word}, are not what they should be.")
        self._check_size(kind, options, name)
        return _construct(kind, options)

    def _check_size(self, kind: type[Module], options: dict[str, Any], name: str) -> None:
        """Before anything is allocated: a Linear is as large as its weight in the file."""
        if kind is Linear:
            wanted: tuple[Any, ...] = options["out_features"], options["in_features"]
        elif kind is Conv2d:
            side = options["kernel_size"]
            wanted = options["out_channels"], options["in_channels"], side, side
        else:
            return
        found = self._arrays.get(f"{name}.weight")
        if found is None or found.shape != wanted:
            raise WeightsError(f"{name}.weight is missing or of another size than described.")


def _construct(kind: type[Module], options: dict[str, Any]) -> Module:
    """The module in float32; what draws random numbers gets a generator of its own."""
    known = inspect.signature(kind).parameters
    given = {name: value for name, value in options.items() if name in known}
    if "generator" in known:
        given["generator"] = torch.Generator()
    if "dtype" in known:
        given["dtype"] = torch.float32
    try:
        module = kind(**given)
    except (TypeError, ValueError) as error:
        raise WeightsError(f"{kind.__name__} cannot have these options.") from error
    if any(getattr(module, name) != _frozen(value) for name, value in options.items()):
        raise WeightsError(f"{kind.__name__} cannot have these options.")
    return module


def _guess(weights: Weights) -> dict[str, Any]:
    """The description that the shapes imply: Linear layers with a Tanh in every gap."""
    found: dict[int, tuple[int, ...]] = {}
    for name, value in weights.arrays.items():
        index, _, what = name.partition(".")
        if what == "weight" and value.ndim == 2:
            found[int(index)] = value.shape
        elif what != "bias" or value.ndim != 1:
            raise WeightsError("The file does not describe its network. Ask for a .safetensors.")
    layers: list[dict[str, Any]] = []
    for place in range(min(max(found, default=-1) + 1, MAX_LAYERS + 1)):
        if place in found:
            out_features, in_features = found[place]
            sizes = {"in_features": in_features, "out_features": out_features}
            layers.append({"kind": Linear.__name__, **sizes})
        else:
            layers.append({"kind": Tanh.__name__})
    return {"kind": "Sequential", "layers": layers}


def _small(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= MAX_LAYERS and all(isinstance(each, str) for each in value)
    return not isinstance(value, int) or abs(value) <= _MAX_SIZE


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "one number"
