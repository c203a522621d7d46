"""Activation functions: they act on each element and have no parameters."""

from functools import cache

import torch
from torch import Tensor

from core.module import Module, as_floating, as_gradient_of


class Tanh(Module):
    """Hyperbolic tangent of each element: y = tanh(x).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G ⊙ (1 - y²).
    Source: the report, section II "Tanh", equations 4 and 5. It stores x; y serves as well, and
    spares backward a second tanh.
    """

    def __init__(self) -> None:
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._y = torch.tanh(as_floating(self, "input", x))
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        y = self._y
        assert y is not None
        # One fused 1 - y², rounded as in torch's own backward: 1 - y * y differs in the last bit.
        return torch.addcmul(_one(y.dtype), y, y, value=-1).mul_(gradient)


class ReLU(Module):
    """Rectified linear unit of each element: y = max(x, 0).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G where x > 0, else 0 (at 0 too, as in torch).
    Source: the report, section II "ReLU", equations 6 and 7. Not for after the last Linear.
    """

    def __init__(self) -> None:
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._y = torch.relu(as_floating(self, "input", x))
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        y = self._y
        assert y is not None
        # The sign of max(x, 0) is 1 or 0: the derivative, at a third of a comparison's cost.
        return torch.sign(y).mul_(gradient)


@cache
def _one(dtype: torch.dtype) -> Tensor:
    return torch.ones((), dtype=dtype)
