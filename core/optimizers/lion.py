"""Lion: only the sign of the momentum counts."""

from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from core.module import Parameter
from core.optimizers.optimizer import Optimizer


class Lion(Optimizer):
    """p ← p - η·(sign(β₁·m + (1 - β₁)·g) + weight_decay·p), then m ← β₂·m + (1 - β₂)·g.

    The first m is 0.

    betas         (β₁, β₂), each at least 0 and below 1.
    weight_decay  at least 0.

    Without weight decay every parameter moves by exactly η, so η is 3 to 10 times smaller than
    Adam's, and the weight decay as much larger.

    An infinite or NaN gradient makes its parameter NaN, as with the other optimisers.

    Raises as Optimizer does.
    Source: Chen et al., NeurIPS 2023, algorithm 2.
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        learning_rate: float = 1e-4,
        *,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0,
    ) -> None:
        super().__init__(parameters, learning_rate)
        self.betas: Final = self._betas(betas)
        self.weight_decay: Final = self._number("weight_decay", weight_decay)

    def _memories(self) -> Mapping[str, float]:
        return {"momentum": 0}

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        momentum = self._memory["momentum"]
        beta1, beta2 = self.betas
        mixed = torch.lerp(gradients, momentum, beta1)
        # torch's sign of NaN is 0, which would hide a spoilt gradient for good; 0·NaN does not.
        direction = mixed.sign().add_(mixed, alpha=0)
        if self.weight_decay:
            direction.add_(values, alpha=self.weight_decay)
        values.add_(direction, alpha=-self._learning_rate)
        momentum.lerp_(gradients, 1 - beta2)
