"""Every schedule beside torch's: the same rates, whatever the step and the rate it starts from."""

import math
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau as TorchPlateau

from core import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    OneCycleLR,
    ReduceLROnPlateau,
    Schedule,
    StepLR,
    WarmupLR,
)
from core.errors import OptionError
from core.state import StateError
from tests.core.optimizer_cases import RATE, ScheduleCase


def test_the_rates_are_those_of_torch(schedule_case: ScheduleCase) -> None:
    twin = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # SequentialLR warns of itself
        scheduler = schedule_case.twin(twin)
        expected = []
        for step in range(schedule_case.steps):
            expected.append(twin.param_groups[0]["lr"])
            twin.step()
            if step < schedule_case.steps - 1:
                scheduler.step()
    schedule = schedule_case.make()
    found = [schedule(step, RATE) for step in range(schedule_case.steps)]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_a_rate_depends_on_nothing_but_step_and_first_rate(schedule_case: ScheduleCase) -> None:
    schedule = schedule_case.make()
    steps = range(schedule_case.steps)
    forwards = [schedule(step, RATE) for step in steps]
    schedule.observe(1.0)
    assert [schedule(step, RATE) for step in reversed(steps)] == forwards[::-1]


def test_after_its_end_one_cycle_stays_where_it_is() -> None:
    schedule = OneCycleLR(10)
    last = schedule(9, 1.0)
    assert last == pytest.approx(1 / 25 / 1e4)
    assert schedule(10, 1.0) == schedule(10**9, 1.0) == last


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"patience": 0},
        {"patience": 2, "factor": 0.5, "threshold": 0.05, "cooldown": 3},
        {"patience": 1, "factor": 0.3, "min_lr": 0.01},
        {"patience": 1, "min_lr": 0.5},
    ],
)
def test_a_plateau_is_met_as_in_torch(options: dict[str, Any]) -> None:
    generator = torch.Generator().manual_seed(0)
    noise = torch.rand(120, generator=generator).tolist()
    losses = [1 / (1 + min(epoch, 40)) + 0.02 * each for epoch, each in enumerate(noise)]
    losses[17] = math.nan
    twin = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = TorchPlateau(twin, eps=0, **({"patience": 10} | options))
    schedule = ReduceLROnPlateau(**options)
    rates = set()
    for epoch, loss in enumerate(losses):
        scheduler.step(loss)
        schedule.observe(loss)
        rate = schedule(epoch, RATE)
        assert rate == pytest.approx(twin.param_groups[0]["lr"], rel=1e-12)
        rates.add(rate)
    assert len(rates) > 1 or options.get("min_lr") == 0.5


@pytest.mark.parametrize(
    "make", [ReduceLROnPlateau, lambda **options: WarmupLR(ReduceLROnPlateau(**options), 5)]
)
def test_a_plateau_goes_on_from_its_state(make: Callable[..., Schedule]) -> None:
    straight, stopped = make(patience=2, cooldown=1), make(patience=2, cooldown=1)
    losses = [3.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    for epoch, loss in enumerate(losses):
        straight.observe(loss)
        stopped.observe(loss)
        continued = make(patience=2, cooldown=1)
        continued.load_state(stopped.state())
        stopped = continued
        assert stopped(epoch + 5, 1.0) == straight(epoch + 5, 1.0)
    assert straight(100, 1.0) == pytest.approx(0.01)
    state: Any = straight.state()
    for changes in (
        {"kind": "StepLR()"},
        {"memory": {}},
        {"memory": state["memory"] | {"bad": -1}},
    ):
        with pytest.raises(StateError, match=r"the state"):
            stopped.load_state(state | changes)
    assert stopped.state() == state


def test_no_reduction_raises_a_rate_that_is_below_the_smallest() -> None:
    schedule = ReduceLROnPlateau(patience=0, min_lr=0.5)
    for _ in range(5):
        schedule.observe(1.0)
    assert schedule(0, 0.3) == 0.3
    assert schedule(0, 0.8) == 0.5


def test_a_schedule_shows_how_it_was_made() -> None:
    schedule = WarmupLR(CosineAnnealingLR(30, eta_min=0.01), 5, start_factor=0.25)
    inner = "CosineAnnealingLR(t_max=30, eta_min=0.01)"
    assert repr(schedule) == f"WarmupLR(schedule={inner}, steps=5, start_factor=0.25)"
    assert repr(ConstantLR()) == "ConstantLR()"


@pytest.mark.parametrize(
    "make",
    [
        lambda: StepLR(0),
        lambda: StepLR(2.0),  # type: ignore[arg-type]
        lambda: StepLR(10**400),
        lambda: StepLR(2, gamma=1),
        lambda: ExponentialLR(-0.1),
        lambda: ExponentialLR(math.nan),
        lambda: CosineAnnealingLR(0),
        lambda: CosineAnnealingLR(10, eta_min=-1),
        lambda: OneCycleLR(0),
        lambda: OneCycleLR(10**400),
        lambda: OneCycleLR(10, pct_start=1),
        lambda: OneCycleLR(10, div_factor=0.5),
        lambda: OneCycleLR(10, final_div_factor=math.inf),
        lambda: WarmupLR(0.1, 5),  # type: ignore[arg-type]
        lambda: WarmupLR(ConstantLR(), 0),
        lambda: WarmupLR(ConstantLR(), 5, start_factor=1),
        lambda: ReduceLROnPlateau(factor=1),
        lambda: ReduceLROnPlateau(patience=-1),
        lambda: ReduceLROnPlateau(threshold=1),
        lambda: ReduceLROnPlateau(cooldown=0.5),  # type: ignore[arg-type]
        lambda: ReduceLROnPlateau(min_lr=math.nan),
        lambda: ConstantLR()(-1, 0.1),
        lambda: ConstantLR()(1.0, 0.1),  # type: ignore[arg-type]
    ],
)
def test_what_is_outside_its_limits_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(OptionError, match=r"^\w+: \w+ must be "):
        make()


def test_the_largest_numbers_still_give_a_rate() -> None:
    largest = sys.float_info.max
    for schedule in (CosineAnnealingLR(10, largest), OneCycleLR(2**62, div_factor=largest)):
        assert all(math.isfinite(schedule(step, 0.1)) for step in (0, 1, 10**9, 2**63 - 1))
