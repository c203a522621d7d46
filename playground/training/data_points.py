"""Data sets as the window draws them."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.datasets import generate
from playground import builder
from playground.document.catalogue import DATA
from playground.document.spec import ExperimentSpec
from playground.training.grid import frozen
from playground.training.snapshots import Points

_THUMBNAIL_POINTS: Final = 90
_THUMBNAIL_SEED: Final = 1  # of its own: the pictures stay when the document's seed changes


def points_of(spec: ExperimentSpec) -> Points:
    """The data of a run."""
    data = builder.generators(spec.seed).data
    points, labels = builder.build_points(spec.data, generator=data)
    cut, own = spec.data.train_points, spec.data.own_points
    return Points(
        _array(points[:cut]),
        _array(labels[:cut]),
        _array(points[cut:]),
        _array(labels[cut:]),
        spec.data.classes,
        *(() if own is None else (own.columns,)),
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
