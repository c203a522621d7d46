"""One row a kind of layer, data set or setting; palette, panels, builder and tests read it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from playground.document import limits
from playground.document.errors import SpecError

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a choice option."""

    value: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Option:
    """One setting a person can change: its name, limits, unit and initial value.

    `automatic` is the label of the value None ("let the program decide"), or "" where None is
    refused. `log` asks for logarithmic steps. `choices` holds the values of a "choice" option.
    """

    name: str
    label: str
    help: str
    type: Literal["int", "float", "choice"]
    default: Value
    minimum: float = -math.inf
    maximum: float = math.inf
    unit: str = ""
    log: bool = False
    automatic: str = ""
    choices: tuple[Choice, ...] = ()

    def check(self, value: Value) -> Value:
        """Return `value` in the option's type.

        Raises:
            SpecError: wrong type, not finite, outside the limits or not among the choices.
        """
        if value is None:
            if self.automatic:
                return None
            raise SpecError(f"{self.label} needs a value.")
        if self.type == "choice":
            names = [choice.value for choice in self.choices]
            if value in names:
                return value
            raise SpecError(f"{self.label} is one of {', '.join(names)}, not {value!r}.")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SpecError(f"{self.label} is a number, not {value!r}.")
        if not self.minimum <= value <= self.maximum:  # nan too
            low, high = _number(self.minimum), _number(self.maximum)
            raise SpecError(f"{self.label} goes from {low} to {high}, not {_number(value)}.")
        if self.type == "int" and value != int(value):
            raise SpecError(f"{self.label} is a whole number, not {_number(value)}.")
        return int(value) if self.type == "int" else float(value)


@dataclass(frozen=True, slots=True)
class LayerKind:
    """One kind of layer: how it is called, what it is for, and what can be set on it.

    `name` is the class in `core` (and in `torch.nn`); `gain` is what Xavier's initialisation of
    the Linear before it uses (Table of gains: tanh 5/3, ReLU sqrt 2).
    """

    kind: str
    name: str
    help: str
    group: Literal["layer", "activation"]
    options: tuple[Option, ...] = ()
    gain: float = 1.0


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data set on the unit square, and what its outputs stand for."""

    kind: str
    label: str
    help: str
    classes: tuple[str, ...] = ("outside", "inside")


def _number(value: int | float) -> str:
    """12,345.6 or 0.000001; a whole number in full up to fifteen digits."""
    if abs(value) < 1e15 and value == int(value):
        return f"{int(value):,}"
    if 1e-9 <= abs(value) < 1:
        return f"{Decimal(f'{value:g}'):f}"
    return f"{value:,g}" if isinstance(value, float) else "a number far from that"


UNITS: Final = Option(
    "units",
    "Units",
    "How many numbers this layer computes from its input.",
    "int",
    25,
    limits.MIN_UNITS,
    limits.MAX_UNITS,
)
INITIALIZATION: Final = Option(
    "initialization",
    "Initialisation",
    "Where the weights and biases start.",
    "choice",
    "default",
    choices=(
        Choice("default", "default", "U[−1/√fan-in, 1/√fan-in]: keeps activations in scale."),
        Choice("xavier", "Xavier", "gain·√(6/(fan-in + fan-out)): keeps gradients in scale too."),
    ),
)
GAIN: Final = Option(
    "gain",
    "Gain",
    "Factor of Xavier's bound. Automatic follows the next activation: Tanh 5/3, ReLU √2, none 1.",
    "float",
    None,
    0.01,
    limits.MAX_GAIN,
    automatic="automatic",
)

LAYERS: Final[Mapping[str, LayerKind]] = MappingProxyType(
    {
        row.kind: row
        for row in (
            LayerKind(
                "linear",
                "Linear",
                "Fully connected layer: every unit is a weighted sum of all inputs, plus a bias.",
                "layer",
                (UNITS, INITIALIZATION, GAIN),
            ),
            LayerKind(
                "tanh",
                "Tanh",
                "Hyperbolic tangent: squashes every number into (−1, 1).",
                "activation",
                gain=5 / 3,
            ),
            LayerKind(
                "relu",
                "ReLU",
                "Rectified linear unit: negative numbers become 0, the others pass.",
                "activation",
                gain=math.sqrt(2),
            ),
        )
    }
)

DATA: Final[Mapping[str, DataKind]] = MappingProxyType(
    {
        row.kind: row
        for row in (
            DataKind("disk", "Disk", "The report's task: inside or outside a disk of area ½."),
            DataKind("xor", "XOR", "Opposite quarters of the square belong together.", ("A", "B")),
            DataKind("blobs", "Blobs", "Two round clouds; a straight line will do.", ("A", "B")),
            DataKind("spirals", "Spirals", "Two arms around each other: the hard one.", ("A", "B")),
            DataKind("moons", "Moons", "Two crescents that interlock.", ("A", "B")),
            DataKind("rings", "Rings", "A ring around a ring.", ("outer", "inner")),
            DataKind("checkerboard", "Checker", "A 4 × 4 checkerboard.", ("A", "B")),
        )
    }
)

OWN: Final = DataKind("own", "Own", "Points of your own: painted, or read from a table.", ())

DATA_OPTIONS: Final = (
    Option(
        "points",
        "Points",
        "Training and test points together.",
        "int",
        2000,
        limits.MIN_POINTS,
        limits.MAX_POINTS,
        log=True,
    ),
    Option(
        "train_percent",
        "Train share",
        "How many of the points the network learns from; the rest only tests it.",
        "int",
        50,
        limits.MIN_TRAIN_PERCENT,
        limits.MAX_TRAIN_PERCENT,
        unit="%",
    ),
    Option(
        "noise_percent",
        "Noise",
        "Standard deviation of the random shift of every point, in percent of the square's side.",
        "int",
        0,
        0,
        limits.MAX_NOISE_PERCENT,
        unit="%",
    ),
)

TRAINING_OPTIONS: Final = (
    Option(
        "learning_rate",
        "Learning rate",
        "Step length η of w ← w − η ∂L/∂w. May change while training.",
        "float",
        0.15,
        limits.MIN_LEARNING_RATE,
        limits.MAX_LEARNING_RATE,
        log=True,
    ),
    Option(
        "batch_size",
        "Batch",
        "Points per step: one step follows the mean gradient of one mini-batch.",
        "int",
        100,
        1,
        limits.MAX_BATCH_SIZE,
        log=True,
    ),
    Option(
        "epochs",
        "Epochs",
        "After how many passes over the training points a run pauses by itself.",
        "int",
        None,
        1,
        limits.MAX_EPOCHS,
        log=True,
        automatic="until paused",
    ),
)
