"""Losses for targets that are classes. Their outputs are scores of any size, never probabilities.

So the last layer is a Linear: what turns scores into probabilities (sigmoid, softmax) is part of
the loss, where it cannot overflow and its gradient cannot vanish on the wrong side.
"""

from abc import abstractmethod
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from core.errors import RangeError
from core.losses.base import Loss, Reduction
from core.module import as_floating, wrong_dtype, wrong_shape


class ClassificationLoss(Loss):
    """A loss whose targets are classes, which not every number can be.

    The numbers of a target are looked through once, when the tensor is first met: forward and
    backward of a step cost one look.

    thresholds  a single output, and a single target, above which a point is of class 1.
    """

    thresholds: ClassVar[tuple[float, float]] = (0.0, 0.5)

    def __init__(self, reduction: Reduction = "mean") -> None:
        super().__init__(reduction)
        self._known: Tensor | None = None

    def _checked(self, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        output, target = super()._checked(output, target)
        if target is not self._known and target.numel():
            self._check_numbers(target)
            self._known = target
        return output, target

    @abstractmethod
    def _check_numbers(self, target: Tensor) -> None:
        """Raise RangeError if these numbers cannot be targets."""


class BCEWithLogitsLoss(ClassificationLoss):
    """Binary cross-entropy of logits, over all n = N·outputs elements, as torch's.

        L = -Σ (t log p + (1 - t) log(1 - p)) / n,   p = 1/(1 + e⁻ˣ)

    Each output x is a yes-or-no question of its own, and p the probability of yes.
    Shapes: output x and target t are both (N, outputs), or (outputs,) for one sample.
    Target: 0 or 1, or a probability between.
    Backward: dL/dx = (p - t) / n.
    reduction="sum" leaves out both divisions by n.

    Computed as (1 - t) x - log p with log p = min(x, 0) - log(1 + e^-|x|): nothing overflows.
    Raises as `Loss`; RangeError for a target outside [0, 1].
    Source: Bishop, Pattern Recognition and Machine Learning, 2006, equation 4.90.
    """

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        return torch.rsub(target, 1).mul_(output).sub_(functional.logsigmoid(output))

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.sigmoid(output).sub_(target).mul_(scale)

    def _check_numbers(self, target: Tensor) -> None:
        low, high = _ends(target)
        if not 0 <= low <= high <= 1:
            raise RangeError(
                f"{self}: target must be from 0 to 1, got {low:g} to {high:g}; name the two "
                "classes 0 and 1"
            )


class CrossEntropyLoss(ClassificationLoss):
    """Cross-entropy of the softmax of each row, over N samples, as torch's CrossEntropyLoss.

        L = -Σₙ Σᵢ tₙᵢ log pₙᵢ / N,   pₙᵢ = exp(xₙᵢ)/Σⱼ exp(xₙⱼ)

    Shapes: output x is (N, classes), or (classes,) for one sample, with 2 classes or more.
    Target: t of x's shape and dtype, each row one-hot or probabilities that add up to 1; or the
    number of each sample's class, from 0 on, int64, of shape (N,), or () for one sample.
    Backward: dL/dx = (p - t) / N.
    reduction="sum" leaves out both divisions by N.

    log p is x less its row's maximum, less the logarithm of the sum of exponentials of that.
    Raises as `Loss`; RangeError for rows or class numbers that are none.
    Source: Bishop, Pattern Recognition and Machine Learning, 2006, equations 4.104 and 4.108.
    """

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        return torch.log_softmax(output, -1).mul_(target).neg_()

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.softmax(output, -1).sub_(target).mul_(scale)

    def _mean(self, values: Tensor) -> Tensor:
        return values.sum().div_(self._terms(values))

    def _terms(self, output: Tensor) -> int:
        return output.numel() // output.shape[-1]

    def _checked(self, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        output = as_floating(self, "output", output)
        if not 1 <= output.dim() <= 2 or output.shape[-1] < 2:
            wanted = "(classes,) or (N, classes) with at least 2 classes"
            raise wrong_shape(self, "output", wanted, output)
        if isinstance(target, Tensor) and not target.is_floating_point():
            self._refuse_empty(output)
            return output, self._one_hot(output, target)
        return super()._checked(output, target)

    def _one_hot(self, output: Tensor, numbers: Tensor) -> Tensor:
        if numbers.dtype is not torch.int64:
            raise wrong_dtype(self, "target of class numbers", torch.int64, numbers)
        classes = output.shape[-1]
        if numbers.shape != output.shape[:-1]:
            wanted = f"{tuple(output.shape[:-1])}, a number for each row of the output"
            raise wrong_shape(self, "target of class numbers", wanted, numbers)
        if numbers.numel():
            low, high = _ends(numbers)
            if not 0 <= low <= high < classes:
                raise RangeError(
                    f"{self}: class numbers must be from 0 to {classes - 1}, as there are "
                    f"{classes} outputs, got {low:g} to {high:g}"
                )
        return functional.one_hot(numbers, classes).to(output.dtype)

    def _check_numbers(self, target: Tensor) -> None:
        lowest = target.min().item()
        if not lowest >= 0:
            raise RangeError(
                f"{self}: target must be probabilities or one-hot, got {lowest:g} among them"
            )
        sums = _ends(target.sum(-1))
        slack = torch.finfo(target.dtype).eps ** 0.5
        if not 1 - slack <= sums[0] <= sums[1] <= 1 + slack:
            worst = max(sums, key=lambda each: abs(each - 1))
            raise RangeError(
                f"{self}: each row of target must add up to 1, as one-hot or probabilities do, "
                f"got one that adds up to {worst:g}"
            )


class HingeLoss(ClassificationLoss):
    """Hinge loss over all n = N·outputs elements: L = Σ max(0, 1 - t x) / n.

    Each output x is a yes-or-no question of its own; its sign is the answer, and answers on the
    right side of the margin, t x ≥ 1, cost nothing.
    Shapes: output x and target t are both (N, outputs), or (outputs,) for one sample.
    Target: -1 or +1.
    Backward: dL/dx = -t / n where t x < 1, else 0.
    reduction="sum" leaves out both divisions by n.

    Raises as `Loss`; RangeError for a target that is neither -1 nor +1.
    Source: Cortes & Vapnik, Machine Learning 20, 1995, in the form without constraints.
    """

    thresholds = (0.0, 0.0)

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        return torch.mul(output, target).neg_().add_(1).clamp_min_(0)

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.where(torch.mul(output, target) < 1, target * -scale, 0.0)

    def _check_numbers(self, target: Tensor) -> None:
        if _ends(target.abs()) != (1.0, 1.0):
            low, high = _ends(target)
            raise RangeError(
                f"{self}: target must be -1 or +1 everywhere, got numbers from {low:g} to "
                f"{high:g}; 2 * target - 1 makes them of 0 and 1"
            )


def _ends(tensor: Tensor) -> tuple[float, float]:
    """The smallest and the largest element; NaN if one is."""
    low, high = torch.aminmax(tensor)
    return low.item(), high.item()
