"""What the worker does where training, an export or the program fails."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.document.spec import ExperimentSpec, LayerSpec, TrainSpec
from playground.training.messages import (
    Command,
    Export,
    Exported,
    ExportFailed,
    Keep,
    Kept,
    Step,
    Train,
    Use,
)
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.training.stage import (
    BARE,
    HOT,
    SPEC,
    STEPS,
    Stage,
    first_weights,
    perform,
    states,
    until,
)


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


def test_after_a_failure_no_state_that_looks_ready_refuses_to_train() -> None:
    cool = replace(HOT, training=TrainSpec(learning_rate=1e-6))

    def play(stage: Stage) -> Iterator[Command | None]:
        yield from diverge(stage)
        yield from [Use(1, cool), None, Use(1, HOT), None, Train()]
        yield from until(stage, RunState.FAILED)

    stage = perform(play)

    expected = [RunState.PAUSED, RunState.RUNNING, RunState.FAILED]
    assert states(stage)[-3:] == expected
    assert "Learning rate 10 is too high" in stage.last.message


def test_a_second_failure_at_a_lower_rate_blames_the_weights_that_the_first_has_left() -> None:
    cooler = replace(HOT, training=TrainSpec(learning_rate=HOT.training.learning_rate / 2))

    def play(stage: Stage) -> Iterator[Command | None]:
        yield from diverge(stage)
        yield from [Use(1, cooler), None, Train()]
        yield from until(stage, RunState.FAILED)

    message = perform(play).last.message
    assert "Training failed again" in message
    assert "too high" not in message


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


def test_who_asks_for_a_record_that_cannot_be_made_is_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Session) -> None:
        raise MemoryError

    monkeypatch.setattr(Session, "record", broken)

    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield Keep(5)
        yield from until(stage, RunState.FAILED)

    assert perform(play).of(Kept) == [Kept(5, None)]
    caplog.clear()
