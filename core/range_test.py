"""The learning-rate range test: which rates a network can be trained with."""

from dataclasses import dataclass

from core.errors import DivergedError, OptionError
from core.options import positive, whole_number
from core.training import Trainer


@dataclass(frozen=True)
class RangeTest:
    """The rates that were tried, in rising order, and the loss that each step met.

    As a step's loss is that before its update, losses[i] is what the rates before learning_rates[i]
    have led to. Both end at the first loss or weight that is not finite.
    """

    learning_rates: tuple[float, ...]
    losses: tuple[float, ...]


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
    positive("range_test", "lowest", lowest)
    if not lowest < positive("range_test", "highest", highest):
        raise OptionError(f"range_test: lowest must be below highest, got {lowest} and {highest}")
    whole_number("range_test", "steps", steps, at_least=2)
    state, schedule = trainer.state(), trainer.schedule
    rates: list[float] = []
    losses: list[float] = []
    trainer.schedule = None
    try:
        for step in range(steps):
            rate = lowest * (highest / lowest) ** (step / (steps - 1))
            trainer.learning_rate = rate
            losses.append(trainer.step())
            rates.append(rate)
    except DivergedError:
        pass
    finally:
        trainer.schedule = schedule
        trainer.load_state(state)
    return RangeTest(tuple(rates), tuple(losses))
