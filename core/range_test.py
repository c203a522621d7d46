"""The learning-rate range test: which rates a network can be trained with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

from core.errors import DivergedError, OptionError
from core.options import positive, whole_number
from core.training import Trainer

_WINDOW: Final = 1 / 30  # of the steps, to each side
_SAFETY: Final = 3.0
_TOO_HIGH: Final = 1.5


@dataclass(frozen=True)
class RangeTest:
    """The rates that were tried, in rising order, and the loss that each step met.

    As a step's loss is that before its update, losses[i] is what the rates before learning_rates[i]
    have led to. Both end at the first loss or weight that is not finite.
    """

    learning_rates: tuple[float, ...]
    losses: tuple[float, ...]

    @cached_property
    def smoothed(self) -> tuple[float, ...]:
        """Every loss as the median of its neighbourhood, a thirtieth of the losses to each side.

        A median neither lags behind nor follows the first enormous losses.
        """
        losses, reach = self.losses, max(round(len(self.losses) * _WINDOW), 1)
        around = (losses[max(i - reach, 0) : i + reach + 1] for i in range(len(losses)))
        return tuple(median(each) for each in around)

    @property
    def lowest(self) -> int | None:
        """The index of the lowest smoothed loss; None where no step was made."""
        return self.smoothed.index(min(self.smoothed)) if self.losses else None

    @property
    def suggestion(self) -> float | None:
        """A third of the rate at which the smoothed loss is lowest.

        None where that is below all rates that were tried: none of them lowers the loss. A third,
        because the lowest loss is where the gain ends; measured on the report's network, it is
        about within a factor of three of the usual rate of each of seven optimisers.
        """
        if self.lowest is None:
            return None
        rate = self.learning_rates[self.lowest] / _SAFETY
        return rate if rate >= self.learning_rates[0] else None

    def diverges_from(self, highest: float) -> float | None:
        """The rate after the lowest loss from which the smoothed one is half as high again.

        Where the test ended before `highest` with a loss that is not finite, it is the last rate at
        most. None where it does not diverge.
        """
        if self.lowest is None:
            return None
        bound = _TOO_HIGH * self.smoothed[self.lowest]
        for rate, loss in zip(
            self.learning_rates[self.lowest :], self.smoothed[self.lowest :], strict=True
        ):
            if loss > bound:
                return rate
        last = self.learning_rates[-1]
        return last if last < highest else None


def range_steps(
    trainer: Trainer, *, lowest: float = 1e-5, highest: float = 10, steps: int = 100
) -> Iterator[tuple[float, float]]:
    """`range_test` one step at a time: the rate of each and its loss, as they come.

    However it ends, by itself or closed, the trainer is then as it was; until then it is not.

    Raises as `range_test`, when the first step is asked for.
    """
    positive("range_test", "lowest", lowest)
    if not lowest < positive("range_test", "highest", highest):
        raise OptionError(f"range_test: lowest must be below highest, got {lowest} and {highest}")
    whole_number("range_test", "steps", steps, at_least=2)
    state, schedule = trainer.state(), trainer.schedule
    trainer.schedule = None
    try:
        for step in range(steps):
            rate = lowest * (highest / lowest) ** (step / (steps - 1))
            if step == steps - 1:
                rate = highest  # the power may miss it by its last bit
            trainer.learning_rate = rate
            yield rate, trainer.step()
    except DivergedError:
        pass
    finally:
        trainer.schedule = schedule
        trainer.load_state(state)


def range_test(
    trainer: Trainer, *, lowest: float = 1e-5, highest: float = 10, steps: int = 100
) -> RangeTest:
    """Make `steps` steps at rates that grow from lowest to highest, each by the same factor.

    It goes on from where the trainer is, with its optimiser but without its schedule, and leaves
    the trainer as it was, bit for bit: weights, buffers, optimiser, schedule, order and generators,
    also when it ends early. Only the gradients are those of its last step.

    lowest, highest  above 0, and lowest below highest.
    steps            at least 2.

    Raises OptionError for an option outside its limits, and as the modules do.
    Source: Smith, WACV 2017, section 3.3, whose rates grow by the same amount.
    """
    tried = list(range_steps(trainer, lowest=lowest, highest=highest, steps=steps))
    return RangeTest(tuple(rate for rate, _ in tried), tuple(loss for _, loss in tried))
