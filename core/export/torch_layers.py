"""The equal torch.nn.Sequential: its state_dict, its constructor and its description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import torch
from torch import Tensor

from core.activations import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Mish,
    ReLU,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core.errors import CoreError
from core.layers import (
    BatchNorm1d,
    Conv2d,
    Dropout,
    Features,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Residual,
)
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential, leaves


class ExportError(CoreError):
    """A network that cannot be exported: which layer or weight, why, and what to do."""


@dataclass(frozen=True, slots=True)
class TorchLayer:
    """A class of torch.nn; `arguments` are its constructor's, and attributes of our module.

    `definition` is the source of the class for what torch.nn does not have: a program defines it
    itself, and the other formats, which hold weights alone, need none.
    """

    name: str
    arguments: tuple[str, ...] = ()
    definition: str = ""


def _function(name: str, formula: str) -> TorchLayer:
    """A class of its own for a formula of a tensor x."""
    source = f"class {name}(nn.Module):\n    def forward(self, x):\n        return {formula}\n"
    return TorchLayer(name, definition=source)


_RESIDUAL: Final = """\
class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)
"""
_FEATURES: Final = """\
class Features(nn.Module):
    def __init__(self, names):
        super().__init__()
        self.names = names

    def forward(self, points):
        x, y = points.unbind(-1)
        turn = 2 * torch.pi
        columns = {
            "x": x,
            "y": y,
            "x^2": x * x,
            "y^2": y * y,
            "xy": x * y,
            "sin x": torch.sin(x),
            "sin y": torch.sin(y),
            "cos x": torch.cos(x),
            "cos y": torch.cos(y),
            "sin 2pi x": torch.sin(turn * x),
            "sin 2pi y": torch.sin(turn * y),
            "cos 2pi x": torch.cos(turn * x),
            "cos 2pi y": torch.cos(turn * y),
        }
        return torch.stack([columns[name] for name in self.names], -1)
"""

# A new layer is one row here. A subclass gets none: it may compute something else.
TORCH_LAYERS: Final[Mapping[type[Module], TorchLayer]] = MappingProxyType(
    {
        Sequential: TorchLayer("Sequential"),
        Linear: TorchLayer("Linear", ("in_features", "out_features")),
        Tanh: TorchLayer("Tanh"),
        ReLU: TorchLayer("ReLU"),
        Sigmoid: TorchLayer("Sigmoid"),
        LeakyReLU: TorchLayer("LeakyReLU", ("negative_slope",)),
        ELU: TorchLayer("ELU", ("alpha",)),
        SELU: TorchLayer("SELU"),
        GELU: TorchLayer("GELU", ("approximate",)),
        SiLU: TorchLayer("SiLU"),
        Mish: TorchLayer("Mish"),
        Softplus: TorchLayer("Softplus", ("beta", "threshold")),
        Softsign: TorchLayer("Softsign"),
        Hardtanh: TorchLayer("Hardtanh", ("min_val", "max_val")),
        Sin: _function("Sin", "torch.sin(x)"),
        Gaussian: _function("Gaussian", "torch.exp(-x.square())"),
        Step: _function("Step", "(x > 0).to(x.dtype)"),
        Identity: TorchLayer("Identity"),
        Softmax: TorchLayer("Softmax", ("dim",)),
        Dropout: TorchLayer("Dropout", ("p",)),
        BatchNorm1d: TorchLayer("BatchNorm1d", ("num_features", "eps", "momentum")),
        LayerNorm: TorchLayer("LayerNorm", ("normalized_shape", "eps")),
        Residual: TorchLayer("Residual", definition=_RESIDUAL),
        Features: TorchLayer("Features", ("names",), _FEATURES),
        Conv2d: TorchLayer(
            "Conv2d", ("in_channels", "out_channels", "kernel_size", "stride", "padding")
        ),
        MaxPool2d: TorchLayer("MaxPool2d", ("kernel_size", "stride")),
        Flatten: TorchLayer("Flatten"),
    }
)
_DTYPES: Final = (torch.float16, torch.float32, torch.float64)  # those that NumPy has too


def state_dict(model: Sequential) -> dict[str, Tensor]:
    """Parameters, then buffers, under the names of the equal torch.nn.Sequential: "0.weight", …

    Contiguous copies on the CPU in the model's dtype; a weight is (out, in), a bias (out,).

    Raises:
        ExportError: no weights, weights that are not finite, or not all float16, 32 or 64.
    """
    parameters = {name: parameter.p for name, parameter in model.named_param()}
    buffers = {name: buffer.value for name, buffer in model.named_buffer()}
    state = {}
    for name, value in (parameters | buffers).items():
        if not value.isfinite().all():
            raise ExportError(
                f"{name} holds numbers that are not finite: training diverged; "
                "reset the network, or train it with a smaller learning rate."
            )
        state[name] = value.detach().cpu().clone(memory_format=torch.contiguous_format)
    if not parameters:
        raise ExportError("The network has no weights; give it a Linear layer first.")
    dtypes = {value.dtype for value in state.values() if value.is_floating_point()}
    if len(dtypes) > 1 or dtypes.isdisjoint(_DTYPES):
        got = ", ".join(sorted(str(each) for each in dtypes))
        raise ExportError(f"All weights must be float16, float32 or float64, got {got}.")
    return state


def constructor(model: Sequential) -> str:
    """The expression that makes the equal network with `nn` = torch.nn, a layer a line.

    It takes the classes of `definitions` to be defined.

    Raises:
        ExportError: a module that is not in `TORCH_LAYERS`.
    """
    return _constructor(model, "")


def definitions(model: Sequential) -> str:
    """The classes, as source, of the layers in `model` that torch.nn does not have; often none."""
    used = _kinds(model)
    return "".join(
        f"\n\n{layer.definition}"
        for kind, layer in TORCH_LAYERS.items()
        if kind in used
        if layer.definition
    )


def description(model: Sequential) -> str:
    """The network as JSON: {"kind": "Sequential", "layers": [{"kind": "Linear", …}, …]}.

    Raises:
        ExportError: a module that is not in `TORCH_LAYERS`.
    """
    return json.dumps(_description(model), sort_keys=True)


def point_width(model: Sequential) -> int | None:
    """How many numbers a point has; None for images, whose size a network does not know."""
    for leaf in leaves(model):
        match leaf:
            case Linear():
                return leaf.in_features
            case BatchNorm1d():
                return leaf.num_features
            case LayerNorm():
                return leaf.normalized_shape
            case Features():
                return 2
            case Conv2d() | MaxPool2d() | Flatten():
                return None
    return None


def _kinds(module: Module) -> set[type[Module]]:
    inside = module.modules if isinstance(module, Sequential) else ()
    return {type(module)}.union(*map(_kinds, inside))


def _constructor(module: Module, indent: str) -> str:
    layer = _torch_layer(module)
    name = layer.name if layer.definition else f"nn.{layer.name}"
    if isinstance(module, Sequential):
        inner = indent + "    "
        lines = "".join(f"{inner}{_constructor(each, inner)},\n" for each in module.modules)
        return f"{name}(\n{lines}{indent})"
    values = ", ".join(repr(getattr(module, argument)) for argument in layer.arguments)
    return f"{name}({values})"


def _description(module: Module) -> dict[str, Any]:
    layer = _torch_layer(module)
    if isinstance(module, Sequential):
        return {"kind": layer.name, "layers": [_description(each) for each in module.modules]}
    return {"kind": layer.name, **{name: getattr(module, name) for name in layer.arguments}}


def _torch_layer(module: Module) -> TorchLayer:
    layer = TORCH_LAYERS.get(type(module))
    if layer is None:
        known = ", ".join(each.name for each in TORCH_LAYERS.values())
        raise ExportError(
            f"{type(module).__name__} has no counterpart in torch.nn; "
            f"a network of {known} can be exported."
        )
    return layer
