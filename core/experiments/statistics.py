"""Mean, spread and median of the errors of some repetitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev

from core.errors import EmptyBatchError


@dataclass(frozen=True)
class Summary:
    """Errors in percent: mean, sample standard deviation (None for one run alone) and median."""

    mean: float
    std: float | None
    median: float

    @classmethod
    def of(cls, errors: Sequence[float]) -> "Summary":
        """Sum up errors given as fractions.

        Raises:
            EmptyBatchError: no errors.
        """
        if not errors:
            raise EmptyBatchError("Summary: needs at least one repetition, got none")
        percent = [100 * error for error in errors]
        std = stdev(percent) if len(percent) > 1 else None
        return cls(fmean(percent), std, median(percent))


def figure(value: float | None, width: int = 8) -> str:
    """A figure of a table, two places after the point, or a dash where there is none."""
    return f"{'–' if value is None else f'{value:.2f}':>{width}}"
