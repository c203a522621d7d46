"""The layer that switches units off at random."""

import torch
from torch import Tensor

from core.module import Module, as_floating, as_remembered
from core.options import instance, number


class Dropout(Module):
    """Switches each element off with probability p in training: y = x ⊙ m, else y = x.

    The mask m holds 0 with probability p, else 1/(1 - p), which keeps the expected value of y at x
    ("inverted" dropout). Every forward draws a new one from `generator`, on the device of x.

    Shapes: x, y and both gradients are equal, of any dimension.
    Backward, with G = dL/dy:  dL/dx = G ⊙ m in training, else G.

    Raises OptionError for a p that is not at least 0 and below 1.
    Source: Srivastava et al., JMLR 15, 2014, section 10 (the scale in training, not afterwards).
    """

    def __init__(self, p: float = 0.5, *, generator: torch.Generator) -> None:
        self.p = number("Dropout", "p", p, below=1)
        instance("Dropout", "generator", generator, torch.Generator)
        self.generator = generator
        self._mask: Tensor | None = None  # of ones where nothing was switched off

    def forward(self, x: Tensor) -> Tensor:
        x = as_floating(self, "input", x)
        if self.training:
            # Half the time of bernoulli_, and of nn.Dropout.
            drawn = torch.rand(x.shape, generator=self.generator, dtype=x.dtype, device=x.device)
            self._mask = drawn.ge_(self.p).div_(1 - self.p)
        else:
            self._mask = torch.ones_like(x)
        return x * self._mask

    def backward(self, gradient: Tensor) -> Tensor:
        mask, gradient = as_remembered(self, self._mask, gradient)
        return gradient * mask

    def __repr__(self) -> str:
        return f"Dropout({self.p})"
