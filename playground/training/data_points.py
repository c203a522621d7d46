"""Data sets as the window draws them."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.datasets import generate
from core.training import Split
from playground.document.catalogue import DATA
from playground.document.spec import ExperimentSpec, LossSpec
from playground.training.grid import frozen
from playground.training.snapshots import Points

_THUMBNAIL_POINTS: Final = 90
_THUMBNAIL_SEED: Final = 1  # of its own: the pictures stay when the document's seed changes


def points_of(split: Split, spec: ExperimentSpec) -> Points:
    """The data of a run; their classes are read from the targets."""
    return Points(
        _array(split.train_input),
        _array(classes_of(split.train_target, spec.training.loss)),
        _array(split.test_input),
        _array(classes_of(split.test_target, spec.training.loss)),
        spec.data.classes,
    )


def classes_of(target: Tensor, loss: LossSpec) -> Tensor:
    """The class number of every row of targets: the largest, or a single one against its middle."""
    if target.shape[1] > 1:
        return target.argmax(1)
    return (target[:, 0] > (0.0 if loss.kind == "hinge" else 0.5)).long()


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
