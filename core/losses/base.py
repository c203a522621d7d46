"""The contract of every loss: checks, the mean over the batch, and what a subclass writes."""

from abc import abstractmethod
from typing import Literal, get_args

from torch import Tensor

from core.errors import EmptyBatchError, OptionError
from core.module import Module, as_floating, as_same_kind

Reduction = Literal["mean", "sum"]


class Loss(Module):
    """A module that compares an output with a target of the same shape and dtype.

    Unlike other modules it remembers no forward: backward takes what forward takes.

    reduction="mean" divides the sum of all terms, and the gradient, by their number; "sum" does
    not. There is a term for every element, unless the loss says otherwise.

    Raises ShapeError, DtypeError; OptionError for another reduction; EmptyBatchError for the mean
    of no elements.
    """

    def __init__(self, reduction: Reduction = "mean") -> None:
        if reduction not in get_args(Reduction):
            raise OptionError(
                f'{type(self).__name__}: reduction must be "mean" or "sum", got {reduction!r}'
            )
        self.reduction: Reduction = reduction

    def forward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """The loss, of shape ()."""
        output, target = self._checked(output, target)
        values = self._values(output, target)
        return self._mean(values) if self.reduction == "mean" else values.sum()

    def backward(self, output: Tensor, target: Tensor) -> Tensor:  # type: ignore[override]
        """dL/d(output), of the output's shape."""
        output, target = self._checked(output, target)
        scale = 1 / self._terms(output) if self.reduction == "mean" else 1.0
        return self._gradient(output, target, scale)

    def of_replicas(self, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Loss and dL/d(output) of R networks at once, each for itself: (R,) and (R, N, outputs).

        outputs is (R, N, outputs), targets has the targets of each network along its first
        dimension.
        """
        output, target = self._checked(outputs.flatten(0, 1), targets.flatten(0, 1))
        terms = self._terms(outputs[0]) if self.reduction == "mean" else 1
        losses = self._values(output, target).view(len(outputs), -1).sum(1).div_(terms)
        return losses, self._gradient(output, target, 1 / terms).view_as(outputs)

    @abstractmethod
    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        """A new tensor whose elements add up to the loss before the mean is taken."""

    @abstractmethod
    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        """A new tensor: `scale` times the derivative of that sum by every output."""

    def _mean(self, values: Tensor) -> Tensor:
        """The sum of what `_values` returned, divided by `_terms`."""
        return values.mean()

    def _terms(self, output: Tensor) -> int:
        """How many terms the mean is over."""
        return output.numel()

    def _checked(self, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        output = as_floating(self, "output", output)
        target = as_same_kind(self, "target", target, output)
        self._refuse_empty(output)
        return output, target

    def _refuse_empty(self, output: Tensor) -> None:
        if self.reduction == "mean" and output.numel() == 0:
            raise EmptyBatchError(
                f"{self}: the mean of no elements is undefined, got shape {tuple(output.shape)}; "
                "leave empty batches out"
            )

    def _options(self) -> list[str]:
        """The options as the constructor takes them, those left at torch's default aside."""
        return [] if self.reduction == "mean" else [f'reduction="{self.reduction}"']

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._options())})"
