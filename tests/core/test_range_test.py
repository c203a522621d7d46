"""The learning-rate range test finds the usable rates and leaves no trace, bit for bit."""

import math
from functools import partial
from typing import Any

import pytest
import torch
from torch import Tensor

from core import (
    SGD,
    Adam,
    Dropout,
    Linear,
    OneCycleLR,
    ReduceLROnPlateau,
    ReLU,
    Sequential,
    Tanh,
)
from core.errors import OptionError
from core.range_test import RangeTest, range_steps, range_test
from core.training import Trainer
from tests.core.optimizer_cases import OptimizerCase
from tests.core.trainings import (
    assert_equal_states,
    make_model,
    make_split,
    make_trainer,
    weights,
)


def assert_leaves_no_trace(trainer: Trainer, twin: Trainer, **options: Any) -> None:
    """Both have made the same steps; only `trainer` is tested."""
    tested = range_test(trainer, **options)
    assert len(tested.losses) == len(tested.learning_rates) > 0
    assert trainer.steps == twin.steps
    assert trainer.learning_rate == twin.learning_rate
    assert torch.equal(weights(trainer.model), weights(twin.model))
    assert_equal_states(trainer.state(), twin.state())
    for _ in range(10):
        assert trainer.step() == twin.step()
    assert_equal_states(trainer.state(), twin.state())


def test_it_leaves_no_trace_of_any_optimizer(optimizer_case: OptimizerCase) -> None:
    options = {"optimizer": optimizer_case.make, "learning_rate": optimizer_case.rate}
    trainer, twin = make_trainer(**options), make_trainer(**options)
    assert_leaves_no_trace(trainer, twin, steps=10)
    assert_leaves_no_trace(trainer, twin, steps=10)  # in the middle of an epoch


@pytest.mark.parametrize("optimizer", [SGD, partial(SGD, momentum=0.9), Adam])
def test_it_leaves_no_trace_after_divergence(optimizer: Any) -> None:
    def make() -> Trainer:
        return make_trainer(make_model(ReLU, (8, 8)), optimizer=optimizer, learning_rate=0.01)

    trainer, twin = make(), make()
    for each in (trainer, twin):
        each.advance(7)
    tested = range_test(trainer, highest=1e38, steps=60)
    assert 0 < len(tested.losses) < 60
    assert all(map(math.isfinite, tested.losses))
    assert_leaves_no_trace(trainer, twin, highest=1e38, steps=60)


@pytest.mark.parametrize(
    "schedule", [lambda: OneCycleLR(30), lambda: ReduceLROnPlateau(patience=0, threshold=0.9)]
)
def test_it_leaves_no_trace_of_schedules_and_layers_that_draw(schedule: Any) -> None:
    def make() -> Trainer:
        generator = torch.Generator().manual_seed(7)
        modules = [
            Linear(2, 8, generator=torch.Generator().manual_seed(2)),
            Dropout(0.5, generator=generator),
            Tanh(),
            Linear(8, 2, generator=torch.Generator().manual_seed(5)),
        ]
        return make_trainer(Sequential(modules), schedule=schedule(), optimizer=Adam)

    trainer, twin = make(), make()
    for each in (trainer, twin):
        each.advance(8)
    assert_leaves_no_trace(trainer, twin, steps=20)
    assert trainer.scheduled_rate == twin.scheduled_rate


def test_it_leaves_no_trace_when_a_layer_fails() -> None:
    class Failing(Tanh):
        calls = 0

        def forward(self, x: Tensor) -> Tensor:
            self.calls += 1
            if self.calls == 12:
                raise KeyboardInterrupt
            return super().forward(x)

    trainer = make_trainer(Sequential([*make_model().modules, Failing()]), schedule=OneCycleLR(9))
    trainer.advance(5)
    before, schedule = trainer.state(), trainer.schedule
    with pytest.raises(KeyboardInterrupt):
        range_test(trainer, steps=50)
    assert trainer.schedule is schedule
    assert_equal_states(trainer.state(), before)


def test_the_rates_grow_by_the_same_factor_and_the_losses_are_those_of_the_steps() -> None:
    trainer = make_trainer(schedule=OneCycleLR(9))  # which does not count
    tested = range_test(trainer, lowest=0.01, highest=1, steps=5)
    assert tested.learning_rates == pytest.approx((0.01, 0.1**1.5, 0.1, 0.1**0.5, 1))
    twin, losses = make_trainer(), []
    for rate in tested.learning_rates:
        twin.learning_rate = rate
        losses.append(twin.step())
    assert tested.losses == tuple(losses)


@pytest.mark.parametrize(("lowest", "highest"), [(0.038, 1.4), (1.3e-5, 15)])
def test_the_last_rate_is_the_highest_so_that_a_whole_test_has_not_diverged(
    lowest: float, highest: float
) -> None:
    assert lowest * (highest / lowest) != highest  # else this says nothing
    trainer = make_trainer(make_model(Tanh, (4,)))
    tested = range_test(trainer, lowest=lowest, highest=highest, steps=6)
    assert tested.learning_rates[-1] == highest
    flat = RangeTest(tested.learning_rates, (1.0,) * 6)
    assert flat.diverges_from(highest) is None


def test_it_tells_usable_rates_from_useless_and_harmful_ones() -> None:
    trainer = make_trainer(
        make_model(ReLU, (16, 16)), split=make_split(500, kind="blobs"), batch_size=50
    )
    tested = range_test(trainer, lowest=1e-6, highest=100, steps=100)
    best = min(range(len(tested.losses)), key=tested.losses.__getitem__)
    assert tested.losses[20] == pytest.approx(tested.losses[0], rel=0.3)  # too small to matter
    assert tested.losses[best] < tested.losses[0] / 3
    assert 1e-3 < tested.learning_rates[best] < 10
    assert tested.losses[-1] > 2 * tested.losses[best]


@pytest.mark.parametrize(
    "options",
    [
        {"lowest": 0},
        {"lowest": -1},
        {"lowest": 10},
        {"highest": 1e-6},
        {"highest": math.inf},
        {"highest": math.nan},
        {"steps": 1},
        {"steps": 10.0},
    ],
)
def test_wrong_options_are_refused_before_anything_changes(options: dict[str, Any]) -> None:
    trainer = make_trainer()
    before = trainer.state()
    with pytest.raises(OptionError, match=r"range_test: \w+ must be "):
        range_test(trainer, **options)
    assert_equal_states(trainer.state(), before)


def made_up(losses: list[float]) -> RangeTest:
    """A test whose rates are 1, 2, 4, …"""
    return RangeTest(tuple(2.0**step for step in range(len(losses))), tuple(losses))


def test_smoothing_takes_the_median_of_the_neighbours() -> None:
    assert made_up([5, 1, 9, 1e30, 2]).smoothed == (3, 5, 9, 9, (1e30 + 2) / 2)
    wide = made_up([*range(90)])
    assert wide.smoothed[50] == 50
    assert wide.smoothed[0] == 1.5  # of the first four: a thirtieth to each side


def test_the_suggestion_is_a_third_of_the_rate_with_the_lowest_loss() -> None:
    tested = made_up([9, 9, 8, 6, 3, 2, 3, 9, 99])
    assert tested.smoothed[4:7] == (3, 3, 3)
    assert tested.lowest == 4
    assert tested.suggestion == 2**4 / 3
    assert tested.diverges_from(2**8) == 2**7  # 9 > 1.5 · 3, the first smoothed above


def test_without_a_lower_loss_there_is_no_suggestion() -> None:
    rising = made_up([1, 2, 3, 4, 5, 6])
    assert rising.suggestion is None
    assert made_up([]).suggestion is None
    assert made_up([]).diverges_from(1) is None


def test_a_test_that_ended_early_has_diverged_at_its_last_rate() -> None:
    calm = made_up([5, 4, 3, 2, 2])
    assert calm.diverges_from(16) is None
    assert calm.diverges_from(32) == 16


def test_it_can_be_closed_at_any_step() -> None:
    trainer = make_trainer(optimizer=Adam, schedule=OneCycleLR(9))
    trainer.advance(5)
    before, schedule = trainer.state(), trainer.schedule
    steps = range_steps(trainer, steps=50)
    for _ in range(20):
        rate, loss = next(steps)
    assert (rate, loss) == (trainer.learning_rate, pytest.approx(loss))
    steps.close()
    assert trainer.schedule is schedule
    assert_equal_states(trainer.state(), before)
