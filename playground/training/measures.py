"""How good the outputs are: `core.metrics` of the training and of the test points."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.metrics import calibration, confusion_matrix, r2_score, roc_curve
from playground.document.spec import ExperimentSpec
from playground.training.grid import frozen
from playground.training.looks import Classified, Measures, Regressed, Reliability, Roc
from playground.training.snapshots import Floats, Ints, Outputs

_CURVE: Final = 300  # points of a curve, about
_SCATTER: Final = 2000  # points of a scatter plot, at most
_BINS: Final = 31  # of residuals: odd, so that one is around 0


@torch.inference_mode()
def measures_of(outputs: Outputs, spec: ExperimentSpec) -> tuple[Measures, Measures]:
    """Of the training points and of the test points; `spec` is what the network was built from."""
    points, cut = outputs.points, len(outputs.points.train)
    return (
        _of_set(outputs, slice(None, cut), points.train_classes, spec),
        _of_set(outputs, slice(cut, None), points.test_classes, spec),
    )


def _of_set(outputs: Outputs, rows: slice, labels: Ints | Floats, spec: ExperimentSpec) -> Measures:
    values, count = outputs.values[rows], len(labels)
    if not count:
        return Measures(count, None, "There are no points in this set.")
    finite = np.isfinite(values).all(axis=1)
    if not finite.all():
        bad = f"{count - int(finite.sum()):,} of {count:,} points"
        return Measures(
            count,
            None,
            f"For {bad} the network's output is no finite number, so nothing is counted.",
        )
    if not spec.data.classes:
        return Measures(count, _regressed(outputs, values, labels))
    return Measures(count, _classified(outputs, rows, _tensor(labels), spec))


def _classified(outputs: Outputs, rows: slice, classes: Tensor, spec: ExperimentSpec) -> Classified:
    names = spec.data.classes
    predicted = _tensor(outputs.predicted[rows])
    confusion = confusion_matrix(predicted, classes, len(names))
    chances = outputs.probabilities
    reliability = None
    if chances is not None:
        found = chances[rows]
        reliability = _reliability(_tensor(found[:, 0] if found.shape[1] == 1 else found), classes)
    scored = range(1, 2) if len(names) == 2 else range(len(names))
    return Classified(
        frozen(confusion.numpy()),
        tuple(
            _roc(*_scores(outputs, rows, spec, each), classes, confusion, each) for each in scored
        ),
        reliability,
    )


def _scores(outputs: Outputs, rows: slice, spec: ExperimentSpec, number: int) -> tuple[Tensor, str]:
    """What is high for points of class `number`, and what that is in words."""
    names, chances = spec.data.classes, outputs.probabilities
    values = (outputs.values if chances is None else chances)[rows]
    name = names[number]
    if chances is not None:
        return _tensor(values[:, -1 if len(names) == 2 else number]), f"probability of {name}"
    if values.shape[1] == 1:
        return _tensor(values[:, 0]), "output"
    if len(names) == 2:
        return _tensor(values[:, 1] - values[:, 0]), f"{name} − {names[0]}"
    return _tensor(values[:, number]), name


def _roc(scores: Tensor, score: str, classes: Tensor, confusion: Tensor, number: int) -> Roc | None:
    own = (classes == number).long()
    if not 0 < int(own.sum()) < len(own):
        return None
    curve = roc_curve(scores, own)
    false, true, thresholds = (
        each.numpy()
        for each in (curve.false_positive_rate, curve.true_positive_rate, curve.thresholds)
    )
    far = (false + true) / 2
    shown = np.unique(np.searchsorted(far, np.linspace(0, 1, _CURVE)).clip(max=len(far) - 1))
    right = int(confusion[number, number])
    of_own, taken = int(confusion[number].sum()), int(confusion[:, number].sum())
    return Roc(
        false_positive=frozen(false[shown]),
        true_positive=frozen(true[shown]),
        thresholds=frozen(thresholds[shown]),
        area=curve.area,
        decides=((taken - right) / (len(own) - of_own), right / of_own),
        score=score,
    )


def _reliability(chances: Tensor, classes: Tensor) -> Reliability:
    found = calibration(chances, classes)
    return Reliability(
        frozen(found.counts.numpy()),
        frozen(found.confidence.numpy()),
        frozen(found.accuracy.numpy()),
        found.error,
    )


def _regressed(outputs: Outputs, values: Floats, labels: Ints | Floats) -> Regressed:
    column = outputs.points.columns[2]
    low, half = column.low, (column.high - column.low) / 2
    target, output = (low + (each.astype(np.float64) + 1) * half for each in (labels, values[:, 0]))
    residual = output - target
    reach = float(np.abs(residual).max()) or abs(half) or 1.0
    counts, edges = np.histogram(residual, _BINS, (-reach, reach))
    every = -(-len(target) // _SCATTER)
    return Regressed(
        frozen(target[::every].copy()),
        frozen(output[::every].copy()),
        frozen(counts.astype(np.int64)),
        frozen(edges),
        r2_score(_tensor(values[:, 0]), _tensor(labels)),
        float(np.sqrt(np.mean(residual**2))),
    )


def _tensor(array: Ints | Floats) -> Tensor:
    return torch.from_numpy(array.copy())  # torch warns of arrays that are read-only
