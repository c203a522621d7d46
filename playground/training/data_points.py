"""Data sets as the window draws them."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.datasets import generate
from core.training import Split
from playground.document.catalogue import DATA
from playground.training.grid import frozen
from playground.training.snapshots import Points

_THUMBNAIL_POINTS: Final = 90
_THUMBNAIL_SEED: Final = 1  # of its own: the pictures stay when the document's seed changes


def points_of(split: Split, names: tuple[str, ...]) -> Points:
    """The data of a run; its targets are one-hot."""
    return Points(
        _array(split.train_input),
        _array(split.train_target.argmax(1)),
        _array(split.test_input),
        _array(split.test_target.argmax(1)),
        names,
    )


def thumbnails() -> dict[str, Points]:
    """A few points of every kind of data set, without noise, from the real generators."""
    pictures = {}
    for kind, row in DATA.items():
        generator = torch.Generator().manual_seed(_THUMBNAIL_SEED)
        points, classes = generate(kind, _THUMBNAIL_POINTS, generator=generator)
        none = slice(0, 0)
        pictures[kind] = Points(
            _array(points),
            _array(classes),
            _array(points[none]),
            _array(classes[none]),
            row.classes,
        )
    return pictures


def _array(tensor: Tensor) -> np.ndarray:
    return frozen(tensor.numpy().copy())
