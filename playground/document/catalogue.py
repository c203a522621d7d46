"""One row a kind of layer, data set or setting; palette, panels, builder and tests read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from playground.document import limits
from playground.document.layer_kinds import COMMON, FAMILIES, INITIALIZATION, LAYERS, LayerKind
from playground.document.options import Choice, Option, Value

__all__ = [
    "COMMON",
    "CORRUPTIONS",
    "DATA",
    "DATA_OPTIONS",
    "FAMILIES",
    "INITIALIZATION",
    "LAYERS",
    "TRAINING_OPTIONS",
    "Choice",
    "DataKind",
    "LayerKind",
    "Option",
    "Value",
]


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data set on the unit square, and what its outputs stand for."""

    kind: str
    label: str
    help: str
    classes: tuple[str, ...] = ("outside", "inside")


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

CORRUPTIONS: Final = (
    Option(
        "balance_percent",
        "Class balance",
        "Share of the second class: exactly so many of all points, of each class at least one. "
        "At 50 the data set is as it comes: both classes alike, for the disk by chance.",
        "int",
        limits.EVEN_BALANCE_PERCENT,
        limits.MIN_BALANCE_PERCENT,
        limits.MAX_BALANCE_PERCENT,
        unit="%",
    ),
    Option(
        "flip_percent",
        "Label flips",
        "How many of the training points are given a wrong class. Test points keep theirs, so that "
        "the test error is the true one.",
        "int",
        0,
        0,
        limits.MAX_FLIP_PERCENT,
        unit="%",
    ),
    Option(
        "outlier_percent",
        "Outliers",
        "How many of the training points are put at a random place; where the target is a number, "
        "that becomes random instead. Test points stay as they are.",
        "int",
        0,
        0,
        limits.MAX_OUTLIER_PERCENT,
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
