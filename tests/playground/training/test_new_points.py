"""Points that change under a training: weights, optimiser and epochs go on."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, TrainSpec
from playground.document.training_kinds import SCHEDULES
from playground.own_data import arrays, painting
from playground.training.messages import PointsBuilt, Rebuilt, Train, Use
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.training.stage import perform

FOREVER = float("inf")


def spec(count: int = 40) -> ExperimentSpec:
    places = np.random.default_rng(1).random((count, 2))
    own = arrays.own_points(places, places[:, 0] > 0.5, ("A", "B"))
    start = replace(default(), training=TrainSpec(batch_size=5))
    return edits.choose_method(edits.set_own_points(start, own), "optimizer", "adam")


def painted(before: ExperimentSpec, more: int) -> ExperimentSpec:
    assert before.data.own is not None
    places = np.random.default_rng(2).random((more, 2))
    return edits.set_own_points(before, painting.add(before.data.own, places, 1))


def check_saved(session: Session) -> None:
    """What it would save goes on with the same bits as it does."""
    again = Session(1, session.spec, session.record())
    for each in (session, again):
        each.advance(25, FOREVER)
    one, other = session.record(), again.record()
    assert one is not None
    assert other is not None
    for name, value in one.weights.items():
        np.testing.assert_array_equal(other.weights[name], value)


@pytest.mark.parametrize("more", [1, 30])
def test_weights_and_epochs_go_on(more: int) -> None:
    session = Session(1, spec())
    session.advance(10, FOREVER)
    before = session.record()
    session.adjust(painted(spec(), more))
    after = session.record()
    assert before is not None
    assert after is not None
    for name, value in before.weights.items():
        np.testing.assert_array_equal(after.weights[name], value)
    assert len(session.points.train) == 20 + round(more / 2)
    epoch = session.snapshot(RunState.PAUSED, "", 0.0).metrics
    assert epoch is not None
    assert epoch.epoch == pytest.approx(2.5 if more == 1 else 3, abs=0.51)
    session.advance(50, FOREVER)
    assert session.failure is None


@pytest.mark.parametrize("kind", list(SCHEDULES))
def test_every_schedule_goes_on_with_an_epoch_of_more_steps(kind: str) -> None:
    scheduled = edits.set_training_option(spec(), "warmup_epochs", 2)
    scheduled = edits.choose_method(scheduled, "schedule", kind)
    session = Session(1, scheduled)
    session.advance(10, FOREVER)
    session.adjust(painted(scheduled, 30))
    session.advance(20, FOREVER)
    assert session.failure is None
    check_saved(session)


def test_a_training_on_painted_points_can_be_saved_and_gone_on_with_the_same_bits() -> None:
    session = Session(1, spec())
    session.advance(13, FOREVER)
    session.adjust(painted(spec(), 30))
    session.advance(3, FOREVER)
    check_saved(session)


def test_the_worker_tells_of_the_points_and_of_no_new_network() -> None:
    start = spec()

    def play(stage):
        yield Use(1, start)
        yield Train()
        for _ in range(20):
            yield None
        yield Use(1, painted(start, 10))
        for _ in range(20):
            yield None

    stage = perform(play)
    counts = [len(event.points.train) for event in stage.of(PointsBuilt)]
    assert counts == [20, 25]
    assert stage.last.state is RunState.RUNNING
    assert not stage.of(Rebuilt)
