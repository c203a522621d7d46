"""Activations that oscillate, peak, do nothing, or look at a whole row."""

from typing import Final

import torch
from torch import Tensor

from core.module import Module, as_floating, as_gradient_of, as_remembered


class Sin(Module):
    """Sine of each element: y = sin x, x in radians.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G ⊙ cos x.
    Source: Sitzmann et al., NeurIPS 2020 (there of 30 x in the first layer).
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return torch.sin(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return torch.cos(x).mul_(gradient)


class Gaussian(Module):
    """Bell curve of each element: y = exp(-x²).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = -2 G ⊙ x ⊙ y.
    Source: Broomhead & Lowe, Complex Systems 2, 1988.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return _bell(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return _bell(x).mul_(x).mul_(-2).mul_(gradient)


class Identity(Module):
    """No activation: y = x, in a tensor of its own.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return self._x.clone()

    def backward(self, gradient: Tensor) -> Tensor:
        return as_gradient_of(self, self._x, gradient).clone()


class Softmax(Module):
    """Each row as probabilities: yᵢ = exp(xᵢ)/Σⱼ exp(xⱼ), over the last dimension.

    Shapes: x, y and both gradients are equal, (N, classes) or (classes,).
    Backward, with G = dL/dy:  dL/dx = y ⊙ (G - Σⱼ Gⱼ yⱼ).
    Source: Bridle, NeurIPS 1989. The largest x of a row is subtracted first, so nothing overflows.
    """

    dim: Final = -1  # torch's option, fixed

    def __init__(self) -> None:
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._y = torch.softmax(as_floating(self, "input", x), self.dim)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        y, gradient = as_remembered(self, self._y, gradient)
        weighted = gradient * y
        return weighted.sub_(y * weighted.sum(self.dim, keepdim=True))


def _bell(x: Tensor) -> Tensor:
    return x.square().neg_().exp_()
