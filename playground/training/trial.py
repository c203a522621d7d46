"""A learning-rate range test beside a training, in slices."""

import time
from collections.abc import Iterable
from typing import Final

import numpy as np

from core.range_test import RangeTest, range_steps
from core.training import Trainer
from playground import builder
from playground.document.spec import ExperimentSpec
from playground.training.grid import frozen
from playground.training.looks import Doubles, RateCurve

_LOWEST: Final = 1e-5
_HIGHEST: Final = 10.0
_STEPS: Final = 600


class Trial:
    """Tries rates on a twin of `trainer`, from where that is now; the trainer itself is left alone.

    spec: the document that the trainer was built from.
    """

    def __init__(self, trainer: Trainer, spec: ExperimentSpec) -> None:
        twin = builder.build_trainer(spec)
        twin.load_state(trainer.state())
        self._steps = range_steps(twin, lowest=_LOWEST, highest=_HIGHEST, steps=_STEPS)
        self._tried: list[tuple[float, float]] = []
        self.done = False

    def advance(self, until: float) -> None:
        """Make steps up to the time `until`, one at least."""
        for tried in self._steps:
            self._tried.append(tried)
            if time.perf_counter() >= until:
                return
        self.done = True

    def curve(self) -> RateCurve:
        """What has come of it so far."""
        rates = tuple(rate for rate, _ in self._tried)
        test = RangeTest(rates, tuple(loss for _, loss in self._tried))
        return RateCurve(
            first=_LOWEST,
            last=_HIGHEST,
            progress=1.0 if self.done else len(rates) / _STEPS,
            done=self.done,
            rates=_array(rates),
            losses=_array(test.losses),
            smoothed=_array(test.smoothed),
            lowest=test.lowest or 0,
            suggestion=test.suggestion if self.done else None,
            diverges_from=test.diverges_from(_HIGHEST) if self.done else None,
        )


def _array(numbers: Iterable[float]) -> Doubles:
    return frozen(np.fromiter(numbers, np.float64))
