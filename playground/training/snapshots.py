"""The frozen values that cross from the worker to the window. NumPy only: no torch, no Qt.

Every array is made for one snapshot, is never touched again, and is flagged read-only.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class RunState(Enum):
    """IDLE: at the start weights. PAUSED: some steps done. FAILED: the loss was not finite."""

    LOADING = "loading"  # torch is being imported, or the network built
    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Points:
    """The data of the document: points (N, 2) in the unit square and their class numbers (N,)."""

    train: Floats
    train_classes: Ints
    test: Floats
    test_classes: Ints
    class_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Loss (as the criterion gives it) and error (a fraction, 0 to 1) at one moment."""

    epoch: float  # steps done / steps per epoch
    train_loss: float
    test_loss: float
    train_error: float
    test_error: float


@dataclass(frozen=True, slots=True)
class LayerSnapshot:
    """What the canvas and the layer panel show of one layer.

    thumbnails (K, S, S): the outputs of the K shown units over the square, row 0 at y = 1,
    scaled so that [-1, 1] is the full colour range. units (K,): which units are shown, of
    fan_out. weights (K, J): weight from the j-th shown unit of the layer before to the k-th
    shown unit here (None for a layer without weights). The rest describes all parameters:
    histogram counts (B,) between histogram_low and histogram_high (None without parameters).
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
    gradient_norm: float | None = None  # None before the first step


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent moment of a run: all parts belong to the same step.

    boundary (N, N): output 1 minus output 0 (one output: that output), row 0 at y = 1, not
    clipped; the heatmap clips it to [-1, 1] and draws its iso-line at `boundary_level`.
    input: the thumbnails of x and y. `layers` is empty when the stack cannot be evaluated.
    history: the evaluations since the last snapshot, oldest first; `restart` says that they
    begin a new run, so that older ones are dropped.
    """

    revision: int  # counts the networks built: snapshots of another revision are stale
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
    message: str = ""  # why it is FAILED, and what to try; one plain text
