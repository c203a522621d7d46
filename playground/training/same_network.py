"""Which edits a network outlives in training. No torch: the window asks before the worker does."""

from dataclasses import replace

from playground.document.advice import cannot_train
from playground.document.own_points import LABEL, X, Y
from playground.document.spec import ExperimentSpec


def same_network(before: ExperimentSpec, after: ExperimentSpec) -> bool:
    """Whether no more than learning rate, number of epochs and painted points differ."""
    training = replace(
        after.training,
        learning_rate=before.training.learning_rate,
        epochs=before.training.epochs,
    )
    data = before.data if _painted(before, after) else after.data
    return replace(after, training=training, data=data) == before


def _painted(before: ExperimentSpec, after: ExperimentSpec) -> bool:
    """Whether points of one's own follow points of the same classes and columns."""
    old, new = before.data, after.data
    if new.own_points is None or cannot_train(before) or cannot_train(after):
        return False
    columns = (X, Y, LABEL) if old.own_points is None else old.own_points.columns
    return (
        old.classes == new.classes
        and columns == new.own_points.columns
        and replace(new, kind=old.kind, own=old.own) == old
    )
