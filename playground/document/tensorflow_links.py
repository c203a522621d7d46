"""TensorFlow Playground's links: its settings stand behind the # of the address.

What the names mean: github.com/tensorflow/playground, src/state.ts. Nothing is fetched.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from playground.document import limits
from playground.document.blocks import blocks
from playground.document.errors import DocumentError, SpecError
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, OptimizerSpec, TrainSpec
from playground.document.widths import last_linear, widths

ADDRESS: Final = "https://playground.tensorflow.org/#"
_POINTS: Final = 500  # of its data sets
_ACTIVATIONS: Final = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": ""}
_DATA: Final = {"circle": "disk", "xor": "xor", "gauss": "blobs", "spiral": "spirals"}
_FEATURES: Final = {
    "x": "x",
    "y": "y",
    "xTimesY": "xy",
    "xSquared": "x^2",
    "ySquared": "y^2",
    "sinX": "sin 2pi x",
    "sinY": "sin 2pi y",
    "cosX": "cos 2pi x",
    "cosY": "cos 2pi y",
}
_PLAIN: Final = ("x", "y")  # what a network sees without a Features layer
_KNOWN: Final = frozenset(
    (
        *("activation", "batchSize", "dataset", "learningRate", "networkShape", "noise"),
        *("percTrainData", "problem", "regDataset", "regularization", "regularizationRate"),
        *(*_FEATURES, "initZero"),
        # These change nothing that is learned.
        *("seed", "showTestData", "discretize", "collectStats", "hideText", "tutorial"),
    )
)
_MOST_LAYERS: Final = 6
_MOST_UNITS: Final = 8
_MOST_BATCH: Final = 30
_MOST_UNKNOWN, _SHOWN = 5, 24  # settings, characters
_COORDINATES: Final = "Coordinates go from 0 to 1 here and from −6 to 6 there: it trains otherwise."
_WAVES: Final = "A wave goes across the square once here and about twice there."


@dataclass(frozen=True, slots=True)
class Linked:
    """A document, and what of the link it does not do, a sentence each."""

    spec: ExperimentSpec
    left_out: tuple[str, ...]


def from_link(text: str) -> Linked:
    """The document that is nearest to a link.

    Raises:
        DocumentError: no such link, or a value in it that no document can hold.
    """
    address, _, fragment = text.strip().partition("#")
    if not fragment or "playground.tensorflow.org" not in address:
        raise DocumentError(f"This is no link of TensorFlow Playground: those begin with {ADDRESS}")
    if len(fragment) > limits.MAX_LINK:
        raise DocumentError(f"The link is too long: at most {limits.MAX_LINK:,} characters.")
    given = dict(parse_qsl(fragment, keep_blank_values=True))
    try:
        return _read(given)
    except SpecError as error:
        raise DocumentError(f"The link asks for what is not possible here: {error}") from None


def to_link(spec: ExperimentSpec) -> tuple[str, tuple[str, ...]]:
    """The address of the nearest experiment there, and what of the document it leaves out.

    Raises:
        DocumentError: TensorFlow Playground has nothing like it: other data, more hidden layers
            or units, different activations.
    """
    dataset = {ours: theirs for theirs, ours in _DATA.items()}.get(spec.data.kind)
    if dataset is None:
        raise DocumentError(
            f"TensorFlow Playground has none of these points; it has {', '.join(_DATA.values())}."
        )
    features = _seen(spec)
    values: dict[str, object] = {
        "activation": _activation(spec),
        "batchSize": min(spec.training.batch_size, _MOST_BATCH),
        "dataset": dataset,
        "learningRate": f"{spec.training.learning_rate:g}",
        "noise": spec.data.noise_percent,
        "networkShape": ",".join(map(str, _hidden(spec))),
        "percTrainData": spec.data.train_percent,
        "problem": "classification",
        **{name: str(name in features).lower() for name in _FEATURES},
    }
    left_out = [_COORDINATES, *_waves(features)]
    for name in ("l1", "l2"):
        if strength := getattr(spec.training, name):
            values |= {"regularization": name.upper(), "regularizationRate": f"{strength:g}"}
    if spec.training.l1 and spec.training.l2:
        left_out.append("L1: TensorFlow Playground takes one penalty only, here L2.")
    if spec.training.batch_size > _MOST_BATCH:
        left_out.append(f"Batch size: at most {_MOST_BATCH} there.")
    left_out += _always_there(spec)
    return ADDRESS + urlencode(values, safe=","), tuple(left_out)


def _read(given: Mapping[str, str]) -> Linked:
    left_out = [_COORDINATES]
    if given.get("problem", "classification") != "classification":
        left_out.append("problem: regression there; the points here are of two classes.")
    features = [name for name in _FEATURES if _flag(given, name, default=name in _PLAIN)]
    left_out += _waves(features)
    unknown = {name for name in given.keys() - _KNOWN if not name.endswith("_hide")}
    left_out += [f"{name[:_SHOWN]}: unknown." for name in sorted(unknown)[:_MOST_UNKNOWN]]
    if len(unknown) > _MOST_UNKNOWN:
        left_out.append(f"{len(unknown) - _MOST_UNKNOWN} more settings: unknown.")
    penalty, rate = given.get("regularization", ""), _number(given, "regularizationRate", 0.0)
    training = TrainSpec(
        learning_rate=_number(given, "learningRate", 0.03),
        batch_size=_whole(given, "batchSize", 10),
        l1=rate if penalty == "L1" else 0.0,
        l2=rate if penalty == "L2" else 0.0,
    )
    data = DataSpec(
        _choice(given, "dataset", _DATA, "circle"),
        _POINTS,
        _whole(given, "percTrainData", 50),
        _whole(given, "noise", 0),
    )
    return Linked(ExperimentSpec(_layers(given, features), data, training), tuple(left_out))


def _layers(given: Mapping[str, str], features: Sequence[str]) -> tuple[LayerSpec, ...]:
    """Features, hidden layers with their activation, the outputs with Tanh, as there."""
    kind = _choice(given, "activation", _ACTIVATIONS, "tanh")
    shape = given.get("networkShape", "4,2")
    start = {"initialization": "constant"} if _flag(given, "initZero", default=False) else {}
    layers: list[LayerSpec] = []
    if tuple(features) != _PLAIN:
        layers.append(
            LayerSpec("features", (("names", tuple(_FEATURES[each] for each in features)),))
        )
    for units in filter(None, shape.split(",")):
        if not (units.isascii() and units.isdigit() and len(units) < 5):
            raise SpecError(f"networkShape is a list of whole numbers, not {shape[:24]!r}.")
        layers.append(LayerSpec("linear", (("units", int(units)), *start.items())))
        layers += [LayerSpec(kind)] if kind else []
    return (*layers, LayerSpec("linear", tuple(start.items())), LayerSpec("tanh"))


def _hidden(spec: ExperimentSpec) -> list[int]:
    if blocks(spec.layers):
        raise DocumentError("TensorFlow Playground has no residual blocks; this network has.")
    last = last_linear(spec.layers)
    found = [
        size.fan_out
        for index, (layer, size) in enumerate(zip(spec.layers, widths(spec), strict=True))
        if layer.kind == "linear" and index != last
    ]
    if last is None or len(found) > _MOST_LAYERS or max(found, default=1) > _MOST_UNITS:
        raise DocumentError(
            f"TensorFlow Playground has up to {_MOST_LAYERS} hidden layers of up to "
            f"{_MOST_UNITS} units; this network is another one."
        )
    return found


def _activation(spec: ExperimentSpec) -> str:
    last = last_linear(spec.layers) or 0
    kinds = [each.kind for each in spec.layers[:last] if each.kind not in ("linear", "features")]
    names = {ours: theirs for theirs, ours in _ACTIVATIONS.items()}
    regular = len(kinds) in (0, len(_hidden(spec))) and len(set(kinds)) < 2
    if not regular or not set(kinds) <= names.keys():
        raise DocumentError(
            "TensorFlow Playground has one activation for all hidden layers: "
            f"{', '.join(_ACTIVATIONS)}; this network has others."
        )
    return names[kinds[0]] if kinds else "linear"


def _seen(spec: ExperimentSpec) -> list[str]:
    """Which of its features the network sees."""
    if not spec.layers or spec.layers[0].kind != "features":
        return list(_PLAIN)
    chosen = spec.layers[0]["names"]
    assert isinstance(chosen, tuple)
    if not set(chosen) <= set(_FEATURES.values()):
        raise DocumentError(
            "TensorFlow Playground has none of some features of this network; it has "
            f"{', '.join(_FEATURES.values())}."
        )
    return [theirs for theirs, ours in _FEATURES.items() if ours in chosen]


def _waves(features: Iterable[str]) -> list[str]:
    return [_WAVES] if any(name.startswith(("sin", "cos")) for name in features) else []


def _always_there(spec: ExperimentSpec) -> Iterator[str]:
    """What TensorFlow Playground does in one way and this document in another."""
    training, last = spec.training, last_linear(spec.layers) or 0
    if spec.data.points != _POINTS:
        yield f"Points: {_POINTS} there."
    linear = [layer for layer in spec.layers if layer.kind == "linear"]
    if [layer.kind for layer in spec.layers[last + 1 :]] != ["tanh"]:
        yield "Output: one Tanh there."
    if any(layer["initialization"] != "default" for layer in linear):
        yield "Initialisation: U[−0.5, 0.5] there."
    if training.loss.kind != "mse":
        yield "Loss: half the squared error there."
    if training.optimizer != OptimizerSpec():
        yield "Optimiser: plain gradient descent there."
    if training.schedule.kind != "constant" or training.warmup_epochs:
        yield "Learning rate: constant there."
    if training.max_norm is not None:
        yield "Clipping: none there."
    if training.early_stopping is not None or training.epochs is not None:
        yield "End of the training: none there."
    for option in spec.data.corruptions:
        yield f"{option.label}: none there."


def _flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    return {"true": True, "false": False}.get(given.get(name, ""), default)


def _choice(given: Mapping[str, str], name: str, choices: Mapping[str, str], default: str) -> str:
    value = given.get(name, default)
    if value not in choices:
        raise SpecError(f"{name} is one of {', '.join(choices)}, not {value[:24]!r}.")
    return choices[value]


def _number(given: Mapping[str, str], name: str, default: float) -> float:
    try:
        return float(given.get(name, default))
    except ValueError:
        raise SpecError(f"{name} is a number, not {given[name][:24]!r}.") from None


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    number = _number(given, name, default)
    if not math.isfinite(number) or number != int(number):
        raise SpecError(f"{name} is a whole number, not {given[name][:24]!r}.")
    return int(number)
