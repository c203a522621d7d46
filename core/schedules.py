"""Schedules: how the learning rate changes while training goes on."""

import math
from abc import ABC, abstractmethod
from typing import Final

from core.errors import OptionError
from core.options import description, number, whole_number
from core.state import ScheduleState, check_like


class Schedule(ABC):
    """The learning rate of every step, from the η that was chosen.

    schedule(t, η)  the rate of step t, counted from 0: as many steps were made before it.
    observe         takes the mean loss of each finished epoch.

    Most depend on t alone and observe nothing. Schedules have the numbers of torch.optim, where
    `scheduler.step()` is called after every step.

    Raises OptionError for a hyper-parameter outside its limits or a t that is no whole number of at
    least 0.
    """

    def __call__(self, step: int, learning_rate: float) -> float:
        return self._rate(whole_number(type(self).__name__, "step", step), learning_rate)

    @abstractmethod
    def _rate(self, step: int, learning_rate: float) -> float: ...

    def observe(self, loss: float) -> None:  # noqa: B027
        """Take notice of the loss of the epoch that has just ended."""

    def state(self) -> ScheduleState:
        """What it has observed, as numbers: a copy."""
        return {"kind": repr(self), "memory": self._remembered()}

    def load_state(self, state: ScheduleState) -> None:
        """Go on from a `state` of an equal schedule.

        Raises StateError, and changes nothing, when it does not fit.
        """
        check_like(type(self).__name__, "", state, self.state())
        self._remember(state["memory"])

    def _remembered(self) -> dict[str, float]:
        return {}

    def _remember(self, memory: dict[str, float]) -> None:  # noqa: B027
        """Take over what another has remembered."""

    def _number(self, name: str, value: float, *, at_least: float = 0) -> float:
        return number(type(self).__name__, name, value, at_least=at_least)

    def _fraction(self, name: str, value: float) -> float:
        return number(type(self).__name__, name, value, below=1)

    def _count(self, name: str, value: int, *, at_least: int = 1) -> int:
        return whole_number(type(self).__name__, name, value, at_least=at_least)

    def __repr__(self) -> str:
        return description(self)


class ConstantLR(Schedule):
    """η at every step."""

    def _rate(self, step: int, learning_rate: float) -> float:
        return learning_rate


class StepLR(Schedule):
    """η·γ^⌊t / step_size⌋, as torch's StepLR.

    step_size  at least 1.
    gamma      γ, at least 0 and below 1.
    """

    def __init__(self, step_size: int, gamma: float = 0.1) -> None:
        self.step_size: Final = self._count("step_size", step_size)
        self.gamma: Final = self._fraction("gamma", gamma)

    def _rate(self, step: int, learning_rate: float) -> float:
        return learning_rate * self.gamma ** (step // self.step_size)


class ExponentialLR(Schedule):
    """η·γᵗ, as torch's ExponentialLR.

    gamma  γ, at least 0 and below 1.
    """

    def __init__(self, gamma: float) -> None:
        self.gamma: Final = self._fraction("gamma", gamma)

    def _rate(self, step: int, learning_rate: float) -> float:
        return learning_rate * self.gamma**step


class CosineAnnealingLR(Schedule):
    """η_min + (η - η_min)·(1 + cos(π·t / t_max)) / 2, as torch's CosineAnnealingLR.

    It rises again after t_max and is back at η after 2·t_max.

    t_max    at least 1.
    eta_min  η_min, at least 0.

    Source: Loshchilov & Hutter, ICLR 2017, equation 5, without the restarts.
    """

    def __init__(self, t_max: int, eta_min: float = 0) -> None:
        self.t_max: Final = self._count("t_max", t_max)
        self.eta_min: Final = self._number("eta_min", eta_min)

    def _rate(self, step: int, learning_rate: float) -> float:
        return _cosine(learning_rate, self.eta_min, step / self.t_max)


class OneCycleLR(Schedule):
    """Up from η / div_factor to η, then down to 1/final_div_factor of the start.

    Both ways are half a cosine, as in torch's OneCycleLR with max_lr = η; the momentum stays as it
    is.

    total_steps                   the length of both ways, at least 1; after it the rate stays.
    pct_start                     the fraction of them that goes up, at least 0 and below 1.
    div_factor, final_div_factor  at least 1.

    Source: Smith & Topin, arXiv:1708.07120.
    """

    def __init__(
        self,
        total_steps: int,
        *,
        pct_start: float = 0.3,
        div_factor: float = 25,
        final_div_factor: float = 1e4,
    ) -> None:
        self.total_steps: Final = self._count("total_steps", total_steps)
        self.pct_start: Final = self._fraction("pct_start", pct_start)
        self.div_factor: Final = self._number("div_factor", div_factor, at_least=1)
        self.final_div_factor: Final = self._number(
            "final_div_factor", final_div_factor, at_least=1
        )

    def _rate(self, step: int, learning_rate: float) -> float:
        first = learning_rate / self.div_factor
        peak, last = self.pct_start * self.total_steps - 1, self.total_steps - 1
        if step < peak:
            return _cosine(first, learning_rate, step / peak)
        progress = (min(step, last) - peak) / (last - peak)
        return _cosine(learning_rate, first / self.final_div_factor, progress)


class ReduceLROnPlateau(Schedule):
    """η·factorᵏ, with k one more whenever the loss has not fallen for more than `patience` epochs.

    As torch's ReduceLROnPlateau with mode="min" and eps=0, fed once an epoch.

    factor     at least 0 and below 1.
    patience   at least 0.
    threshold  a loss has fallen when it is below best·(1 - threshold), at least 0 and below 1. One
               that is NaN has not.
    cooldown   how many epochs after a reduction do not count, at least 0.
    min_lr     the rate is not reduced below it, at least 0.
    """

    def __init__(
        self,
        *,
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0,
    ) -> None:
        self.factor: Final = self._fraction("factor", factor)
        self.patience: Final = self._count("patience", patience, at_least=0)
        self.threshold: Final = self._fraction("threshold", threshold)
        self.cooldown: Final = self._count("cooldown", cooldown, at_least=0)
        self.min_lr: Final = self._number("min_lr", min_lr)
        self._best = math.inf
        self._bad = self._cooling = self._reductions = 0

    def _rate(self, step: int, learning_rate: float) -> float:
        reduced = max(learning_rate * self.factor**self._reductions, self.min_lr)
        return min(learning_rate, reduced)

    def observe(self, loss: float) -> None:
        if loss < self._best * (1 - self.threshold):
            self._best, self._bad = float(loss), 0
        else:
            self._bad += 1
        if self._cooling:
            self._cooling -= 1
            self._bad = 0
        if self._bad > self.patience:
            self._reductions += 1
            self._cooling, self._bad = self.cooldown, 0

    def _remembered(self) -> dict[str, float]:
        return {
            "best": self._best,
            "bad": self._bad,
            "cooling": self._cooling,
            "reductions": self._reductions,
        }

    def _remember(self, memory: dict[str, float]) -> None:
        self._best = memory["best"]
        self._bad, self._cooling = int(memory["bad"]), int(memory["cooling"])
        self._reductions = int(memory["reductions"])


class WarmupLR(Schedule):
    """The first rate of another schedule, reached in a straight line, then that schedule.

    schedule(0, η)·(start_factor + (1 - start_factor)·t / steps) before t = steps, and
    schedule(t - steps, η) from there on: torch's SequentialLR of LinearLR and the other.

    steps         how many it takes, at least 1.
    start_factor  at least 0 and below 1.

    Raises OptionError also for what is no schedule.
    Source: Goyal et al., arXiv:1706.02677, section 2.2.
    """

    def __init__(self, schedule: Schedule, steps: int, start_factor: float = 1 / 3) -> None:
        if not isinstance(schedule, Schedule):
            raise OptionError(f"WarmupLR: schedule must be a Schedule, got {schedule!r}")
        self.schedule: Final = schedule
        self.steps: Final = self._count("steps", steps)
        self.start_factor: Final = self._fraction("start_factor", start_factor)

    def _rate(self, step: int, learning_rate: float) -> float:
        if step >= self.steps:
            return self.schedule(step - self.steps, learning_rate)
        factor = self.start_factor + (1 - self.start_factor) * step / self.steps
        return self.schedule(0, learning_rate) * factor

    def observe(self, loss: float) -> None:
        self.schedule.observe(loss)

    def _remembered(self) -> dict[str, float]:
        return self.schedule.state()["memory"]

    def _remember(self, memory: dict[str, float]) -> None:
        self.schedule._remember(memory)


def _cosine(start: float, end: float, progress: float) -> float:
    """From start at progress 0 to end at 1, along half a cosine."""
    return end + (start - end) * ((1 + math.cos(math.pi * progress)) / 2)  # finite, as both are
