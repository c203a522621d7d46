"""A range test beside the run: it tells how far it is, can be ended, and leaves no trace."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.training.messages import (
    Command,
    Keep,
    Kept,
    Pause,
    RatesFailed,
    RatesTried,
    StopTrying,
    Train,
    TryRates,
    Use,
)
from playground.training.record import Record
from playground.training.session import Session
from playground.training.snapshots import RunState
from playground.training.trial import Trial
from tests.playground.training.stage import BARE, SPEC, Stage, perform, states, until

DRAWING = edits.set_layers(
    edits.choose_method(SPEC, "optimizer", "adam"),
    (
        *(LayerSpec("linear"), LayerSpec("batch_norm"), LayerSpec("tanh")),
        *(LayerSpec("dropout"), LayerSpec("linear")),
    ),
)


def tried(stage: Stage) -> list[RatesTried]:
    return [event for event in stage.of(RatesTried) if isinstance(event, RatesTried)]


def until_done(stage: Stage) -> Iterator[None]:
    for _ in range(100_000):
        if stage.of(RatesFailed) or (tried(stage) and tried(stage)[-1].curve.done):
            return
        yield None
    raise AssertionError("the range test never ended")


def leaves(record: Record) -> dict[str, bytes | str]:
    """Every bit of a record."""
    assert record.trainer is not None
    parts = {"weights": record.weights, "gradients": record.gradients}
    parts["trainer"] = record.trainer.numbers
    return dict(record.trainer.words) | {
        f"{part} {name}": array.tobytes()
        for part, arrays in parts.items()
        for name, array in arrays.items()
    }


@pytest.mark.parametrize("spec", [SPEC, DRAWING])
def test_a_paused_training_is_left_bit_for_bit(spec: ExperimentSpec) -> None:
    spec = replace(spec, training=replace(spec.training, epochs=None))

    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, spec)
        yield Train()
        yield None
        yield Pause()
        yield Keep(1)
        yield TryRates(7)
        yield None
        yield Keep(2)  # in the middle of the test
        yield from until_done(stage)
        yield Keep(3)

    stage = perform(play)

    records = [event.record for event in stage.of(Kept) if isinstance(event, Kept)]
    before, during, after = (leaves(each) for each in records if each is not None)
    assert len(before) > 20
    assert before == during == after
    assert stage.snapshots[-1].state is RunState.PAUSED
    assert tried(stage)[-1].curve.done


def test_the_curve_grows_and_ends_with_a_suggestion() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield TryRates(7)
        yield from until_done(stage)

    curves = [event.curve for event in tried(perform(play)) if event.request == 7]

    assert [curve.done for curve in curves] == [False] * (len(curves) - 1) + [True]
    assert [curve.progress for curve in curves] == sorted(curve.progress for curve in curves)
    last = curves[-1]
    assert last.progress == 1
    assert len(last.rates) == len(last.losses) == len(last.smoothed)
    assert last.rates[0] == pytest.approx(last.first)
    assert last.suggestion == pytest.approx(last.rates[last.lowest] / 3)
    assert last.smoothed[last.lowest] == last.smoothed.min()
    assert 0.01 < last.suggestion < 1
    assert not last.losses.flags.writeable


def test_the_losses_are_those_of_training_from_here() -> None:
    session = Session(1, SPEC)
    session.advance(4, np.inf)
    trial, twin = session.trial(), Session(1, SPEC)
    assert trial is not None
    while not trial.done:
        trial.advance(0.0)
    curve = trial.curve()
    twin.advance(4, np.inf)
    trainer = twin._trainer
    assert trainer is not None
    for rate, loss in zip(curve.rates[:30], curve.losses[:30], strict=True):
        trainer.learning_rate = float(rate)
        assert trainer.step() == loss


def test_a_test_that_is_ended_tells_no_more() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield TryRates(7)
        yield None
        yield StopTrying()
        yield from (None,) * 20

    stage = perform(play)

    (failed,) = stage.of(RatesFailed)
    assert failed == RatesFailed(7, "The test was ended before it was done.")
    assert stage.told.index(failed) > max(map(stage.told.index, tried(stage)), default=0)
    assert not any(event.curve.done for event in tried(stage))


def test_another_network_ends_the_test() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield TryRates(7)
        yield Use(2, edits.set_seed(SPEC, 2))
        yield from (None,) * 20

    assert perform(play).of(RatesFailed)


def test_training_goes_on_beside_the_test() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, SPEC)
        yield TryRates(7)
        yield Train()
        yield from until(stage, RunState.PAUSED)
        yield from until_done(stage)

    stage = perform(play)

    assert stage.last.step == 15
    assert tried(stage)[-1].curve.done


def test_without_a_network_it_says_why() -> None:
    stage = perform(lambda _: iter([Use(1, BARE), TryRates(7), None]))

    (failed,) = stage.of(RatesFailed)
    assert isinstance(failed, RatesFailed)
    assert failed.sentence.startswith("There is no network to try learning rates with. A network")


def test_an_error_in_the_test_ends_the_test_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("as planned")

    monkeypatch.setattr(Trial, "advance", fail)
    stage = perform(lambda _: iter([Use(1, SPEC), TryRates(7), None, Train(), None]))
    caplog.clear()

    (failed,) = stage.of(RatesFailed)
    assert isinstance(failed, RatesFailed)
    assert "ValueError: as planned" in failed.sentence
    assert RunState.RUNNING in states(stage)
