"""Every loss, optimiser and schedule of the catalogue, trained by the worker."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.losses import Loss
from core.schedules import Schedule, WarmupLR
from playground import builder
from playground import training_methods as methods
from playground.document import edits
from playground.document.file_format import SavedDocument
from playground.document.optimizer_kinds import OPTIMIZERS
from playground.document.presets import PRESETS, default
from playground.document.spec import (
    DataSpec,
    ExperimentSpec,
    LayerSpec,
    LossSpec,
    OptimizerSpec,
    ScheduleSpec,
    TrainSpec,
)
from playground.document.training_kinds import LOSSES, SCHEDULES
from playground.files.contents import Contents, to_bytes
from playground.training.messages import Command, Rebuilt, Step, StoppedEarly, Train, Use
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.training.stage import Stage, perform, until

LAYERS = (LayerSpec("linear", (("units", 8),)), LayerSpec("tanh"), LayerSpec("linear"))
SPEC = ExperimentSpec(LAYERS, DataSpec(points=60), TrainSpec(batch_size=10))
STEPS = 20


def chosen(loss: str, optimizer: str, schedule: str) -> ExperimentSpec:
    spec = edits.choose_method(SPEC, "loss", loss)
    spec = edits.choose_method(spec, "optimizer", optimizer)
    return edits.choose_method(spec, "schedule", schedule)


@pytest.mark.parametrize(("loss", "optimizer"), list(itertools.product(LOSSES, OPTIMIZERS)))
def test_every_choice_trains_in_the_worker_as_alone(loss: str, optimizer: str) -> None:
    specs = [chosen(loss, optimizer, schedule) for schedule in SCHEDULES]
    play = [(Use(index, spec), *[Step()] * STEPS, None) for index, spec in enumerate(specs, 1)]
    stage = perform(lambda _: itertools.chain(*play))
    for index, spec in enumerate(specs, 1):
        start, *_, end = (each for each in stage.snapshots if each.revision == index)
        assert (end.step, end.state) == (STEPS, RunState.PAUSED)
        assert not np.array_equal(start.layers[0].weights, end.layers[0].weights)
        assert end.metrics is not None
        assert end.boundary is not None
        trainer = builder.build_trainer(spec)
        trainer.advance(STEPS)
        assert trainer.evaluate().train_loss == end.metrics.train_loss
        if loss in ("cross_entropy", "bce"):
            assert np.abs(end.boundary).max() < 1, "differences of probabilities"


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_an_optimiser_learns_the_disk_at_its_usual_rate(kind: str) -> None:
    relu = edits.set_layers(default(), PRESETS[2].layers)
    other = edits.choose_method(relu, "optimizer", "lion" if kind == "sgd" else "sgd")
    trainer = builder.build_trainer(edits.choose_method(other, "optimizer", kind))
    trainer.advance(150 * trainer.steps_per_epoch)
    assert trainer.evaluate().train_error < 0.08


def test_every_option_of_an_optimiser_reaches_it() -> None:
    options = (("momentum", 0.5), ("variant", "nesterov"), ("weight_decay", 0.1))
    made = repr(_optimizer(OptimizerSpec("sgd", options)))
    for text in ("momentum=0.5", "nesterov=True", "weight_decay=0.1"):
        assert text in made
    plain = OptimizerSpec("sgd", (("variant", "nesterov"),))
    assert "nesterov=False" in repr(_optimizer(plain)), "without a momentum there is none"
    assert "centered=True" in repr(
        _optimizer(OptimizerSpec("rmsprop", (("centering", "centered"),)))
    )
    betas = OptimizerSpec("adam", (("beta1", 0.5), ("beta2", 0.75)))
    assert "betas=(0.5, 0.75)" in repr(_optimizer(betas))


def _optimizer(spec: OptimizerSpec) -> object:
    model = builder.build_trainer(SPEC).model
    return methods.build_optimizer(spec)(model.param(), 0.1)


@pytest.mark.parametrize("kind", LOSSES)
def test_a_loss_is_named_as_its_class(kind: str) -> None:
    made: Loss = methods.build_loss(LossSpec(kind))
    assert type(made).__name__ == LOSSES[kind].name


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_schedule_counts_epochs(kind: str) -> None:
    made = _schedule(ScheduleSpec(kind))
    if kind == "constant":
        assert made is None
        return
    assert type(made).__name__ == SCHEDULES[kind].name
    lengths = {"step": 100, "cosine": 250, "one_cycle": 250}
    if kind in lengths:
        end = 7 * lengths[kind]
        assert made(end - 8, 1.0) > made(end, 1.0)
    if kind == "exponential":
        assert made(7, 1.0) == pytest.approx(0.99)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_training_with_a_schedule_that_is_taken_up_is_kept_as_the_same_bytes(kind: str) -> None:
    spec = chosen("mse", "adam", kind)
    session = Session(1, spec)
    session.begin()
    session.advance(9, math.inf)
    before = session.record()
    after = Session(2, spec, before).record()
    one, other = (to_bytes(Contents(SavedDocument(spec), each)) for each in (before, after))
    assert one == other


def test_a_decay_that_changes_every_sign_leaves_no_sign_between_the_weights() -> None:
    spec = edits.set_method_option(
        chosen("mse", "adamw", "constant"), "optimizer", "weight_decay", 1.0
    )
    spec = edits.set_training_option(spec, "learning_rate", 3.0)  # by 1 - 3·1 = -2
    straight = Session(1, spec)
    straight.begin()
    straight.advance(1, math.inf)
    again = Session(2, spec, straight.record())
    for session in (straight, again):
        session.advance(1, math.inf)
    one, other = (Contents(SavedDocument(spec), each.record()) for each in (straight, again))
    assert to_bytes(one) == to_bytes(other)


def test_a_warm_up_comes_before_the_schedule() -> None:
    training = TrainSpec(warmup_epochs=2, schedule=ScheduleSpec("step", (("every", 1),)))
    made = methods.build_schedule(training, 7)
    assert isinstance(made, WarmupLR)
    assert [made(step, 3.0) for step in (0, 14, 21)] == pytest.approx([1.0, 3.0, 1.5])


def _schedule(spec: ScheduleSpec) -> Schedule | None:
    return methods.build_schedule(TrainSpec(schedule=spec), 7)


def test_penalties_and_clipping_reach_the_trainer() -> None:
    training = replace(SPEC.training, l1=0.1, l2=0.2, max_norm=3.0)
    trainer = builder.build_trainer(replace(SPEC, training=training))
    assert [repr(each) for each in trainer.penalties] == ["L1(strength=0.1)", "L2(strength=0.2)"]
    assert trainer.max_norm == 3.0


@pytest.mark.parametrize(
    ("kind", "targets"),
    [
        ("mse", [[1, 0], [0, 1]]),
        ("cross_entropy", [[1, 0], [0, 1]]),
        ("bce", [[0], [1]]),
        ("hinge", [[-1], [1]]),
    ],
)
def test_the_loss_decides_targets_and_outputs(kind: str, targets: list[list[int]]) -> None:
    spec = edits.choose_method(SPEC, "loss", kind)
    split, (train, _) = builder.build_split(spec, builder.generators(1))
    for number in range(2):
        assert (split.train_target[train == number] == torch.tensor(targets[number])).all()
    model = builder.build_trainer(spec).model
    assert model.forward(split.train_input).shape == split.train_target.shape


@pytest.mark.parametrize("kind", LOSSES)
def test_the_points_and_the_side_of_the_line_are_the_same_with_every_loss(kind: str) -> None:
    spec = edits.choose_method(edits.choose_method(SPEC, "loss", kind), "optimizer", "adam")
    spec = replace(spec, data=DataSpec("blobs", points=300))
    stage = perform(lambda _: iter([Use(1, spec), *[Step()] * 200, None]))
    field, level = stage.last.boundary, stage.last.boundary_level
    assert field is not None
    assert level == 0
    size = len(field)
    corner = size // 4
    assert field[-corner, corner] < -0.5, "the lower left blob is class 0"
    assert field[corner, -corner] > 0.5, "the upper right one is class 1"
    assert stage.last.metrics is not None
    assert stage.last.metrics.test_error < 0.05


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"loss": LossSpec("mae")}, "the loss"),
        ({"optimizer": OptimizerSpec("lion"), "learning_rate": 1e-3}, "the optimiser"),
        ({"schedule": ScheduleSpec("cosine")}, "the schedule"),
        ({"l1": 0.1, "max_norm": 1.0}, "the clipping and L1"),
        ({"early_stopping": 3, "warmup_epochs": 1}, "the warm-up and early stopping"),
    ],
)
def test_a_change_in_training_rebuilds_the_network_and_says_so(
    values: dict[str, object], what: str
) -> None:
    after = replace(SPEC, training=replace(SPEC.training, **values))  # type: ignore[arg-type]
    stage = perform(lambda _: iter([Use(1, SPEC), Step(), Use(2, after), None]))
    assert stage.of(Rebuilt) == [Rebuilt(f"The network was rebuilt: {what} changed.")]


STOPPING = replace(
    SPEC,  # at so high a rate the test loss jumps about
    training=TrainSpec(0.3, 10, optimizer=OptimizerSpec("adam"), early_stopping=4),
)


def test_early_stopping_brings_back_the_weights_of_the_lowest_test_loss() -> None:
    session = Session(1, STOPPING)
    session.begin()
    session.advance(100_000, math.inf)
    shown = session.snapshot(RunState.PAUSED, "", 0.0)
    losses = [each.test_loss for each in shown.history[1:]]
    best = losses.index(min(losses)) + 1

    assert session.finished
    assert len(losses) == best + 4
    assert shown.metrics is not None
    assert shown.metrics.test_loss == min(losses)
    assert session.stopped_early == (
        f"Stopped early at epoch {best + 4:,}: the test loss has not fallen for 4 epochs. "
        f"The weights of epoch {best:,} are back."
    )
    step = session.step
    session.begin()
    assert not session.finished
    assert session.advance(3, math.inf) == 3
    assert session.step == step + 3


def test_early_stopping_pauses_the_run_and_says_so_once() -> None:
    def play(stage: Stage) -> Iterator[Command | None]:
        yield Use(1, STOPPING)
        yield Train()
        yield from until(stage, RunState.PAUSED)

    stage = perform(play)
    assert len(stage.of(StoppedEarly)) == 1
    assert stage.last.step % 3 == 0


def test_without_early_stopping_a_run_goes_on() -> None:
    training = replace(STOPPING.training, early_stopping=None)
    session = Session(1, replace(STOPPING, training=training))
    session.begin()
    assert session.advance(1000, math.inf) == 1000
    assert not session.finished
