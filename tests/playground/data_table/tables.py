"""Rows with outputs that a test makes up."""

import numpy as np

from playground.data_table.rows import Rows, own_points
from playground.document import edits
from playground.document.own_points import Column, X, Y
from playground.document.presets import default
from playground.document.spec import ExperimentSpec
from playground.own_data import arrays
from playground.training.snapshots import Outputs

PRICE = Column("price", 100.0, 300.0)
NAMES = ("red", "green", "blue")
CLASSES = np.array([0, 1, 2, 0, 1, 2, 0, 1])


def three_classes(count: int = 8) -> ExperimentSpec:
    """Points on a diagonal, of three classes in turns."""
    places = np.repeat(np.arange(count)[:, None] / count, 2, axis=1)
    own = arrays.own_points(places, np.resize(CLASSES, count), NAMES)
    return edits.set_own_points(default(), own)


def prices() -> ExperimentSpec:
    """Points on a diagonal whose target rises with them from 100 to 300."""
    places = np.repeat(np.linspace(0, 1, 5)[:, None], 2, axis=1)
    own = arrays.own_points(places, np.linspace(-1, 1, 5), (), columns=(X, Y, PRICE))
    return edits.set_own_points(default(), own)


def rows_of(
    spec: ExperimentSpec,
    values: np.ndarray | None = None,
    losses: np.ndarray | None = None,
    *,
    step: int = 1,
) -> Rows:
    """The rows of `spec` with these outputs, given in the order of the document; None: without."""
    points, numbers = own_points(spec.data)
    if values is None:
        return Rows(spec, points, numbers)
    values = np.asarray(values, np.float32).reshape(len(numbers), -1)[numbers]
    predicted = np.full(len(numbers), -1)
    if spec.data.classes:
        predicted = np.where(np.isnan(values).any(1), -1, np.nan_to_num(values).argmax(1))
    alone = np.arange(len(numbers)) if losses is None else losses
    alone = np.asarray(alone, np.float32)[numbers]
    return Rows(spec, points, numbers, Outputs(1, step, points, values, None, predicted, alone))


def one_hot(classes: np.ndarray) -> np.ndarray:
    """Outputs that are sure of these classes."""
    return np.eye(len(NAMES))[classes]
