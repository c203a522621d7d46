"""Metrics, beside values worked out by hand and formulas written as plain loops."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from core.errors import CoreError, DtypeError, EmptyBatchError, OptionError, RangeError, ShapeError
from core.metrics import (
    accuracy,
    calibration,
    confusion_matrix,
    error_rate,
    r2_score,
    roc_auc,
    roc_curve,
)

NO_CLASSES = torch.zeros(0, dtype=torch.int64)


def classes(*numbers: int) -> Tensor:
    return torch.tensor(numbers)


def draw(points: int, count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Scores with many ties, and classes, of which each occurs."""
    generator = torch.Generator().manual_seed(seed)
    scores = torch.randint(9, (points, count), generator=generator).double() / 8
    numbers = torch.randint(count, (points,), generator=generator)
    numbers[:count] = torch.arange(count)
    return scores, numbers


def test_error_rate_and_accuracy_are_shares() -> None:
    predicted, truth = classes(0, 1, 2, 2, 0), classes(0, 1, 1, 2, 2)
    assert error_rate(predicted, truth) == 0.4
    assert accuracy(predicted, truth) == 0.6


def test_confusion_matrix_has_the_truth_in_rows() -> None:
    matrix = confusion_matrix(classes(0, 1, 1, 2, 1), classes(0, 1, 2, 2, 2), 4)
    assert matrix.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 2, 1, 0], [0, 0, 0, 0]]
    assert matrix.dtype is torch.int64
    two = confusion_matrix(classes(1, 1, 0), classes(0, 1, 1), 2)
    assert two.tolist() == [[0, 1], [1, 1]]


def test_confusion_matrix_counts_every_pair() -> None:
    generator = torch.Generator().manual_seed(0)
    predicted, truth = torch.randint(5, (2, 300), generator=generator)
    matrix = confusion_matrix(predicted, truth, 5)
    pairs = list(zip(truth.tolist(), predicted.tolist(), strict=True))
    assert matrix.tolist() == [[pairs.count((i, j)) for j in range(5)] for i in range(5)]
    assert matrix.sum() - matrix.trace() == round(error_rate(predicted, truth) * 300)


def test_roc_curve_of_a_textbook_example() -> None:
    curve = roc_curve(torch.tensor([0.1, 0.4, 0.35, 0.8]), classes(0, 0, 1, 1))
    assert curve.false_positive_rate.tolist() == [0, 0, 0.5, 0.5, 1]
    assert curve.true_positive_rate.tolist() == [0, 0.5, 0.5, 1, 1]
    torch.testing.assert_close(
        curve.thresholds, torch.tensor([math.inf, 0.8, 0.4, 0.35, 0.1]).double()
    )
    assert curve.area == 0.75


def test_equal_scores_make_one_point_of_the_curve() -> None:
    curve = roc_curve(torch.tensor([0.5, 0.5, 0.5, 0.25]), classes(1, 0, 1, 0))
    assert curve.thresholds.tolist() == [math.inf, 0.5, 0.25]
    assert curve.false_positive_rate.tolist() == [0, 0.5, 1]
    assert curve.true_positive_rate.tolist() == [0, 1, 1]
    assert curve.area == 0.75
    assert roc_auc(torch.zeros(4), classes(1, 0, 1, 0)) == 0.5


@pytest.mark.parametrize("seed", range(5))
def test_roc_curve_equals_counting_at_every_threshold(seed: int) -> None:
    columns, truth = draw(60, 2, seed)
    scores = columns[:, 0]
    curve = roc_curve(scores, truth)
    assert curve.thresholds.tolist()[1:] == sorted(set(scores.tolist()), reverse=True)
    for index, threshold in enumerate(curve.thresholds):
        taken = scores >= threshold
        for rates, label in ((curve.false_positive_rate, 0), (curve.true_positive_rate, 1)):
            assert rates[index] == taken[truth == label].double().mean()


@pytest.mark.parametrize("seed", range(5))
def test_auc_is_the_share_of_pairs_in_order(seed: int) -> None:
    scores, truth = draw(50, 4, seed)
    areas = []
    for each in range(4):
        inside, outside = scores[truth == each, each], scores[truth != each, each]
        pairs = inside[:, None] - outside
        areas.append(((pairs > 0).double() + (pairs == 0) / 2).mean().item())
        assert roc_auc(scores[:, each], (truth == each).long()) == pytest.approx(areas[-1])
    assert roc_auc(scores, truth) == pytest.approx(sum(areas) / 4)


def test_one_class_only_has_no_auc() -> None:
    scores = torch.tensor([0.2, 0.7])
    for truth in (classes(0, 0), classes(1, 1)):
        assert math.isnan(roc_auc(scores, truth))
    curve = roc_curve(scores, classes(1, 1))
    assert curve.true_positive_rate.tolist() == [0, 0.5, 1]
    assert curve.false_positive_rate.isnan().all()
    assert math.isnan(roc_auc(torch.rand(4, 3), classes(0, 1, 0, 1)))


def test_infinite_scores_are_scores() -> None:
    assert roc_auc(torch.tensor([-math.inf, 0.0, math.inf]), classes(0, 0, 1)) == 1


def test_calibration_by_hand() -> None:
    probabilities = torch.tensor([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.3, 0.7]]).double()
    found = calibration(probabilities, classes(0, 1, 1, 1), bins=4)
    assert found.counts.tolist() == [0, 0, 2, 2]
    assert found.confidence.isnan().tolist() == [True, True, False, False]
    torch.testing.assert_close(found.confidence[2:], torch.tensor([0.65, 0.85]).double())
    assert found.accuracy[2:].tolist() == [1, 0.5]
    assert found.error == pytest.approx(0.5 * 0.35 + 0.5 * 0.35)


def test_a_bin_has_its_upper_edge_inside() -> None:
    confidence = torch.tensor([0.0, 0.1, 0.2, 0.3, 0.6, 0.7, 1.0], dtype=torch.float64)
    rows = torch.stack([confidence, torch.zeros(7).double()], 1)
    found = calibration(rows, torch.zeros(7, dtype=torch.int64), bins=10)
    assert found.counts.tolist() == [2, 1, 1, 0, 0, 1, 1, 0, 0, 1]


def test_a_certain_and_right_classifier_is_calibrated() -> None:
    assert calibration(torch.eye(3), classes(0, 1, 2)).error == 0
    assert calibration(torch.eye(3), classes(1, 2, 0)).error == 1


def test_the_probability_of_class_1_is_short_for_two_columns() -> None:
    scores, truth = draw(80, 2, 3)
    probability = scores[:, 0]
    short = calibration(probability, truth, bins=7)
    long = calibration(torch.stack([1 - probability, probability], 1), truth, bins=7)
    assert short.counts.tolist() == long.counts.tolist()
    assert short.error == long.error
    assert calibration(torch.tensor([0.25, 0.75]), classes(0, 1)).error == 0.25


@pytest.mark.parametrize("seed", range(5))
def test_calibration_error_equals_the_formula(seed: int) -> None:
    scores, truth = draw(200, 3, seed)
    probabilities = (3 * scores).softmax(1)
    error = 0.0
    for low in range(15):
        inside = [
            n for n in range(200) if low / 15 < probabilities[n].max().item() <= (low + 1) / 15
        ]
        sure = sum(probabilities[n].max().item() for n in inside)
        right = sum(bool(probabilities[n].argmax() == truth[n]) for n in inside)
        error += abs(right - sure) / 200
    assert error > 0.01
    assert calibration(probabilities, truth).error == pytest.approx(error, rel=1e-12)


def test_r2_by_hand() -> None:
    target = torch.tensor([1.0, 2.0, 3.0, 6.0])
    assert r2_score(target, target) == 1
    assert r2_score(torch.full((4,), 3.0), target) == 0
    assert r2_score(torch.tensor([1.0, 2.0, 4.0, 4.0]), target) == pytest.approx(1 - 5 / 14)
    assert r2_score(-target, target) < 0
    two = torch.stack([target, torch.full((4,), 3.0)], 1)
    assert r2_score(two, torch.stack([target, target], 1)) == 0.5


def test_equal_targets_have_no_r2() -> None:
    for value in (0.0, 0.1, 1e10 / 3):  # of which the mean may be rounded
        target = torch.full((7,), value)
        assert math.isnan(r2_score(target, target))
        assert math.isnan(r2_score(target + 1, target))


@pytest.mark.parametrize(
    "measure",
    [
        lambda: error_rate(NO_CLASSES, NO_CLASSES),
        lambda: accuracy(NO_CLASSES, NO_CLASSES),
        lambda: confusion_matrix(NO_CLASSES, NO_CLASSES, 2),
        lambda: roc_curve(torch.zeros(0), NO_CLASSES),
        lambda: roc_auc(torch.zeros(0), NO_CLASSES),
        lambda: roc_auc(torch.zeros(0, 3), NO_CLASSES),
        lambda: calibration(torch.zeros(0), NO_CLASSES),
        lambda: calibration(torch.zeros(0, 3), NO_CLASSES),
        lambda: r2_score(torch.zeros(0), torch.zeros(0)),
        lambda: r2_score(torch.zeros(0, 2), torch.zeros(0, 2)),
    ],
)
def test_no_points_are_an_error(measure: Callable[[], object]) -> None:
    with pytest.raises(EmptyBatchError, match=r": there is nothing to measure, got no points"):
        measure()


TWO = classes(0, 1)
BAD: tuple[tuple[Callable[[], object], type[CoreError], str], ...] = (
    (lambda: error_rate(TWO, classes(0, 1, 1)), ShapeError, r"predicted must have shape \(3,\), g"),
    (lambda: error_rate(TWO, torch.eye(2).long()), ShapeError, r"classes must have shape \(N,\)"),
    (lambda: error_rate(torch.zeros(2), TWO), DtypeError, r"predicted must be torch\.int64, got"),
    (lambda: error_rate([0], TWO), DtypeError, r"predicted must be a torch\.Tensor, got list"),  # type: ignore[arg-type]
    (
        lambda: confusion_matrix(TWO, classes(0, 2), 2),
        RangeError,
        r"classes must be from 0 to 1",
    ),
    (lambda: confusion_matrix(classes(0, -1), TWO, 2), RangeError, r"predicted .* got -1 to 0"),
    (lambda: confusion_matrix(TWO, TWO, 0), OptionError, r"count must be a whole number"),
    (lambda: roc_curve(torch.zeros(2), classes(0, 2)), RangeError, r"classes must be from 0 to 1"),
    (lambda: roc_curve(torch.tensor([0, math.nan]), TWO), RangeError, r"scores .* holds NaN"),
    (lambda: roc_curve(torch.zeros(3), TWO), ShapeError, r"scores must have shape \(2,\), as cla"),
    (lambda: roc_auc(torch.zeros(2, 2), classes(0, 2)), RangeError, r"classes must be from 0 to 1"),
    (lambda: roc_auc(torch.zeros(3, 2), TWO), ShapeError, r"classes must have shape \(3,\), got"),
    (lambda: roc_auc(TWO, TWO), DtypeError, r"scores must be floating"),
    (lambda: calibration(torch.tensor([0.5, 1.5]), TWO), RangeError, r"from 0 to 1, got -0\.5 to"),
    (lambda: calibration(torch.randn(2, 3) * 9, TWO), RangeError, r"softmax or sigmoid makes the"),
    (lambda: calibration(torch.zeros(2, 2, 2), TWO), ShapeError, r"must have shape \(N,\) or \(N,"),
    (lambda: calibration(torch.zeros(2), TWO, bins=0), OptionError, r"bins must be a whole number"),
    (
        lambda: r2_score(torch.zeros(2), torch.zeros(2, 1)),
        ShapeError,
        r"target must have shape \(2",
    ),
    (lambda: r2_score(torch.tensor(1.0), torch.tensor(1.0)), ShapeError, r"got \(\)"),
    (lambda: r2_score(torch.zeros(2), TWO), DtypeError, r"r2_score: target must be floating"),
)


@pytest.mark.parametrize(("measure", "error", "message"), BAD)
def test_refuses_what_it_cannot_measure(
    measure: Callable[[], object], error: type[CoreError], message: str
) -> None:
    with pytest.raises(error, match=message):
        measure()


@pytest.mark.parametrize("seed", range(3))
def test_equals_scikit_learn(seed: int) -> None:
    theirs = pytest.importorskip("sklearn.metrics", reason="an additional check, where installed")
    scores, truth = draw(100, 3, seed)
    predicted = scores.argmax(1)
    matrix = theirs.confusion_matrix(truth.numpy(), predicted.numpy())
    assert confusion_matrix(predicted, truth, 3).tolist() == matrix.tolist()
    rows = scores.softmax(1)
    area = theirs.roc_auc_score(truth.numpy(), rows.numpy(), multi_class="ovr")
    assert roc_auc(rows, truth) == pytest.approx(area)
    score = theirs.r2_score(scores.numpy(), rows.numpy())
    assert r2_score(rows, scores) == pytest.approx(score)
