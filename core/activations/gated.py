"""Activations that multiply their input by a gate of it, and dip below 0 before they rise."""

import math
from typing import Final, Literal, get_args

import torch
from torch import Tensor
from torch.nn import functional

from core.errors import OptionError
from core.module import Module, as_floating, as_remembered

Approximate = Literal["none", "tanh"]
_CUBIC: Final = 0.044715


class GELU(Module):
    """Gaussian error linear unit of each element: y = x Φ(x), Φ the normal distribution function.

    approximate="tanh":  y = x (1 + tanh u)/2,  u = √(2/π) (x + 0.044715 x³).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy and the normal density φ:
        "none"  dL/dx = G ⊙ (Φ(x) + x φ(x))
        "tanh"  dL/dx = G ⊙ ((1 + tanh u) + x (1 - tanh² u) u′)/2,
                u′ = √(2/π) (1 + 3·0.044715 x²)

    Raises OptionError for another approximation.
    Source: Hendrycks & Gimpel, arXiv:1606.08415.
    """

    def __init__(self, approximate: Approximate = "none") -> None:
        if approximate not in get_args(Approximate):
            raise OptionError(f'GELU: approximate must be "none" or "tanh", got {approximate!r}')
        self.approximate: Approximate = approximate
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.gelu(self._x, approximate=self.approximate)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        slope = _exact_slope(x) if self.approximate == "none" else _tanh_slope(x)
        return slope.mul_(gradient)

    def __repr__(self) -> str:
        return "GELU()" if self.approximate == "none" else 'GELU(approximate="tanh")'


class SiLU(Module):
    """Sigmoid-weighted linear unit ("swish") of each element: y = x σ(x), σ the logistic function.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G ⊙ σ(x) (1 + x (1 - σ(x))).
    Source: Elfwing, Uchibe & Doya, Neural Networks 107, 2018, equations 2 and 3.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.silu(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        sigmoid = torch.sigmoid(x)
        return (1 - sigmoid).mul_(x).add_(1).mul_(sigmoid).mul_(gradient)


class Mish(Module):
    """Self-gated unit of each element: y = x tanh(s), s = ln(1 + eˣ).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy and the logistic σ:  dL/dx = G ⊙ (tanh s + x σ(x) (1 - tanh² s)).
    Source: Misra, BMVC 2020.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.mish(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        gate = functional.softplus(x).tanh_()
        return (1 - gate.square()).mul_(torch.sigmoid(x)).mul_(x).add_(gate).mul_(gradient)


def _exact_slope(x: Tensor) -> Tensor:
    distribution = torch.erf(x * math.sqrt(0.5)).add_(1).mul_(0.5)
    density = x.square().mul_(-0.5).exp_().mul_(1 / math.sqrt(2 * math.pi))
    return density.mul_(x).add_(distribution)


def _tanh_slope(x: Tensor) -> Tensor:
    x = x.clamp(-20, 20)  # beyond, the slope is 0 or 1 to the last bit, but x² may overflow
    square = x.square()
    scale = math.sqrt(2 / math.pi)
    gate = (square * _CUBIC).add_(1).mul_(x).mul_(scale).tanh_()
    inner = square.mul_(3 * _CUBIC).add_(1).mul_(scale)
    return (1 - gate.square()).mul_(inner).mul_(x).add_(gate).add_(1).mul_(0.5)
