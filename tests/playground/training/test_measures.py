"""The measures of a step agree with the figures of that step, and say where they have no sense."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.document.training_kinds import LOSSES
from playground.training.looks import Classified, Measures, Regressed, Roc
from playground.training.measures import measures_of
from playground.training.messages import ComputeOutputs, OutputsComputed, Use
from playground.training.session import Session
from playground.training.snapshots import Metrics, Outputs, Points, RunState
from tests.playground.training.stage import SPEC, perform
from tests.playground.training.test_own_points import slope, three_classes

FOREVER = float("inf")
NAMES = ("outside", "inside")


def bare(spec: ExperimentSpec) -> ExperimentSpec:
    """Without the activation after the last Linear, which would hold scores back."""
    layers = spec.layers[:-1] if spec.layers[-1].kind == "tanh" else spec.layers
    return edits.set_layers(spec, layers)


def at_step(spec: ExperimentSpec, steps: int) -> tuple[tuple[Measures, ...], Metrics, Outputs]:
    session = Session(1, spec)
    session.advance(steps, FOREVER)
    outputs = session.outputs(measured=True)
    metrics = session.snapshot(RunState.PAUSED, "", 0.0).metrics
    assert outputs is not None
    assert metrics is not None
    return outputs.measures, metrics, outputs


def classified(measures: Measures) -> Classified:
    assert isinstance(measures.found, Classified)
    return measures.found


def made(
    values: list[list[float]],
    classes: list[int],
    loss: str = "mse",
    probabilities: list[list[float]] | None = None,
    predicted: list[int] | None = None,
) -> Measures:
    """The measures of these test outputs; there is one training point."""
    array = np.array([values[0], *values], np.float32)
    chances = None if probabilities is None else np.array([probabilities[0], *probabilities])
    chosen = array.argmax(1) if predicted is None else np.array([0, *predicted])
    points = Points(
        np.zeros((1, 2), np.float32),
        np.zeros(1, np.int64),
        np.zeros((len(classes), 2), np.float32),
        np.array(classes, np.int64),
        NAMES,
    )
    outputs = Outputs(
        *(1, 5, points, array),
        None if chances is None else chances.astype(np.float32),
        *(chosen, np.zeros(len(array), np.float32)),
    )
    spec = edits.choose_method(default(), "loss", loss)
    return measures_of(outputs, spec)[1]


@pytest.mark.parametrize(
    ("data", "steps"), [(default(), 40), (three_classes(), 2)], ids=["two", "three"]
)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_confusion_matrix_has_the_error_of_the_figures(
    loss: str, data: ExperimentSpec, steps: int
) -> None:
    measures, metrics, outputs = at_step(edits.choose_method(bare(data), "loss", loss), steps)
    points = outputs.points
    sets = (
        (measures[0], metrics.train_error, points.train_classes),
        (measures[1], metrics.test_error, points.test_classes),
    )
    for each, error, classes in sets:
        confusion = classified(each).confusion
        assert each.points == confusion.sum() == len(classes)
        assert 1 - np.trace(confusion) / len(classes) == pytest.approx(error, abs=1e-12)
        counts = np.bincount(classes, minlength=len(points.class_names))
        assert confusion.sum(1).tolist() == counts.tolist()


@pytest.mark.parametrize("loss", ["mse", "cross_entropy", "bce", "hinge"])
def test_the_curve_goes_through_what_the_network_decides(loss: str) -> None:
    spec = edits.choose_method(
        edits.choose_method(bare(default()), "optimizer", "adam"), "loss", loss
    )
    measures, *_ = at_step(spec, 60)
    found = classified(measures[1])
    (curve,) = found.rocs
    assert curve is not None
    wrong, right = curve.decides
    assert wrong == found.confusion[0, 1] / found.confusion[0].sum()
    assert right == found.confusion[1, 1] / found.confusion[1].sum()
    below = np.interp(wrong, curve.false_positive, curve.true_positive)
    assert right == pytest.approx(below, abs=0.02)  # the curve shows every 300th of its length
    assert (curve.false_positive[0], curve.true_positive[0]) == (0, 0)
    assert (curve.false_positive[-1], curve.true_positive[-1]) == (1, 1)
    assert len(curve.thresholds) == len(curve.true_positive) <= 300
    assert 0.5 < curve.area <= 1


def test_the_area_counts_pairs() -> None:
    found = classified(made([[1, 0], [0, 1], [0, 2], [0, 3]], [0, 1, 0, 1]))
    (curve,) = found.rocs
    assert curve is not None
    assert curve.area == 0.75  # three of the four pairs are in order
    assert curve.score == "inside − outside"
    assert curve.thresholds.tolist() == [np.inf, 3, 2, 1, -1]


def test_more_classes_have_a_curve_each() -> None:
    measures, _, outputs = at_step(edits.choose_method(three_classes(), "loss", "cross_entropy"), 5)
    found = classified(measures[1])
    assert [each.score if each else None for each in found.rocs] == [
        f"probability of {name}" for name in outputs.points.class_names
    ]
    plain, *_ = at_step(three_classes(), 5)
    first = classified(plain[1]).rocs[0]
    assert first is not None
    assert first.score == outputs.points.class_names[0]


def test_a_class_without_points_has_no_curve() -> None:
    assert classified(made([[1, 0], [0, 1]], [0, 0])).rocs == (None,)
    assert classified(made([[1, 0], [0, 1]], [1, 1])).rocs == (None,)


@pytest.mark.parametrize("loss", LOSSES)
def test_only_probabilities_can_be_calibrated(loss: str) -> None:
    measures, *_ = at_step(edits.choose_method(bare(default()), "loss", loss), 10)
    reliability = classified(measures[1]).reliability
    assert (reliability is not None) == (loss in ("cross_entropy", "bce"))
    if reliability is not None:
        assert reliability.counts.sum() == 1000
        full = reliability.counts > 0
        gaps = np.abs(reliability.accuracy - reliability.confidence)[full]
        assert reliability.error == pytest.approx((gaps * reliability.counts[full]).sum() / 1000)


def test_one_output_is_the_probability_of_the_second_class() -> None:
    found = classified(made([[2], [-2]], [1, 0], "bce", [[0.9], [0.1]], predicted=[1, 0]))
    assert found.reliability is not None
    assert found.reliability.counts[13] == 2  # sure to 0.9, both
    assert found.reliability.error == pytest.approx(0.1)
    assert found.rocs[0] is not None
    assert found.rocs[0].area == 1
    assert found.rocs[0].score == "probability of inside"


def test_a_target_has_the_r2_of_the_figures_in_the_data_s_own_numbers() -> None:
    spec = slope()
    measures, metrics, outputs = at_step(spec, 40)
    column = outputs.points.columns[2]
    for each, left in zip(measures, (metrics.train_error, metrics.test_error), strict=True):
        found = each.found
        assert isinstance(found, Regressed)
        assert found.r2 == pytest.approx(1 - left, abs=1e-12)
        assert column.low - 1e-6 <= found.target.min() <= found.target.max() <= column.high + 1e-6
        assert found.counts.sum() == each.points
        residual = found.output - found.target
        assert found.rmse == pytest.approx(np.sqrt(np.mean(residual**2)))
        assert found.edges[0] == -found.edges[-1]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_outputs_that_are_no_numbers_are_not_counted(bad: float) -> None:
    measures = made([[1, 0], [bad, 1], [0, 1]], [0, 1, 1])
    assert measures.found is None
    assert measures.problem.startswith("For 1 of 3 points the network's output is no finite")


def test_an_empty_set_says_so() -> None:
    values, _, outputs = at_step(SPEC, 1)
    none = replace(
        outputs.points,
        test=outputs.points.test[:0],
        test_classes=outputs.points.test_classes[:0],
    )
    cut = len(none.train)
    parts = {name: getattr(outputs, name)[:cut] for name in ("values", "predicted", "losses")}
    empty = measures_of(replace(outputs, points=none, **parts), SPEC)[1]
    assert (empty.found, empty.problem) == (None, "There are no points in this set.")
    assert values[1].points == len(outputs.points.test)


def test_arrays_are_frozen() -> None:
    measures, *_ = at_step(edits.choose_method(default(), "loss", "cross_entropy"), 1)
    found = classified(measures[1])
    curve, reliability = found.rocs[0], found.reliability
    assert isinstance(curve, Roc)
    assert reliability is not None
    arrays = (found.confusion, curve.thresholds, reliability.counts, reliability.accuracy)
    assert not any(array.flags.writeable for array in arrays)


def test_measures_come_where_they_are_asked_for() -> None:
    asked = (ComputeOutputs(), ComputeOutputs(measured=True))
    stage = perform(lambda _: iter([Use(1, SPEC), *asked, None]))
    plain, full = (event.outputs for event in stage.of(OutputsComputed))  # type: ignore[attr-defined]
    assert plain.measures == ()
    assert len(full.measures) == 2


def test_a_network_of_another_kind_has_a_layer_that_draws() -> None:
    """Dropout is off, as for the figures."""
    layers = (LayerSpec("linear"), LayerSpec("dropout"), LayerSpec("linear"))
    spec = edits.set_layers(default(), layers)
    measures, metrics, _ = at_step(spec, 3)
    confusion = classified(measures[1]).confusion
    assert 1 - np.trace(confusion) / confusion.sum() == pytest.approx(metrics.test_error)
