"""Activations that level off on both sides."""

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from core.errors import OptionError
from core.module import Module, as_floating, as_gradient_of, as_remembered
from core.options import finite


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
        return torch.addcmul(_one(y.dtype, y.device), y, y, value=-1).mul_(gradient)


class Sigmoid(Module):
    """Logistic function of each element: y = 1/(1 + e⁻ˣ).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G ⊙ y (1 - y).
    Source: Rumelhart, Hinton & Williams, Nature 323, 1986.
    """

    def __init__(self) -> None:
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._y = torch.sigmoid(as_floating(self, "input", x))
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        y, gradient = as_remembered(self, self._y, gradient)
        return (1 - y).mul_(gradient).mul_(y)


class Softsign(Module):
    """Sigmoid with polynomial tails of each element: y = x/(1 + |x|).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G / (1 + |x|)².
    Source: Glorot & Bengio, AISTATS 2010.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.softsign(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return gradient / x.abs().add_(1).square_()


class Hardtanh(Module):
    """Clipping of each element: y = min(max(x, min_val), max_val).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G where min_val < x < max_val, else 0 (at the ends too, as
    in torch).

    Raises OptionError for limits that are not finite, or not in order.
    Source: Collobert, PhD thesis, Université Paris VI, 2004.
    """

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0) -> None:
        self.min_val = finite("Hardtanh", "min_val", min_val)
        self.max_val = finite("Hardtanh", "max_val", max_val)
        if not self.min_val < self.max_val:
            raise OptionError(
                f"Hardtanh: min_val must be below max_val, got {min_val!r} and {max_val!r}"
            )
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.hardtanh(self._x, self.min_val, self.max_val)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return torch.where((x > self.min_val) & (x < self.max_val), gradient, 0.0)

    def __repr__(self) -> str:
        return f"Hardtanh(min_val={self.min_val}, max_val={self.max_val})"


class Step(Module):
    """Threshold unit of each element: y = 1 where x > 0, else 0.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward is no derivative (that is 0 wherever it exists, and nothing would learn) but the
    straight-through estimate, with G = dL/dy:  dL/dx = G where |x| < 1, else 0.
    That is the gradient of Hardtanh() in its place.
    Source: McCulloch & Pitts, 1943; estimate: Bengio et al., arXiv:1308.3432, clipped as in
    Hubara et al., NeurIPS 2016, equation 4.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return (self._x > 0).to(self._x.dtype)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return torch.where(x.abs() < 1, gradient, 0.0)


@cache
def _one(dtype: torch.dtype, device: torch.device) -> Tensor:
    return torch.ones((), dtype=dtype, device=device)
