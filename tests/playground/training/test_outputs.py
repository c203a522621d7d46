"""The outputs of every point agree with the figures of the same step, whatever the loss."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.sequential import Sequential
from playground.document import edits
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec, TrainSpec
from playground.document.training_kinds import LOSSES
from playground.training import session as sessions
from playground.training.messages import Command, ComputeOutputs, OutputsComputed, Step, Train, Use
from playground.training.session import Session
from playground.training.snapshots import Outputs, RunState, Snapshot
from tests.playground.training.stage import BARE, SPEC, Stage, perform, until
from tests.playground.training.test_own_points import slope, three_classes

FOREVER = float("inf")


def at_step(spec: ExperimentSpec, steps: int) -> tuple[Outputs, Snapshot]:
    session = Session(7, spec)
    session.advance(steps, FOREVER)
    outputs = session.outputs()
    assert outputs is not None
    return outputs, session.snapshot(RunState.PAUSED, "", 0.0)


def sets(outputs: Outputs) -> tuple[slice, slice]:
    cut = len(outputs.points.train)
    return slice(0, cut), slice(cut, None)


@pytest.mark.parametrize(
    ("data", "steps"), [(default(), 40), (three_classes(), 2)], ids=["two", "three"]
)
@pytest.mark.parametrize("loss", LOSSES)
def test_errors_and_losses_of_the_rows_are_the_figures(
    loss: str, data: ExperimentSpec, steps: int
) -> None:
    outputs, snapshot = at_step(edits.choose_method(data, "loss", loss), steps)
    metrics, points = snapshot.metrics, outputs.points
    assert metrics is not None
    labels = np.concatenate((points.train_classes, points.test_classes))
    wrong = outputs.predicted != labels
    train, test = sets(outputs)
    assert 0 < wrong.sum() < len(wrong), "some are right and some wrong"
    assert wrong[train].mean() == metrics.train_error
    assert wrong[test].mean() == metrics.test_error
    np.testing.assert_allclose(outputs.losses[train].mean(), metrics.train_loss, rtol=1e-5)
    np.testing.assert_allclose(outputs.losses[test].mean(), metrics.test_loss, rtol=1e-5)
    assert (outputs.step, outputs.revision) == (snapshot.step, 7) == (steps, 7)


def test_residuals_of_a_target_leave_the_variance_of_the_figures() -> None:
    outputs, snapshot = at_step(slope(), 40)
    assert snapshot.metrics is not None
    assert (outputs.predicted == -1).all()
    for part, left, targets in zip(
        sets(outputs),
        (snapshot.metrics.train_error, snapshot.metrics.test_error),
        (outputs.points.train_classes, outputs.points.test_classes),
        strict=True,
    ):
        residual = outputs.values[part, 0] - targets
        spread = ((targets - targets.mean()) ** 2).sum()
        np.testing.assert_allclose((residual**2).sum() / spread, left, rtol=1e-4)


@pytest.mark.parametrize(("loss", "total"), [("cross_entropy", 1.0), ("mse", None)])
def test_only_a_loss_of_probabilities_has_some(loss: str, total: float | None) -> None:
    outputs, _ = at_step(edits.choose_method(three_classes(), "loss", loss), 3)
    if total is None:
        assert outputs.probabilities is None
    else:
        assert outputs.probabilities is not None
        np.testing.assert_allclose(outputs.probabilities.sum(1), total, rtol=1e-6)


def test_an_output_that_is_not_a_number_is_of_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    forward = Sequential.forward

    def spoilt(self: Sequential, x: torch.Tensor) -> torch.Tensor:
        values = forward(self, x).clone()
        values[0, 0] = torch.nan
        return values

    session = Session(1, SPEC)
    monkeypatch.setattr(Sequential, "forward", spoilt)
    outputs = session.outputs()
    assert outputs is not None
    first_test = sets(outputs)[1].start
    assert np.flatnonzero(outputs.predicted == -1).tolist() == [0, first_test]
    assert np.isnan(outputs.losses[[0, first_test]]).all()


def test_asking_between_steps_changes_no_bit() -> None:
    layers = (LayerSpec("linear"), LayerSpec("batch_norm"), LayerSpec("dropout"))
    spec = replace(SPEC, layers=(*layers, LayerSpec("linear")))
    asked, left = Session(1, spec), Session(1, spec)
    for session in (asked, left):
        for _ in range(20):
            session.advance(1, FOREVER)
            if session is asked:
                session.outputs()
    first, second = (each.outputs() for each in (asked, left))
    assert first is not None
    assert second is not None
    assert first.values.tobytes() == second.values.tobytes()


def test_outputs_are_frozen() -> None:
    outputs, _ = at_step(SPEC, 1)
    for array in (outputs.values, outputs.predicted, outputs.losses):
        assert not array.flags.writeable


def test_the_worker_answers_while_it_trains_and_says_where_there_is_no_network() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, replace(SPEC, training=TrainSpec(batch_size=10)))
        yield Train()
        yield from until(stage, RunState.RUNNING)
        yield None
        yield ComputeOutputs()
        yield Use(2, BARE)
        yield ComputeOutputs()

    stage = perform(play)
    running, bare = (event.outputs for event in stage.of(OutputsComputed))
    assert running is not None
    assert running.step > 0
    assert bare is None


def test_outputs_that_cannot_be_computed_are_told_and_the_training_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(sessions, "outputs_of", full)

    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield Step()
        yield ComputeOutputs()
        yield Step()
        yield None

    stage = perform(play)
    (event,) = stage.of(OutputsComputed)
    assert event == OutputsComputed(
        None, "The outputs could not be computed (MemoryError: no room)."
    )
    assert stage.last.step == 2
    caplog.clear()


def test_it_is_the_worker_that_computes(window, wait, monkeypatch) -> None:
    threads = []
    real = sessions.outputs_of
    monkeypatch.setattr(
        sessions, "outputs_of", lambda *a: threads.append(threading.current_thread()) or real(*a)
    )
    window.run.request_outputs()
    wait(lambda: bool(threads))
    assert threads[0] is not threading.main_thread()
