"""Stochastic gradient descent, plain or with momentum."""

from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.errors import OptionError
from core.module import Parameter
from core.optimizers.optimizer import Optimizer
from core.options import flag


class SGD(Optimizer):
    """Stochastic gradient descent: p ← p - η·d, with d the gradient or, with momentum, its trace.

    d = g + weight_decay·p
    with momentum μ > 0:  v ← μ·v + (1 - dampening)·d, first v = d;
                          then d is v, or d + μ·v with nesterov

    momentum, dampening  at least 0 and below 1.
    weight_decay         at least 0.
    nesterov             needs a momentum and no dampening.

    The numbers are, bit for bit, those of torch.optim.SGD. `p.p = p.p - eta * p.gradient`, the
    report's own line, rounds twice instead of once and may differ in the last bit. Both may be
    mixed freely.

    Raises as Optimizer does.
    Sources: the report, equations 10a and 10b; Polyak, USSR Comput. Math. 4(5), 1964; Sutskever et
    al., ICML 2013, for Nesterov's, with η applied to v as in torch.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float,
        *,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.momentum: Final = self._fraction("momentum", momentum)
        self.dampening: Final = self._fraction("dampening", dampening)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)
        self.nesterov: Final = flag("SGD", "nesterov", nesterov)
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise OptionError(
                "SGD: nesterov needs a momentum above 0 and a dampening of 0, "
                f"got momentum {momentum} and dampening {dampening}"
            )

    @property
    def plain_rate(self) -> float | None:
        """η without momentum and weight decay, else None, as a subclass may move otherwise."""
        is_plain = type(self) is SGD and not (self.momentum or self.weight_decay)
        return self._learning_rate if is_plain else None

    def _memories(self) -> Mapping[str, float]:
        return {"velocity": 0} if self.momentum else {}

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        direction = gradients
        if self.weight_decay:
            direction = torch.add(direction, values, alpha=self.weight_decay)
        if self.momentum:
            direction = self._with_momentum(direction)
        values.add_(direction, alpha=-self._learning_rate)

    def _with_momentum(self, direction: Tensor) -> Tensor:
        velocity = self._memory["velocity"]
        if self._steps:
            velocity.mul_(self.momentum).add_(direction, alpha=1 - self.dampening)
        else:
            velocity.copy_(direction)
        if self.nesterov:
            return torch.add(direction, velocity, alpha=self.momentum)
        return velocity
