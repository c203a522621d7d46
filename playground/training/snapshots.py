"""The frozen values that cross from the worker to the window. NumPy only: no torch, no Qt.

Every array is made for one snapshot, is never touched again, and is flagged read-only.
"""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from playground.document.own_points import LABEL, Column, X, Y
from playground.training.looks import Measures

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class RunState(Enum):
    """IDLE: at the first weights. PAUSED: some steps done. FAILED: see the snapshot's message."""

    LOADING = "loading"  # torch is being imported
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


def _differ(one: Ints | Floats, other: Ints | Floats) -> Bools:
    """In which of the N rows they differ, (N,)."""
    same: Bools = (one == other).reshape(len(one), -1).all(1)
    return ~same


@dataclass(frozen=True, slots=True)
class Points:
    """The data of the document: points (N, 2) in the unit square and their class numbers (N,).

    Without class names the target is a number, and `*_classes` holds it: (N,), from −1 to +1.
    `columns` says what the numbers were called and were before they were scaled. `original` holds
    the points as they were before labels were flipped and outliers made; None: they still are.
    `left_out` (M, 2) and its classes (M,) are in neither set, for the balance of the classes.
    """

    train: Floats
    train_classes: Ints | Floats
    test: Floats
    test_classes: Ints | Floats
    class_names: tuple[str, ...]
    columns: tuple[Column, Column, Column] = (X, Y, LABEL)
    original: "Points | None" = None
    left_out: Floats = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    left_out_classes: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def flipped(self) -> Bools:
        """Which training points have another class than they had, (N,)."""
        if self.original is None or not self.class_names:
            return np.zeros(len(self.train), np.bool_)
        return _differ(self.train_classes, self.original.train_classes)

    @property
    def outliers(self) -> Bools:
        """Which training points have another place, or another number as target, (N,)."""
        if self.original is None:
            return np.zeros(len(self.train), np.bool_)
        if not self.class_names:
            return _differ(self.train_classes, self.original.train_classes)
        return _differ(self.train, self.original.train)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Loss (as the criterion gives it) and error at one moment.

    An error is the share of points in a wrong class; where the target is a number, 1 − R²: the
    share of its variance that the network leaves unexplained.
    """

    epoch: float  # steps done / steps per epoch
    train_loss: float
    test_loss: float
    train_error: float
    test_error: float


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network says of every one of `points` at one step: training points, then test.

    values (N, outputs): the outputs themselves. probabilities, of the same shape: what a loss of
    probabilities makes of them, else None. predicted (N,): the class of each point, counted as the
    errors of `Metrics` are; −1 where an output is NaN, and everywhere where the target is a number.
    losses (N,): the loss of each point alone; the loss of a set is their mean. measures: how good
    the outputs are, of training and test points; () where that was not asked for. seconds: how long
    the worker was at all this.
    """

    revision: int
    step: int
    points: Points
    values: Floats
    probabilities: Floats | None
    predicted: Ints
    losses: Floats
    measures: tuple[Measures, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LayerSnapshot:
    """What the canvas and the layer panel show of one layer.

    thumbnails (K, S, S): the outputs of the K shown units at the centres of S × S equal cells of
    the square, row 0 at y = 1. A tanh fills the colour range [-1, 1] by itself; other outputs are
    divided by the largest |output| of the layer, so that its units compare. units (K,): which
    units are shown, of fan_out: all, or 64 spread evenly. weights (K, J): weight from the j-th
    shown unit of the layer before to the k-th shown unit here (None for a layer without weights).
    The rest describes the whole layer: histogram counts (B,) of its weights, biases left out,
    between histogram_low and histogram_high (None without weights), and the norm of the last
    mini-batch's gradient, biases included.
    """

    units: Ints
    fan_out: int
    thumbnails: Floats
    weights: Floats | None = None
    biases: Floats | None = None
    weight_scale: float = 0.0  # largest |weight| of the layer
    histogram: Ints | None = None
    histogram_low: float = 0.0
    histogram_high: float = 0.0
    gradient_norm: float | None = None  # None before the first step, and where not finite


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a run. All parts belong to the same step; while it runs, layers and metrics may
    be up to a twentieth of a second older (`Session.snapshot`).

    boundary (N, N): share of class 1 minus share of class 0 (`probe.boundary`) at the centres of
    N × N equal cells, row 0 at y = 1, not clipped; the heatmap clips it to [-1, 1] and draws its
    iso-line at `boundary_level`. Of more than two classes it is (K, N, N): by how much each class
    leads the best of the others, below 0 where it does not win. N is 200, while running 64, and
    smaller for large networks.
    inputs: the thumbnails of x and y. Where the stack cannot be trained, `layers` is empty and
    `boundary` and `metrics` are None; `metrics` also where a number is not finite.
    history: the evaluations since the last snapshot, oldest first; `restart` says that they
    begin a new run, so that older ones are dropped.
    """

    revision: int  # grows with every network asked for: another revision is stale
    state: RunState
    step: int
    metrics: Metrics | None
    history: tuple[Metrics, ...]
    restart: bool
    boundary: Floats | None
    boundary_level: float
    inputs: LayerSnapshot
    layers: tuple[LayerSnapshot, ...]
    epochs_per_second: float
    steps_per_second: float
    message: str = ""  # why it is FAILED or cannot train, and what to try; one plain text
