"""Where the square is sampled: NumPy only, so that the inputs show before torch is there."""

from functools import cache
from typing import Final

import numpy as np

from playground.training.snapshots import Floats, LayerSnapshot, RunState, Snapshot

THUMBNAIL: Final = 24  # samples a side of a unit's picture


def cell_centers(size: int) -> Floats:
    """Centres (x, y) of size × size equal cells of the unit square, (size², 2); y = 1 first."""
    along = (np.arange(size, dtype=np.float32) + 0.5) / size
    x, y = np.meshgrid(along, along[::-1])
    return np.column_stack((x.ravel(), y.ravel())).astype(np.float32)


@cache
def input_layer() -> LayerSnapshot:
    """The thumbnails of x and y: 2v − 1, so that [0, 1] fills the colour range."""
    pictures = 2 * cell_centers(THUMBNAIL).T.reshape(2, THUMBNAIL, THUMBNAIL) - 1
    return LayerSnapshot(frozen(np.arange(2)), 2, frozen(np.ascontiguousarray(pictures)))


def without_network(revision: int, state: RunState, message: str) -> Snapshot:
    """A moment at which there is nothing to evaluate."""
    return Snapshot(
        revision=revision,
        state=state,
        step=0,
        metrics=None,
        history=(),
        restart=True,
        boundary=None,
        boundary_level=0.0,
        inputs=input_layer(),
        layers=(),
        epochs_per_second=0.0,
        steps_per_second=0.0,
        message=message,
    )


def frozen(array: np.ndarray) -> np.ndarray:
    """`array`, read-only."""
    array.flags.writeable = False
    return array
