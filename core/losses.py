"""Losses: what training makes small. Here, and only here, the mean over the batch enters."""

from abc import abstractmethod
from typing import Literal, get_args

import torch
from torch import Tensor

from core.errors import EmptyBatchError, OptionError
from core.module import Module, as_floating, as_same_kind

Reduction = Literal["mean", "sum"]


class Loss(Module):
    """A module that compares an output with a target of the same shape and dtype.

    Unlike other modules it remembers nothing: backward takes what forward takes.
    """

    @abstractmethod
    def forward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """The loss, of shape ()."""

    @abstractmethod
    def backward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """dL/d(output), of the output's shape."""


class MSELoss(Loss):
    """Squared error over all n = N·outputs elements: L = Σ (x - t)² / n, as torch's MSELoss.

    Shapes: output x and target t are both (N, outputs), or (outputs,) for one sample.
    Backward: dL/dx = 2 (x - t) / n.
    reduction="sum" leaves out both divisions by n.

    Source: the report, section II "MSELoss", equations 8 and 9. They are written for one output of
    one sample; taken literally (sum over the outputs, mean over the batch) the gradient would be
    2 (x - t) / N, with two outputs twice torch's. That reading is not used: its network with Tanh,
    Xavier and a linear output diverges at the report's learning rate of 0.15, and its other errors
    fit the report's Table I less well than the mean over all elements does. The same as the literal
    scale is a learning rate multiplied by the number of outputs.

    Raises ShapeError, DtypeError; OptionError for another reduction; EmptyBatchError for the mean
    of no elements.
    """

    def __init__(self, reduction: Reduction = "mean") -> None:
        if reduction not in get_args(Reduction):
            raise OptionError(f'MSELoss: reduction must be "mean" or "sum", got {reduction!r}')
        self.reduction: Reduction = reduction

    def forward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        output, target = self._checked(output, target)
        squares = torch.sub(output, target).square_()
        return squares.mean() if self.reduction == "mean" else squares.sum()

    def backward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        output, target = self._checked(output, target)
        scale = 2 / output.numel() if self.reduction == "mean" else 2
        return torch.sub(output, target).mul_(scale)

    def _checked(self, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        output = as_floating(self, "output", output)
        target = as_same_kind(self, "target", target, output)
        if self.reduction == "mean" and output.numel() == 0:
            raise EmptyBatchError(
                f"{self}: the mean of no elements is undefined, got shape {tuple(output.shape)}; "
                "leave empty batches out"
            )
        return output, target

    def __repr__(self) -> str:
        return "MSELoss()" if self.reduction == "mean" else 'MSELoss(reduction="sum")'
