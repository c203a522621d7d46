"""Activations that let large inputs through and hold negative ones back."""

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from core.module import Module, as_floating, as_gradient_of, as_remembered
from core.options import finite, positive

_SELU_ALPHA: Final = 1.6732632423543772848170429916717
_SELU_SCALE: Final = 1.0507009873554804934193349852946


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


class LeakyReLU(Module):
    """Rectifier with a slope below 0, each element: y = x where x > 0, else negative_slope·x.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G where x > 0, else negative_slope·G (at 0 too, as in torch).

    Raises OptionError for a slope that is not finite.
    Source: Maas, Hannun & Ng, ICML 2013.
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = finite("LeakyReLU", "negative_slope", negative_slope)
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.leaky_relu(self._x, self.negative_slope)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        return torch.where(x > 0, gradient, gradient * self.negative_slope)

    def __repr__(self) -> str:
        return f"LeakyReLU(negative_slope={self.negative_slope})"


class ELU(Module):
    """Exponential linear unit of each element: y = x where x > 0, else α (eˣ - 1).

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G where x > 0, else G ⊙ α eˣ.

    Raises OptionError for an α that is not positive and finite.
    Source: Clevert, Unterthiner & Hochreiter, ICLR 2016.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = positive("ELU", "alpha", alpha)
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.elu(self._x, self.alpha)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        slope = x.clamp(max=0).exp_().mul_(self.alpha)  # of the branch where eˣ cannot overflow
        return torch.where(x > 0, gradient, slope.mul_(gradient))

    def __repr__(self) -> str:
        return f"ELU(alpha={self.alpha})"


class SELU(Module):
    """Self-normalising ELU of each element: y = λx where x > 0, else λα (eˣ - 1).

    λ = 1.0507… and α = 1.6733… keep mean 0 and variance 1 from layer to layer, for weights from
    `initialization.lecun_normal`.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = λG where x > 0, else G ⊙ λα eˣ.
    Source: Klambauer et al., NeurIPS 2017.
    """

    def __init__(self) -> None:
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.selu(self._x)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        slope = x.clamp(max=0).exp_().mul_(_SELU_SCALE * _SELU_ALPHA)
        return torch.where(x > 0, gradient * _SELU_SCALE, slope.mul_(gradient))


class Softplus(Module):
    """Smooth rectifier of each element: y = ln(1 + exp(βx))/β, and x where βx > threshold.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy and the logistic σ:  dL/dx = G ⊙ σ(βx), and G where βx > threshold.

    Raises OptionError for a β that is not positive and finite, or a threshold that is not finite.
    Source: Dugas et al., NeurIPS 2000; the threshold is torch's, against overflow.
    """

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        self.beta = positive("Softplus", "beta", beta)
        self.threshold = finite("Softplus", "threshold", threshold)
        self._x: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        self._x = as_floating(self, "input", x)
        return functional.softplus(self._x, self.beta, self.threshold)

    def backward(self, gradient: Tensor) -> Tensor:
        x, gradient = as_remembered(self, self._x, gradient)
        scaled = x * self.beta
        return torch.where(scaled > self.threshold, gradient, scaled.sigmoid().mul_(gradient))

    def __repr__(self) -> str:
        return f"Softplus(beta={self.beta}, threshold={self.threshold})"
