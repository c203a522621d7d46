"""Adam and AdamW: the mean of the gradient over the root of the mean of its square."""

from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.module import Parameter
from core.optimizers.optimizer import Optimizer


class _Moments(Optimizer):
    """What Adam and AdamW share: all but the place of the weight decay."""

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float,
        betas: tuple[float, float],
        eps: float,
        weight_decay: float,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.betas: Final = self._betas(betas)
        self.eps: Final = self._eps(eps)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)

    def _memories(self) -> Mapping[str, float]:
        return {"mean": 0, "square": 0}

    def _move(self, values: Tensor, gradients: Tensor) -> None:
        mean, square = self._memory["mean"], self._memory["square"]
        beta1, beta2 = self.betas
        t = self._steps + 1
        mean.lerp_(gradients, 1 - beta1)
        square.mul_(beta2).addcmul_(gradients, gradients, value=1 - beta2)
        root = square.sqrt().div_((1 - beta2**t) ** 0.5).add_(self.eps)
        values.addcdiv_(mean, root, value=-self._learning_rate / (1 - beta1**t))


class Adam(_Moments):
    """p ← p - η·m̂ / (√v̂ + ε), with m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ).

    g ← g + weight_decay·p;  m ← β₁·m + (1 - β₁)·g;  v ← β₂·v + (1 - β₂)·g²;  first m = v = 0

    betas         (β₁, β₂), each at least 0 and below 1.
    eps           ε, at least the dtype's smallest normal number.
    weight_decay  at least 0: the gradient of an L2 penalty.

    Raises as Optimizer does.
    Source: Kingma & Ba, ICLR 2015, algorithm 1.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
    ) -> None:
        super().__init__(parameters, learning_rate, betas, eps, weight_decay)

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        if self.weight_decay:
            gradients = torch.add(gradients, values, alpha=self.weight_decay)
        self._move(values, gradients)


class AdamW(_Moments):
    """Adam with the weight decay taken out of the moments: p ← (1 - η·weight_decay)·p, then Adam.

    betas         (β₁, β₂), each at least 0 and below 1.
    eps           ε, at least the dtype's smallest normal number.
    weight_decay  at least 0.

    Raises as Optimizer does.
    Source: Loshchilov & Hutter, ICLR 2019, algorithm 2, with the decay times η as in torch.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(parameters, learning_rate, betas, eps, weight_decay)

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        if self.weight_decay:
            values.mul_(1 - self._learning_rate * self.weight_decay)
        self._move(values, gradients)
