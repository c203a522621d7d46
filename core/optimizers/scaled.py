"""Adagrad, Adadelta and RMSprop: each parameter's own step size, from its squared gradients."""

from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.module import Parameter
from core.optimizers.optimizer import Optimizer
from core.options import flag


class Adagrad(Optimizer):
    """p ← p - ηₜ·g / (√s + ε), with s ← s + g² and ηₜ = η / (1 + (t - 1)·lr_decay).

    g ← g + weight_decay·p before that; first s = initial_accumulator_value

    lr_decay, weight_decay, initial_accumulator_value  at least 0.
    eps  ε, at least the dtype's smallest normal number.

    Raises as Optimizer does.
    Source: Duchi, Hazan & Singer, JMLR 12, 2011 (the diagonal form).
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-2,
        *,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.lr_decay: Final = self._number("lr_decay", lr_decay)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)
        self.initial_accumulator_value: Final = self._number(
            "initial_accumulator_value", initial_accumulator_value
        )
        self.eps: Final = self._eps(eps)

    def _memories(self) -> Mapping[str, float]:
        return {"sum": self.initial_accumulator_value}

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        total = self._memory["sum"]
        rate = self._learning_rate / (1 + self._steps * self.lr_decay)
        if self.weight_decay:
            gradients = torch.add(gradients, values, alpha=self.weight_decay)
        total.addcmul_(gradients, gradients)
        values.addcdiv_(gradients, total.sqrt().add_(self.eps), value=-rate)


class Adadelta(Optimizer):
    """p ← p - η·Δ, with Δ = g·√(u + ε) / √(s + ε).

    g ← g + weight_decay·p and s ← ρ·s + (1 - ρ)·g² before that, u ← ρ·u + (1 - ρ)·Δ² after it;
    first s = u = 0

    rho           ρ, at least 0 and below 1.
    eps           ε, at least the dtype's smallest normal number.
    weight_decay  at least 0.

    Raises as Optimizer does.
    Source: Zeiler, arXiv:1212.5701, algorithm 1, which has η = 1.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1.0,
        *,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.rho: Final = self._fraction("rho", rho)
        self.eps: Final = self._eps(eps)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)

    def _memories(self) -> Mapping[str, float]:
        return {"square": 0, "square_delta": 0}

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        square, square_delta = self._memory["square"], self._memory["square_delta"]
        if self.weight_decay:
            gradients = torch.add(gradients, values, alpha=self.weight_decay)
        square.mul_(self.rho).addcmul_(gradients, gradients, value=1 - self.rho)
        root = square.add(self.eps).sqrt_()
        delta = square_delta.add(self.eps).sqrt_().div_(root).mul_(gradients)
        square_delta.mul_(self.rho).addcmul_(delta, delta, value=1 - self.rho)
        values.add_(delta, alpha=-self._learning_rate)


class RMSprop(Optimizer):
    """p ← p - η·d, with d = g / (√s + ε).

    g ← g + weight_decay·p and s ← α·s + (1 - α)·g² before that, first s = 0
    centered:             s - a² takes the place of s, with a ← α·a + (1 - α)·g, first a = 0
    with momentum μ > 0:  b ← μ·b + d takes the place of d, first b = 0

    alpha, momentum  at least 0 and below 1.
    eps              ε, at least the dtype's smallest normal number.
    weight_decay     at least 0.

    With `centered`, s - a² is kept from falling below 0 by rounding, where torch's root is NaN.

    Raises as Optimizer does.
    Sources: Tieleman & Hinton, lecture 6.5 of Neural Networks for Machine Learning, 2012; Graves,
    arXiv:1308.0850, equations 38 to 42, for the centred form.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-2,
        *,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.alpha: Final = self._fraction("alpha", alpha)
        self.eps: Final = self._eps(eps)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)
        self.momentum: Final = self._fraction("momentum", momentum)
        self.centered: Final = flag("RMSprop", "centered", centered)

    def _memories(self) -> Mapping[str, float]:
        wanted = {"square": True, "mean": self.centered, "velocity": self.momentum > 0}
        return {name: 0 for name, is_wanted in wanted.items() if is_wanted}

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        square = self._memory["square"]
        if self.weight_decay:
            gradients = torch.add(gradients, values, alpha=self.weight_decay)
        square.mul_(self.alpha).addcmul_(gradients, gradients, value=1 - self.alpha)
        root = (self._variance(gradients) if self.centered else square).sqrt().add_(self.eps)
        if self.momentum:
            velocity = self._memory["velocity"]
            velocity.mul_(self.momentum).addcdiv_(gradients, root)
            values.add_(velocity, alpha=-self._learning_rate)
        else:
            values.addcdiv_(gradients, root, value=-self._learning_rate)

    def _variance(self, gradients: Tensor) -> Tensor:
        mean = self._memory["mean"]
        mean.lerp_(gradients, 1 - self.alpha)
        return self._memory["square"].addcmul(mean, mean, value=-1).clamp_min_(0)
