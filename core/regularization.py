"""What is done to gradients between backward and the optimiser's step: clipping, L1 and L2."""

from abc import ABC, abstractmethod
from typing import Final

import torch
from torch import Tensor

from core.errors import MissingGradientError
from core.flat import FlatParameters
from core.options import description, number


def clip_grad_norm_(flat: FlatParameters, max_norm: float) -> Tensor:
    """Scale all gradients by min(1, max_norm / (‖g‖ + 1e-6)); return ‖g‖, the norm before it.

    flat      the optimiser's `.flat`; ‖g‖ is the Euclidean norm over all of its gradients, taken in
              float64, where no square of a float32 is infinite.
    max_norm  at least 0.

    A gradient that is infinite or NaN makes some of them NaN, as in torch.

    Raises OptionError for another max_norm, MissingGradientError before the first backward.
    Source: Pascanu, Mikolov & Bengio, ICML 2013, algorithm 1, with torch's 1e-6.
    """
    number("clip_grad_norm_", "max_norm", max_norm)
    _adopt("clip_grad_norm_", flat)
    gradients = flat.gradients
    norm: Tensor = torch.linalg.vector_norm(gradients, dtype=torch.float64)
    scale = torch.add(norm, 1e-6).reciprocal_().mul_(max_norm).clamp_max_(1)
    gradients.mul_(scale.to(gradients.dtype))
    return norm


class Penalty(ABC):
    """A term R(p) that is added to the loss, over all parameters, biases included.

    strength   λ, at least 0.
    forward    R, of shape ().
    backward   adds dR/dp to the gradients: call it once after each backward of the network.

    Both take the optimiser's `.flat`.

    Raises OptionError for another strength; backward raises MissingGradientError before the first
    backward of the network.
    """

    def __init__(self, strength: float) -> None:
        self.strength: Final = number(type(self).__name__, "strength", strength)

    @abstractmethod
    def forward(self, flat: FlatParameters) -> Tensor: ...

    @abstractmethod
    def backward(self, flat: FlatParameters) -> None: ...

    def __repr__(self) -> str:
        return description(self)


class L1(Penalty):
    """R = λ·Σ|p|, dR/dp = λ·sign(p), which is 0 at p = 0: it makes many parameters almost 0.

    Source: Tibshirani, J. R. Stat. Soc. B 58(1), 1996.
    """

    def forward(self, flat: FlatParameters) -> Tensor:
        flat.adopt()
        return flat.values.abs().sum().mul_(self.strength)

    def backward(self, flat: FlatParameters) -> None:
        _adopt("L1.backward", flat)
        flat.gradients.add_(flat.values.sign(), alpha=self.strength)


class L2(Penalty):
    """R = λ/2·Σp², dR/dp = λ·p: for SGD the same as a weight decay of λ.

    Source: Krogh & Hertz, NIPS 1991.
    """

    def forward(self, flat: FlatParameters) -> Tensor:
        flat.adopt()
        return torch.dot(flat.values, flat.values).mul_(self.strength / 2)

    def backward(self, flat: FlatParameters) -> None:
        _adopt("L2.backward", flat)
        flat.gradients.add_(flat.values, alpha=self.strength)


def _adopt(who: str, flat: FlatParameters) -> None:
    if not flat.adopt():
        raise MissingGradientError(f"{who}: a parameter has no gradient; call backward first")
