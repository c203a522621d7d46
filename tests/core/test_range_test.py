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
from core.range_test import range_test
from core.training import Trainer
from tests.core.optimizer_cases import OptimizerCase
from tests.core.trainings import make_model, make_split, make_trainer, weights


def flattened(state: Any) -> list[Tensor | float | str | None]:
    if isinstance(state, dict):
        return [each for value in state.values() for each in flattened(value)]
    if isinstance(state, list):
        return [each for value in state for each in flattened(value)]
    return [state]


def assert_equal(state: Any, other: Any) -> None:
    assert state.keys() == other.keys()
    for own, expected in zip(flattened(state), flattened(other), strict=True):
        if isinstance(expected, Tensor):
            assert torch.equal(own, expected)  # type: ignore[arg-type]
        else:
            assert own == expected


def assert_leaves_no_trace(trainer: Trainer, twin: Trainer, **options: Any) -> None:
    """Both have made the same steps; only `trainer` is tested."""
    tested = range_test(trainer, **options)
    assert len(tested.losses) == len(tested.learning_rates) > 0
    assert trainer.steps == twin.steps
    assert trainer.learning_rate == twin.learning_rate
    assert torch.equal(weights(trainer.model), weights(twin.model))
    assert_equal(trainer.state(), twin.state())
    for _ in range(10):
        assert trainer.step() == twin.step()
    assert_equal(trainer.state(), twin.state())


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
    assert_equal(trainer.state(), before)


def test_the_rates_grow_by_the_same_factor_and_the_losses_are_those_of_the_steps() -> None:
    trainer = make_trainer(schedule=OneCycleLR(9))  # which does not count
    tested = range_test(trainer, lowest=0.01, highest=1, steps=5)
    assert tested.learning_rates == pytest.approx((0.01, 0.1**1.5, 0.1, 0.1**0.5, 1))
    twin, losses = make_trainer(), []
    for rate in tested.learning_rates:
        twin.learning_rate = rate
        losses.append(twin.step())
    assert tested.losses == tuple(losses)


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
    assert_equal(trainer.state(), before)
