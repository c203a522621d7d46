"""The fully connected layer."""

import torch
from torch import Tensor
from torch.nn import functional

from core import products
from core.initialization import TANH_GAIN, default_bound, uniform, xavier_bound
from core.module import (
    Module,
    Parameter,
    as_floating,
    as_gradient_of,
    floating_dtype,
    wrong_dtype,
    wrong_shape,
)
from core.options import flag, positive, size


class Linear(Module):
    """Affine map of every row of a batch: y = x Wᵀ + b.

    Shapes (N = batch size; a sample is without N):
        x       (N, in_features)
        weight  (out_features, in_features)
        bias    (out_features,)
        y       (N, out_features)

    In an ensemble (`core.ensemble`) all of them get a leading dimension R, one matrix a replica.

    Backward, with G = dL/dy:  dL/dx = G W,  dL/dW = Gᵀ x,  dL/db = Σₙ G.

    Initial values, weight and bias alike, U[-r, r]:
        default      r = 1/√in_features
        xavier=True  r = gain·√(6/(in_features + out_features)); gain is that of the activation
                     that follows: 5/3 for tanh, √2 for ReLU, 1 for none
    drawn from `generator` (None: torch's default one), weight first, in `dtype` (None: torch's
    default one), then taken to `device` (None: where the generator draws).

    Raises OptionError for a size below 1 or too large for torch, an `xavier` that is no bool, a
    gain that is not positive and finite, a generator or device that is none, or a dtype that is not
    floating; ShapeError, DtypeError and BackwardBeforeForwardError as every Module.
    Source: the report, section II "Linear", equations 1 to 3b.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        xavier: bool = False,
        gain: float = TANH_GAIN,
        *,
        generator: torch.Generator | None = None,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        self.in_features = size("Linear", "in_features", in_features)
        self.out_features = size("Linear", "out_features", out_features)
        gain = positive("Linear", "gain", gain)
        dtype = floating_dtype("Linear", dtype)
        if flag("Linear", "xavier", xavier):
            bound = xavier_bound(in_features, out_features, gain)
        else:
            bound = default_bound(in_features)
        shape = (out_features, in_features)
        self.weight = Parameter(uniform(shape, bound, generator, dtype, device))
        self.bias = Parameter(uniform(shape[:1], bound, generator, dtype, device))
        self._rows: Tensor  # the input of the last forward, as a batch
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight.p
        if not isinstance(x, Tensor) or x.dtype is not weight.dtype:
            raise wrong_dtype(self, "input", weight.dtype, as_floating(self, "input", x))
        if x.requires_grad:
            x = x.detach()
        dimensions = x.dim()
        if weight.dim() == 3:
            if dimensions != 3 or len(x) != len(weight) or x.shape[2] != self.in_features:
                wanted = f"({len(weight)}, N, {self.in_features})"
                raise wrong_shape(self, "input", wanted, x)
        elif not 1 <= dimensions <= 2 or x.shape[-1] != self.in_features:
            wanted = f"({self.in_features},) or (N, {self.in_features})"
            raise wrong_shape(self, "input", wanted, x)
        self._rows = x if dimensions > 1 else x.unsqueeze(0)
        if dimensions == 3:
            self._y = products.addmm(self.bias.p, x, weight.mT)
        else:
            y = functional.linear(self._rows, weight, self.bias.p)
            self._y = y if dimensions == 2 else y.squeeze(0)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        rows = gradient if gradient.dim() > 1 else gradient.unsqueeze(0)
        if rows.dim() == 3:
            products.sum_rows(rows, self.bias.new_gradient())
            self.weight.new_gradient().copy_(products.mm(rows.mT, self._rows))
            return products.mm(rows, self.weight.p)
        torch.sum(rows, 0, out=self.bias.new_gradient())
        torch.mm(rows.t(), self._rows, out=self.weight.new_gradient())
        input_gradient = torch.mm(rows, self.weight.p)
        return input_gradient if rows is gradient else input_gradient.squeeze(0)

    def __repr__(self) -> str:
        return f"Linear({self.in_features}, {self.out_features})"
