"""Optimisers: they turn gradients into new values."""

import math
from collections.abc import Iterable

from core.errors import MissingGradientError, OptionError
from core.flat import FlatParameters
from core.module import Parameter


class SGD:
    """Stochastic gradient descent: p ← p - η·gradient, in place, for every parameter.

    learning_rate  η, a finite number of at least 0; may be set at any time and counts from the next
                   step on.
    flat           the parameters as `FlatParameters`: values and gradients as one vector each.

    The numbers are, bit for bit, those of torch.optim.SGD. `p.p = p.p - eta * p.gradient`, the
    report's own line, rounds twice instead of once and may differ in the last bit. Both may be
    mixed freely.

    Raises OptionError for another learning rate, and as FlatParameters does; `step` raises
    MissingGradientError before the first backward.
    Source: the report, equations 10a and 10b.
    """

    def __init__(self, parameters: Iterable[Parameter], learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.flat = FlatParameters(parameters)

    @property
    def learning_rate(self) -> float:
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate: float) -> None:
        number = isinstance(learning_rate, int | float) and not isinstance(learning_rate, bool)
        if not number or not 0 <= learning_rate < math.inf:
            raise OptionError(
                f"SGD: learning_rate must be a finite number of at least 0, got {learning_rate!r}"
            )
        self._learning_rate = learning_rate

    def step(self) -> None:
        """Make one step with the gradients of the last backward."""
        flat = self.flat
        if not flat.adopt():
            raise MissingGradientError("SGD.step: a parameter has no gradient; call backward first")
        flat.values.add_(flat.gradients, alpha=-self._learning_rate)

    def __repr__(self) -> str:
        return f"SGD(learning_rate={self.learning_rate})"
