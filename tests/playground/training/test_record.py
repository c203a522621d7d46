"""A run that is put down and taken up again: the same picture, and the same bits afterwards."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.state import StateError
from playground.document.presets import PRESETS, default
from playground.document.spec import (
    DataSpec,
    ExperimentSpec,
    LossSpec,
    OptimizerSpec,
    ScheduleSpec,
    TrainSpec,
)
from playground.training import worker as worker_module
from playground.training.messages import Keep, Kept, PointsBuilt, Rebuilt, Step, Train, Use
from playground.training.record import Record, flatten, unflatten
from playground.training.session import Session
from playground.training.snapshots import RunState, Snapshot
from tests.playground.training.stage import HOT, Stage, perform, until

FOREVER = math.inf
SPEC = replace(default(), data=DataSpec(points=100), training=TrainSpec(batch_size=20))


def trained(spec: ExperimentSpec, steps: int) -> Session:
    session = Session(1, spec)
    session.begin()
    if steps:
        session.advance(steps, FOREVER)
    return session


def look(session: Session) -> Snapshot:
    return session.snapshot(RunState.PAUSED, "", 0.0)


def picture(session: Session) -> list[Any]:
    """All that the window shows of this moment, as bytes where it is an array."""
    seen = look(session)
    layers = [
        [each.tobytes() if isinstance(each, np.ndarray) else each for each in values]
        for values in ([getattr(layer, name) for name in layer.__slots__] for layer in seen.layers)
    ]
    assert seen.boundary is not None
    return [seen.step, seen.metrics, seen.history, seen.boundary.tobytes(), layers]


def numbers(record: Record | None) -> list[tuple[str, bytes]]:
    """Every bit of a record."""
    assert record is not None
    assert record.trainer is not None
    stopping = record.stopping.numbers if record.stopping else {}
    parts = (record.weights, record.gradients, record.trainer.numbers, stopping)
    return [(name, array.tobytes()) for part in parts for name, array in sorted(part.items())]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.name)
@pytest.mark.parametrize("steps", [0, 1, 7, 30])
def test_taken_up_again_it_looks_the_same_and_goes_on_with_the_same_bits(preset, steps) -> None:
    spec = replace(SPEC, layers=preset.layers)
    straight = trained(spec, steps)
    again = Session(2, spec, straight.record())

    assert picture(again) == picture(trained(spec, steps))
    for session in (straight, again):
        session.advance(25, FOREVER)
    assert numbers(again.record()) == numbers(straight.record())


METHODS = TrainSpec(
    0.01,
    20,
    loss=LossSpec("bce"),
    optimizer=OptimizerSpec("adam"),
    schedule=ScheduleSpec("plateau", (("patience", 1),)),
    warmup_epochs=2,
    max_norm=1.0,
    l1=1e-4,
    early_stopping=50,
)


@pytest.mark.parametrize("steps", [1, 8, 31])
def test_optimiser_schedule_and_early_stopping_are_taken_up_again(steps: int) -> None:
    spec = replace(SPEC, layers=PRESETS[2].layers, training=METHODS)
    straight = trained(spec, steps)
    again = Session(2, spec, straight.record())

    for session in (straight, again):
        session.advance(1000, FOREVER)
    assert straight.stopped_early
    assert again.stopped_early == straight.stopped_early
    assert numbers(again.record()) == numbers(straight.record())


def test_what_early_stopping_of_another_network_remembers_is_refused() -> None:
    record = trained(replace(SPEC, training=METHODS), 9).record()
    assert record is not None
    assert record.stopping is not None
    less = replace(record.stopping, numbers={})
    with pytest.raises(StateError, match="Early stopping"):
        Session(2, replace(SPEC, training=METHODS), replace(record, stopping=less))


def test_what_a_record_holds_is_frozen_and_no_longer_the_networks_own() -> None:
    session = trained(SPEC, 5)
    record = session.record()
    before = numbers(record)
    session.advance(5, FOREVER)

    assert numbers(record) == before
    assert record is not None
    assert not any(array.flags.writeable for array in record.weights.values())


def test_a_diverged_network_is_taken_up_diverged() -> None:
    straight = trained(HOT, 100_000)
    assert straight.failure is not None
    again = Session(2, HOT, straight.record())

    assert (again.failure, again.ready) == (straight.failure, False)
    assert numbers(again.record()) == numbers(straight.record())
    assert picture(again)[0] == straight.step
    lower = replace(HOT, training=replace(HOT.training, learning_rate=1e-6))
    for session in (straight, again):
        session.adjust(lower)
        session.advance(3, FOREVER)
    assert numbers(again.record()) == numbers(straight.record())


def test_the_set_number_of_epochs_counts_from_where_it_did() -> None:
    spec = replace(SPEC, training=TrainSpec(batch_size=20, epochs=2))
    session = trained(spec, 6)
    session.begin()
    session.advance(1, FOREVER)
    again = Session(2, spec, session.record())

    assert again.advance(1000, FOREVER) == 5


def test_weights_alone_are_a_beginning() -> None:
    record = trained(SPEC, 9).record()
    assert record is not None
    alone = Session(2, SPEC, Record(record.weights))

    assert alone.step == 0
    assert picture(alone)[3] == picture(trained(SPEC, 9))[3]
    assert alone.advance(3, FOREVER) == 3


def changed(record: Record, part: str, **arrays: np.ndarray | None) -> Record:
    values = dict(getattr(record, part))
    for name, array in arrays.items():
        name = name.replace("_", ".")
        if array is None:
            del values[name]
        else:
            values[name] = array
    return replace(record, **{part: values})


@pytest.mark.parametrize(
    ("part", "arrays"),
    [
        ("weights", {"0_weight": np.zeros((25, 3), np.float32)}),
        ("weights", {"0_weight": np.zeros((25, 2), np.float64)}),
        ("weights", {"0_weight": np.full((25, 2), np.nan, np.float32)}),
        ("weights", {"0_weight": None}),
        ("weights", {"99_weight": np.zeros(1, np.float32)}),
        ("gradients", {"0_weight": np.zeros((1, 1), np.float32)}),
        ("gradients", {"99_weight": np.zeros(1, np.float32)}),
    ],
)
def test_a_record_of_something_else_is_refused(part, arrays) -> None:
    record = trained(SPEC, 3).record()
    assert record is not None
    with pytest.raises(StateError):
        Session(2, SPEC, changed(record, part, **arrays))


def test_a_record_with_another_trainer_is_refused() -> None:
    record = trained(SPEC, 3).record()
    assert record is not None
    assert record.trainer is not None
    numbers = dict(record.trainer.numbers)
    for name, wrong in (
        ("steps", np.array(-1)),
        ("steps", np.array(1.5)),
        ("order", np.zeros(50, np.int64)),
        ("generator", np.zeros(3, np.uint8)),
        ("learning_rate", np.array(math.nan)),
    ):
        trainer = replace(record.trainer, numbers={**numbers, name: wrong})
        with pytest.raises(StateError):
            Session(2, SPEC, replace(record, trainer=trainer))
    del numbers["steps"]
    with pytest.raises(StateError):
        Session(2, SPEC, replace(record, trainer=replace(record.trainer, numbers=numbers)))


def test_a_tree_is_its_leaves() -> None:
    tree = {"a": [1, {"b": None}], "c": {}, "d": "word"}
    leaves = flatten(tree)
    assert leaves == {"a.0": 1, "a.1.b": None, "d": "word"}
    assert unflatten(leaves, tree) == tree


def record_told(stage: Stage) -> Record | None:
    (kept,) = stage.of(Kept)
    assert isinstance(kept, Kept)
    assert kept.request == 5
    return kept.record


def test_the_worker_hands_out_a_record_and_goes_on_from_one() -> None:
    def first(stage):
        yield Use(1, SPEC)
        for _ in range(4):
            yield Step()
        yield Keep(5)

    record = record_told(perform(first))

    def second(stage):
        yield Use(1, SPEC, record)
        yield from until(stage, RunState.PAUSED)
        yield Keep(5)

    stage = perform(second)
    assert stage.last.step == 4
    assert numbers(record_told(stage)) == numbers(record) == numbers(trained(SPEC, 4).record())
    assert not stage.of(Rebuilt)


def test_the_worker_takes_up_a_failed_run_as_failed() -> None:
    def play(stage):
        yield Use(1, HOT, trained(HOT, 100_000).record())
        yield Train()
        yield from until(stage, RunState.FAILED)

    stage = perform(play)
    assert "Training failed at step" in stage.last.message


def test_a_record_that_does_not_fit_leaves_the_first_weights_and_is_told() -> None:
    def play(stage):
        yield Use(1, replace(SPEC, layers=SPEC.layers[2:]), trained(SPEC, 4).record())
        yield from until(stage, RunState.IDLE)

    stage = perform(play)
    (told,) = stage.of(Rebuilt)
    assert "do not fit" in told.sentence
    assert stage.last.step == 0
    assert len(stage.of(PointsBuilt)) == 1


def test_without_a_network_there_is_no_record() -> None:
    def play(stage):
        yield Use(1, replace(SPEC, layers=()))
        yield Keep(5)

    assert record_told(perform(play)) is None


def test_where_torch_cannot_be_used_the_record_of_the_document_is_handed_on(
    monkeypatch, caplog
) -> None:
    record = trained(SPEC, 2).record()

    def broken(*_) -> None:
        raise ImportError("no torch")

    monkeypatch.setattr("playground.training.data_points.thumbnails", broken)

    def play(stage):
        yield Use(1, SPEC, record)
        yield Keep(5)

    assert record_told(perform(play)) is record
    assert worker_module.log.name in {each.name for each in caplog.records}
    caplog.clear()


def test_another_document_is_not_told_as_an_edit_of_the_last_one() -> None:
    def play(stage, opened):
        yield Use(1, SPEC)
        yield Step()
        yield Use(2, replace(SPEC, seed=2), opened=opened)

    assert [len(perform(lambda s, o=o: play(s, o)).of(Rebuilt)) for o in (False, True)] == [1, 0]
