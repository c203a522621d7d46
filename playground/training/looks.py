"""What a view asks the worker for while it is shown: frozen, NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RateCurve:
    """A learning-rate range test as far as it is (`core.range_test.RangeTest`).

    rates, losses, smoothed (M,): of the steps so far; done: no more will come. lowest: the index of
    the lowest smoothed loss. suggestion, diverges_from: of a test that is done; None: none.
    """

    first: float  # the rates that are tried go from here
    last: float  # to here
    progress: float  # 0 … 1
    done: bool
    rates: Doubles
    losses: Doubles
    smoothed: Doubles
    lowest: int = 0
    suggestion: float | None = None
    diverges_from: float | None = None
