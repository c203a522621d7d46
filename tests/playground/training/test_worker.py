"""What the worker does with commands, without a thread: the test plays the mailbox."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, TrainSpec
from playground.training.mailbox import Mailbox
from playground.training.messages import (
    Command,
    Event,
    Export,
    Exported,
    ExportFailed,
    Pause,
    PointsBuilt,
    Rebuilt,
    SetSpeed,
    StateChanged,
    Step,
    Stop,
    ThumbnailsDrawn,
    Train,
    Use,
)
from playground.training.session import Session
from playground.training.snapshots import RunState, Snapshot
from playground.training.worker import Worker

SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=10, epochs=3))
STEPS = 15  # of three epochs
BARE = ExperimentSpec(layers=(LayerSpec("tanh"),))
HOT = ExperimentSpec(
    layers=(LayerSpec("linear"), LayerSpec("relu")) * 3 + (LayerSpec("linear"),),
    training=TrainSpec(learning_rate=10.0),
)

Play = Callable[["Stage"], Iterator[Command | None]]


class Stage(Mailbox):
    """Hands the commands of a play to the worker and keeps what it says; None: a free turn."""

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.told: list[Event] = []
        self._play = play(self)

    def receive(self, timeout: float | None, settled: bool) -> Command | None:
        self.told += self.take().events
        return next(self._play, Stop())

    @property
    def snapshots(self) -> list[Snapshot]:
        return [event for event in self.told if isinstance(event, Snapshot)]

    @property
    def last(self) -> Snapshot:
        return self.snapshots[-1]

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.told if isinstance(event, kind)]


def perform(play: Play) -> Stage:
    stage = Stage(play)
    Worker(stage).run()
    return stage


def until(stage: Stage, state: RunState) -> Iterator[None]:
    for _ in range(100_000):
        if stage.snapshots and stage.last.state is state:
            return
        yield None
    raise AssertionError(f"never {state}")


def states(stage: Stage) -> list[RunState]:
    return [event.state for event in stage.told if isinstance(event, StateChanged)]


def first_weights(snapshot: Snapshot) -> bytes:
    weights = snapshot.layers[0].weights
    assert weights is not None
    return weights.tobytes()


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
    assert sizes[RunState.RUNNING] == (100, 100)
    assert sizes[RunState.PAUSED] == (200, 200)
    assert stage.last.step == 1  # one step a second: only the first was due


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


def test_a_network_that_cannot_train_refuses_and_says_why() -> None:
    stage = perform(lambda _: iter([Use(1, BARE), None, Train(), None, Step(), None]))

    assert states(stage) == [RunState.IDLE]
    assert len(stage.snapshots) == 3  # each refusal is answered
    assert all("Linear" in snapshot.message for snapshot in stage.snapshots)
    assert all(snapshot.boundary is None for snapshot in stage.snapshots)


def diverge(stage: Stage) -> Iterator[Command | None]:
    yield from [Use(1, HOT), Train()]
    yield from until(stage, RunState.FAILED)


def test_divergence_fails_with_step_cause_and_advice() -> None:
    stage = perform(diverge)

    message = stage.last.message
    assert f"at step {stage.last.step + 1}:" in message
    assert "Learning rate 10 is too high" in message
    assert "try 0.15" in message
    assert stage.last.layers[0].weights is not None
    assert np.isfinite(stage.last.layers[0].weights).all()


def test_a_bare_tanh_network_with_xavier_is_told_to_end_with_tanh() -> None:
    xavier = LayerSpec("linear", (("initialization", "xavier"),))
    hot = TrainSpec(learning_rate=50.0)
    spec = ExperimentSpec((xavier, LayerSpec("tanh"), xavier), training=hot)

    def play(stage: Stage) -> Iterator[Command | None]:
        yield from [Use(1, spec), Train()]
        yield from until(stage, RunState.FAILED)

    assert "needs a Tanh after the last Linear" in perform(play).last.message


@pytest.mark.parametrize("command", [Train(), Step()])
def test_after_a_failure_nothing_goes_on_by_itself(command: Command) -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield from diverge(stage)
        yield from [command, None]

    stage = perform(play)

    assert [each.state for each in stage.snapshots[-2:]] == [RunState.FAILED] * 2  # said again
    assert stage.snapshots[-2].message == stage.last.message != ""
    assert stage.snapshots[-2].step == stage.last.step


def test_after_a_failure_a_lower_learning_rate_goes_on_from_the_last_finite_weights() -> None:
    cool = replace(HOT, training=TrainSpec(learning_rate=1e-6))

    def play(stage: Stage) -> Iterator[Command | None]:
        yield from diverge(stage)
        yield from [Use(1, cool), None]

    stage = perform(play)

    failed = next(each for each in stage.snapshots if each.state is RunState.FAILED)
    assert states(stage)[-2:] == [RunState.FAILED, RunState.PAUSED]
    assert (stage.last.step, stage.last.message, stage.last.restart) == (failed.step, "", False)
    assert first_weights(stage.last) == first_weights(failed)


def test_after_a_failure_a_reset_starts_again() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield from diverge(stage)
        yield from [Use(2, HOT), None]

    stage = perform(play)

    assert (stage.last.state, stage.last.step, stage.last.message) == (RunState.IDLE, 0, "")


def test_an_export_comes_between_slices(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"

    stage = perform(lambda _: iter([Use(1, SPEC), Train(), None, Export(path, "npz"), None]))

    assert stage.of(Exported) == [Exported(str(path))]
    assert "0.weight" in np.load(path)


@pytest.mark.parametrize(
    ("spec", "path", "sentence"),
    [(SPEC, Path("/nowhere/weights.pt"), "folder does not exist"), (BARE, Path("w.pt"), "no weig")],
)
def test_a_failed_export_says_why(spec: ExperimentSpec, path: Path, sentence: str) -> None:
    stage = perform(lambda _: iter([Use(1, spec), Export(path, "pt"), None]))

    (failure,) = stage.of(ExportFailed)
    assert isinstance(failure, ExportFailed)
    assert sentence in failure.sentence
    assert states(stage) == [RunState.IDLE]


@pytest.mark.parametrize("method", ["__init__", "advance", "snapshot", "adjust"])
def test_an_error_in_the_program_fails_the_run_and_a_reset_recovers(
    method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("planted")

    def play(stage: Stage) -> Iterator[Command | None]:
        with monkeypatch.context() as broken:
            broken.setattr(Session, method, crash)
            yield from [Use(1, SPEC), Use(1, SPEC), Train(), None, None]
        yield from [Use(2, SPEC), Train()]
        yield from until(stage, RunState.PAUSED)

    stage = perform(play)

    failed = next(each for each in stage.snapshots if each.state is RunState.FAILED)
    assert "RuntimeError: planted" in failed.message
    assert stage.last.step == STEPS
    assert "The run failed" in caplog.text
    caplog.clear()


def test_without_torch_the_run_fails_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)

    stage = perform(lambda _: iter([Use(1, SPEC), Train(), None, Export(Path("w.pt"), "pt"), None]))

    assert states(stage) == [RunState.FAILED]
    assert "PyTorch could not be loaded" in stage.last.message
    assert "requirements.txt" in stage.last.message
    (failure,) = stage.of(ExportFailed)
    assert isinstance(failure, ExportFailed)
    assert "PyTorch could not be loaded" in failure.sentence
    caplog.clear()
