"""What the worker does with commands."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import pytest

from playground.document.spec import DataSpec, ExperimentSpec
from playground.training.messages import (
    Command,
    Pause,
    PointsBuilt,
    Rebuilt,
    SetSpeed,
    Step,
    ThumbnailsDrawn,
    Train,
    Use,
)
from playground.training.session import Session
from playground.training.snapshots import RunState, Snapshot
from tests.playground.training.stage import (
    SPEC,
    STEPS,
    Stage,
    first_weights,
    perform,
    states,
    until,
)


def test_a_run_goes_from_idle_to_the_set_number_of_epochs() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(7, SPEC)
        yield Train()
        yield from until(stage, RunState.PAUSED)

    stage = perform(play)

    assert states(stage) == [RunState.IDLE, RunState.RUNNING, RunState.PAUSED]
    assert stage.snapshots[0].restart
    assert stage.last.step == STEPS
    assert stage.last.revision == 7
    assert stage.last.metrics is not None
    assert stage.last.metrics.epoch == 3
    points = [point.epoch for snapshot in stage.snapshots for point in snapshot.history]
    assert points == [0, 1, 2, 3]


def test_data_sets_and_points_come_first() -> None:
    stage = perform(lambda _: iter([Use(1, SPEC), None]))

    assert [type(event) for event in stage.told[:2]] == [ThumbnailsDrawn, PointsBuilt]
    thumbnails = stage.told[0]
    assert isinstance(thumbnails, ThumbnailsDrawn)
    assert len(thumbnails.thumbnails) == 7
    for points in thumbnails.thumbnails.values():
        assert 60 <= len(points.train) <= 120
        assert set(points.train_classes.tolist()) == {0, 1}


def test_a_step_is_one_mini_batch_and_pauses() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield from [Use(1, SPEC), Step(), None, Step(), None]

    stage = perform(play)

    assert [snapshot.step for snapshot in stage.snapshots] == [0, 1, 2]
    assert states(stage) == [RunState.IDLE, RunState.PAUSED]


def test_paused_pictures_are_finer_than_running_ones() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield from [Use(1, SPEC), SetSpeed(1.0), Train()]
        yield from until(stage, RunState.RUNNING)
        yield Pause()
        yield from until(stage, RunState.PAUSED)

    stage = perform(play)

    sizes = {snapshot.state: snapshot.boundary.shape for snapshot in stage.snapshots}  # type: ignore[union-attr]
    assert sizes[RunState.RUNNING] == (64, 64)
    assert sizes[RunState.PAUSED] == (200, 200)
    assert stage.last.step == 1  # one step a second: only the first was due


def test_a_picture_that_waited_for_the_processor_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds, make = count(step=0.03), Session.snapshot

    def waiting(session: Session, state: RunState, message: str, rate: float) -> Snapshot:
        for _ in range(300):
            next(seconds)
        return make(session, state, message, rate)

    clock = SimpleNamespace(perf_counter=lambda: next(seconds), thread_time=lambda: 0.0)
    monkeypatch.setattr("playground.training.worker.time", clock)
    monkeypatch.setattr(Session, "snapshot", waiting)

    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield Train()
        yield from until(stage, RunState.PAUSED)

    stage = perform(play)
    running = [each.step for each in stage.snapshots if each.state is RunState.RUNNING]
    assert len(running) > STEPS // 2


def test_a_reset_returns_to_the_same_first_weights_and_says_nothing() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield from [Use(1, SPEC), Train()]
        yield from until(stage, RunState.PAUSED)
        yield Use(2, SPEC)
        yield from until(stage, RunState.IDLE)

    stage = perform(play)

    assert stage.last.step == 0
    assert stage.last.restart
    assert first_weights(stage.last) == first_weights(stage.snapshots[0])
    assert stage.last.metrics == stage.snapshots[0].metrics
    assert stage.of(Rebuilt) == []


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (replace(SPEC, layers=SPEC.layers[2:]), "its layers changed"),
        (replace(SPEC, data=DataSpec("xor", 100)), "the data changed"),
        (replace(SPEC, training=replace(SPEC.training, batch_size=5)), "the batch size changed"),
        (replace(SPEC, seed=2, data=DataSpec("xor")), "the data and the seed changed"),
    ],
)
def test_an_edit_of_a_trained_network_rebuilds_it_and_says_why(
    after: ExperimentSpec, why: str
) -> None:
    stage = perform(lambda _: iter([Use(1, SPEC), Step(), Use(2, after), None]))

    assert stage.of(Rebuilt) == [Rebuilt(f"The network was rebuilt: {why}.")]
    assert (stage.last.state, stage.last.step, stage.last.revision) == (RunState.IDLE, 0, 2)


def test_an_edit_while_running_stops_the_run() -> None:
    after = replace(SPEC, seed=2)
    stage = perform(lambda _: iter([Use(1, SPEC), Train(), Use(2, after), None, None]))

    assert states(stage) == [RunState.IDLE, RunState.RUNNING, RunState.IDLE]
    assert stage.last.step == 0
    assert stage.of(Rebuilt) != []


def test_an_edit_of_an_untrained_network_says_nothing() -> None:
    stage = perform(lambda _: iter([Use(1, SPEC), None, Use(2, replace(SPEC, seed=2)), None]))

    assert stage.of(Rebuilt) == []
    assert first_weights(stage.last) != first_weights(stage.snapshots[0])


def test_the_learning_rate_changes_in_training() -> None:
    slow = replace(SPEC, training=replace(SPEC.training, learning_rate=1e-6, epochs=None))

    def play(stage: Stage) -> Iterator[Command | None]:
        yield from [Use(1, replace(slow, training=replace(slow.training, learning_rate=0.1)))]
        yield from [Train(), None, Use(1, slow), None]

    stage = perform(play)

    assert states(stage) == [RunState.IDLE, RunState.RUNNING]
    assert stage.of(Rebuilt) == []
