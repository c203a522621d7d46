"""How good predictions are: pure functions, which say what they give where they have no sense.

N is the number of points and k that of classes, which are numbered from 0 on, as int64.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import EmptyBatchError, RangeError
from core.module import as_floating, wrong_dtype, wrong_shape
from core.options import whole_number


def error_rate(predicted: Tensor, classes: Tensor) -> float:
    """Share of points put into a wrong class: |{n: predictedₙ ≠ classesₙ}| / N.

    Shapes: predicted and classes are both (N,).
    Raises ShapeError, DtypeError; EmptyBatchError for no points.
    """
    who = "error_rate"
    _check_classes(who, "classes", classes)
    _check_classes(who, "predicted", predicted, len(classes))
    return int((predicted != classes).sum()) / len(classes)


def accuracy(predicted: Tensor, classes: Tensor) -> float:
    """Share of points put into the right class: 1 - `error_rate`."""
    return 1 - error_rate(predicted, classes)


def confusion_matrix(predicted: Tensor, classes: Tensor, count: int) -> Tensor:
    """How many points of class i (row) were taken for class j (column): (k, k) int64, k = count.

    Shapes: predicted and classes are both (N,). A class without points has a row of zeros.
    Raises OptionError for a count below 1; RangeError for a class number that is not from 0 to
    count - 1; ShapeError, DtypeError; EmptyBatchError for no points.
    """
    who = "confusion_matrix"
    whole_number(who, "count", count, at_least=1)
    _check_classes(who, "classes", classes, count=count)
    _check_classes(who, "predicted", predicted, len(classes), count)
    return torch.bincount(classes * count + predicted, minlength=count**2).view(count, count)


@dataclass(frozen=True, eq=False)
class RocCurve:
    """Receiver operating characteristic: one point for every threshold, from (0, 0) to (1, 1).

    false_positive_rate  (P,) float64, share of class 0 with a score ≥ the threshold
    true_positive_rate   (P,) float64, share of class 1 with a score ≥ the threshold
    thresholds           (P,) float64, falling: infinity, then every score that occurs
    """

    false_positive_rate: Tensor
    true_positive_rate: Tensor
    thresholds: Tensor

    @property
    def area(self) -> float:
        """AUC, by trapezia: how likely a point of class 1 scores above one of class 0.

        Equal scores count half. NaN if a class has no points.
        """
        return torch.trapezoid(self.true_positive_rate, self.false_positive_rate).item()


def roc_curve(scores: Tensor, classes: Tensor) -> RocCurve:
    """The ROC of scores that should be high for class 1 and low for class 0.

    Shapes: scores, floating, and classes are both (N,). Equal scores make one point of the curve.
    The rate of a class without points is NaN.
    Raises RangeError for a score of NaN, or a class that is neither 0 nor 1; ShapeError,
    DtypeError; EmptyBatchError for no points.
    Source: Fawcett, Pattern Recognition Letters 27, 2006, algorithm 1.
    """
    who = "roc_curve"
    _check_classes(who, "classes", classes, count=2)
    scores = _numbers(who, "scores", scores)
    if scores.shape != classes.shape:
        raise wrong_shape(who, "scores", f"{tuple(classes.shape)}, as classes", scores)
    thresholds, order = scores.sort(descending=True)
    is_positive = classes[order] == 1
    # Where the next score differs, all points of this one have been counted.
    last = torch.cat([thresholds[1:] != thresholds[:-1], thresholds.new_ones(1, dtype=torch.bool)])
    rates = []
    for hits in (~is_positive, is_positive):
        counts = hits.cumsum(0)[last]
        rates.append(torch.cat([counts.new_zeros(1), counts]).double() / int(hits.sum()))
    first = thresholds.new_full((1,), torch.inf)
    return RocCurve(rates[0], rates[1], torch.cat([first, thresholds[last]]))


def roc_auc(scores: Tensor, classes: Tensor) -> float:
    """Area under the ROC curve, ½ for guessing and 1 for a perfect order.

    Shapes: classes (N,); scores (N,) for two classes, high for class 1; or (N, k) for k classes:
    the mean over the classes of the area of each against all others, with its column as score.
    NaN if a class has no points, as there is nothing to tell it from.
    Raises as `roc_curve`.
    """
    if not isinstance(scores, Tensor) or scores.dim() != 2:
        return roc_curve(scores, classes).area
    _check_classes("roc_auc", "classes", classes, len(scores), count=scores.shape[1])
    columns = enumerate(scores.unbind(1))
    areas = [roc_curve(column, (classes == each).long()).area for each, column in columns]
    return sum(areas) / len(areas)


@dataclass(frozen=True, eq=False)
class Calibration:
    """How far the probability of a prediction is from how often it is right, bin by bin.

    counts      (bins,) int64, points in each bin of confidence
    confidence  (bins,) float64, their mean probability of the class they were put into
    accuracy    (bins,) float64, the share put into the right class; both NaN in an empty bin
    """

    counts: Tensor
    confidence: Tensor
    accuracy: Tensor

    @property
    def error(self) -> float:
        """Expected calibration error, ECE = Σ_b counts_b/N |accuracy_b - confidence_b|."""
        gaps = (self.accuracy - self.confidence).abs().nan_to_num(0)
        return (gaps @ self.counts.double() / self.counts.sum()).item()


def calibration(probabilities: Tensor, classes: Tensor, *, bins: int = 15) -> Calibration:
    """Sort predictions by their confidence into bins ((b-1)/bins, b/bins], the first with 0.

    Shapes: classes (N,); probabilities (N, k), the most probable class is the prediction; or (N,)
    for two classes, the probability p of class 1, which is short for the columns 1 - p and p.
    Raises OptionError for fewer than 1 bin; RangeError for a probability outside [0, 1], or a
    class without a column; ShapeError, DtypeError; EmptyBatchError for no points.
    Source: Guo et al., ICML 2017, equations 2 and 3; there too 15 bins.
    """
    who = "calibration"
    whole_number(who, "bins", bins, at_least=1)
    probabilities = _numbers(who, "probabilities", probabilities)
    if probabilities.dim() == 1:
        probabilities = torch.stack([1 - probabilities, probabilities], 1)
    if probabilities.dim() != 2:
        raise wrong_shape(who, "probabilities", "(N,) or (N, classes)", probabilities)
    _check_classes(who, "classes", classes, len(probabilities), count=probabilities.shape[1])
    low, high = probabilities.min().item(), probabilities.max().item()
    if not 0 <= low <= high <= 1:
        raise RangeError(
            f"{who}: probabilities must be from 0 to 1, got {low:g} to {high:g}; softmax or "
            "sigmoid makes them of scores"
        )
    confidence, predicted = probabilities.max(1)
    edges = torch.arange(1, bins, dtype=torch.float64, device=confidence.device) / bins
    place = torch.bucketize(confidence, edges)
    counts = place.bincount(minlength=bins)
    right = (predicted == classes).double()
    means = [place.bincount(each, minlength=bins) / counts for each in (confidence, right)]
    return Calibration(counts, *means)


def r2_score(output: Tensor, target: Tensor) -> float:
    """Coefficient of determination: R² = 1 - Σₙ (xₙ - tₙ)² / Σₙ (tₙ - mean of t)².

    1 for a perfect output, 0 for one no better than the mean of the targets.
    Shapes: output x and target t are both (N,) or (N, outputs), floating; of several outputs the
    mean of their R². NaN if an output's targets are all equal, as there is nothing to explain.
    Raises ShapeError, DtypeError; EmptyBatchError for no points.
    """
    who = "r2_score"
    output, target = as_floating(who, "output", output), as_floating(who, "target", target)
    if not 1 <= output.dim() <= 2:
        raise wrong_shape(who, "output", "(N,) or (N, outputs)", output)
    if target.shape != output.shape:
        raise wrong_shape(who, "target", f"{tuple(output.shape)}, as the output", target)
    if not len(output):
        raise _no_points(who)
    output, target = output.double(), target.double()
    left = (output - target).square().sum(0)
    spread = (target - target.mean(0)).square().sum(0)
    is_constant = (target == target[0]).all(0)
    return (1 - left / spread).masked_fill(is_constant, torch.nan).mean().item()


def _numbers(who: str, name: str, tensor: Tensor) -> Tensor:
    """The tensor in float64, checked to hold numbers."""
    tensor = as_floating(who, name, tensor).double()
    if tensor.isnan().any():
        raise RangeError(f"{who}: {name} must be numbers, but holds NaN")
    return tensor


def _check_classes(
    who: str, name: str, classes: Tensor, points: int | None = None, count: int | None = None
) -> None:
    """Check class numbers (N,): N = points if given, each below count if given."""
    if not isinstance(classes, Tensor):
        as_floating(who, name, classes)  # raises, naming the type
    if classes.dtype is not torch.int64:
        raise wrong_dtype(who, name, torch.int64, classes)
    if classes.dim() != 1 or len(classes) != (len(classes) if points is None else points):
        raise wrong_shape(who, name, "(N,)" if points is None else f"({points},)", classes)
    if not len(classes):
        raise _no_points(who)
    low, high = int(classes.min()), int(classes.max())
    if count is not None and not 0 <= low <= high < count:
        raise RangeError(f"{who}: {name} must be from 0 to {count - 1}, got {low} to {high}")


def _no_points(who: str) -> EmptyBatchError:
    return EmptyBatchError(f"{who}: there is nothing to measure, got no points")
