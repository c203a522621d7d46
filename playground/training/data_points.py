"""Data sets as the window draws them."""

from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.datasets import generate
from playground import builder
from playground.document.catalogue import DATA
from playground.document.spec import ExperimentSpec
from playground.own_data import arrays
from playground.training.grid import frozen
from playground.training.snapshots import Points

_THUMBNAIL_POINTS: Final = 90
_THUMBNAIL_SEED: Final = 1  # of its own: the pictures stay when the document's seed changes


def points_of(spec: ExperimentSpec) -> Points:
    """The data of a run, and what they were before flips and outliers."""
    draws = builder.generators(spec.seed)
    original = builder.build_points(spec.data, generator=draws.data)
    corrupted = builder.corrupt(spec.data, *original, draws)
    if all(map(torch.equal, original, corrupted)):
        return _points(spec, *original)
    return replace(_points(spec, *corrupted), original=_points(spec, *original))


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


def _points(spec: ExperimentSpec, points: Tensor, labels: Tensor) -> Points:
    cut, own = spec.data.train_points, spec.data.own_points
    found = Points(
        _array(points[:cut]),
        _array(labels[:cut]),
        _array(points[cut:]),
        _array(labels[cut:]),
        spec.data.classes,
        *(() if own is None else (own.columns,)),
    )
    if own is None or not len(rows := arrays.left_out(spec.data)):
        return found
    places, values = arrays.places(own)[rows], arrays.values(own)[rows]
    return replace(found, left_out=frozen(places), left_out_classes=frozen(values.astype(np.int64)))


def _array(tensor: Tensor) -> np.ndarray:
    return frozen(tensor.numpy().copy())
