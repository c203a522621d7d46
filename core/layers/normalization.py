"""Layers that bring their input to mean 0 and variance 1, and let training choose others."""

import torch
from torch import Tensor

from core.errors import ShapeError
from core.module import (
    Buffer,
    Module,
    Parameter,
    as_floating,
    as_gradient_of,
    floating_dtype,
    wrong_dtype,
    wrong_shape,
)
from core.options import positive, room_for, share, size


class _Normalization(Module):
    """y = γ ⊙ x̂ + β, x̂ = (x - μ)/√(σ² + ε), μ and σ² taken over one dimension, or given."""

    def __init__(
        self,
        features: int,
        eps: float,
        dtype: torch.dtype | None,
        device: torch.device | str | None,
    ) -> None:
        dtype = floating_dtype(type(self).__name__, dtype)
        self._features = features
        self.eps = positive(type(self).__name__, "eps", eps)
        # Outside of inference mode, else they could not be changed outside that mode.
        with torch.inference_mode(False), room_for(type(self).__name__, (features,)):
            self.weight = Parameter(torch.ones(features, dtype=dtype, device=device))
            self.bias = Parameter(torch.zeros(features, dtype=dtype, device=device))
        self._normalized: Tensor  # x̂, as a batch
        self._scale: Tensor  # 1/√(σ² + ε)
        self._over: int | None  # the dimension that μ and σ² were taken over; None: given
        self._y: Tensor | None = None

    def _rows(self, x: Tensor) -> Tensor:
        """x as a batch, checked."""
        x = as_floating(self, "input", x)
        weight = self.weight.p
        if not 1 <= x.dim() <= 2 or x.shape[-1] != self._features:
            raise wrong_shape(self, "input", f"({self._features},) or (N, {self._features})", x)
        if x.dtype is not weight.dtype:
            raise wrong_dtype(self, "input", weight.dtype, x)
        return x if x.dim() == 2 else x.unsqueeze(0)

    def _normalize(self, x: Tensor, centered: Tensor, variance: Tensor, over: int | None) -> Tensor:
        self._over = over
        self._scale = (variance + self.eps).rsqrt_()
        self._normalized = centered.mul_(self._scale)
        y = torch.addcmul(self.bias.p, self._normalized, self.weight.p)
        self._y = y.view(x.shape)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        normalized, over = self._normalized, self._over
        rows = gradient.reshape(normalized.shape)
        torch.sum(rows, 0, out=self.bias.new_gradient())
        torch.sum(rows * normalized, 0, out=self.weight.new_gradient())
        inner = rows * self.weight.p
        if over is not None:  # μ and σ² depend on x too
            spread = (inner * normalized).mean(over, keepdim=True)
            inner = (inner - inner.mean(over, keepdim=True)).addcmul_(normalized, spread, value=-1)
        return inner.mul_(self._scale).view(gradient.shape)


class BatchNorm1d(_Normalization):
    """Normalises every feature over the batch: y = γ ⊙ x̂ + β, x̂ = (x - μ)/√(σ² + ε).

    In training μ and σ² are the mean and the (biased) variance of the mini-batch, and the running
    ones move towards them: r ← r + momentum·(s - r), s being μ or the unbiased variance. In
    evaluation μ and σ² are the running ones.

    Shapes (N = batch size, at least 2 in training; a sample is without N):
        x, y, both gradients       (N, num_features)
        weight γ, bias β           (num_features,)
        running_mean, running_var  (num_features,), buffers, as is num_batches_tracked, ()

    Backward, with G = dL/dy, D = G ⊙ γ and means over the batch:
        dL/dγ = Σₙ G ⊙ x̂,  dL/dβ = Σₙ G
        training    dL/dx = (D - mean(D) - x̂ ⊙ mean(D ⊙ x̂))/√(σ² + ε)
        evaluation  dL/dx = D/√(σ² + ε)

    Initial values: γ 1, β 0, running mean 0, running variance 1, in `dtype` and on `device`
    (None: torch's default ones).

    Raises OptionError for an option outside its limits; ShapeError, DtypeError and
    BackwardBeforeForwardError as every Module, ShapeError also below 2 rows in training.
    Source: Ioffe & Szegedy, ICML 2015, algorithm 1; options and statistics as torch's.
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        *,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        self.num_features = size("BatchNorm1d", "num_features", num_features)
        super().__init__(num_features, eps, dtype, device)
        self.momentum = share("BatchNorm1d", "momentum", momentum)
        with torch.inference_mode(False):
            self.running_mean = Buffer(torch.zeros_like(self.bias.p))
            self.running_var = Buffer(torch.ones_like(self.weight.p))
            self.num_batches_tracked = Buffer(torch.tensor(0, device=device))

    def forward(self, x: Tensor) -> Tensor:
        rows = self._rows(x)
        if not self.training:
            mean, variance = self.running_mean.value, self.running_var.value
            return self._normalize(x, rows - mean, variance, over=None)
        count = len(rows)
        if count < 2:
            raise ShapeError(
                f"{self}: input must have at least 2 rows in training, got {count}; take another "
                "batch size, or call eval()"
            )
        variance, mean = torch.var_mean(rows, 0, correction=0)
        self.num_batches_tracked.value.add_(1)
        self.running_mean.value.lerp_(mean, self.momentum)
        self.running_var.value.lerp_(variance * (count / (count - 1)), self.momentum)
        return self._normalize(x, rows - mean, variance, over=0)

    def __repr__(self) -> str:
        return f"BatchNorm1d({self.num_features}, eps={self.eps}, momentum={self.momentum})"


class LayerNorm(_Normalization):
    """Normalises every row over its features: y = γ ⊙ x̂ + β, x̂ = (x - μ)/√(σ² + ε).

    μ and σ² are the mean and the (biased) variance of the row, in training and in evaluation.

    Shapes (N = batch size; a sample is without N):
        x, y, both gradients  (N, normalized_shape)
        weight γ, bias β      (normalized_shape,)

    Backward, with G = dL/dy, D = G ⊙ γ and means over the row:
        dL/dγ = Σₙ G ⊙ x̂,  dL/dβ = Σₙ G,  dL/dx = (D - mean(D) - x̂ ⊙ mean(D ⊙ x̂))/√(σ² + ε)

    Initial values: γ 1, β 0, in `dtype` and on `device` (None: torch's default ones).

    Raises OptionError for an option outside its limits; ShapeError, DtypeError and
    BackwardBeforeForwardError as every Module.
    Source: Ba, Kiros & Hinton, arXiv:1607.06450, equations 3 and 4.
    """

    def __init__(
        self,
        normalized_shape: int,
        eps: float = 1e-5,
        *,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        self.normalized_shape = size("LayerNorm", "normalized_shape", normalized_shape)
        super().__init__(normalized_shape, eps, dtype, device)

    def forward(self, x: Tensor) -> Tensor:
        rows = self._rows(x)
        centered = rows - rows.mean(1, keepdim=True)
        variance = centered.square().mean(1, keepdim=True)  # var_mean warns of an empty batch
        return self._normalize(x, centered, variance, over=1)

    def __repr__(self) -> str:
        return f"LayerNorm({self.normalized_shape}, eps={self.eps})"
