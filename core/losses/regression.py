"""Losses for targets that are numbers: the difference z = x - t of output and target counts."""

import torch
from torch import Tensor

from core.losses.base import Loss, Reduction
from core.options import positive


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

    Raises as `Loss`.
    """

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        return torch.sub(output, target).square_()

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.sub(output, target).mul_(2 * scale)


class L1Loss(Loss):
    """Absolute error over all n = N·outputs elements: L = Σ |x - t| / n, as torch's L1Loss.

    Shapes: output x and target t are both (N, outputs), or (outputs,) for one sample.
    Backward: dL/dx = sign(x - t) / n, and 0 at x = t.
    reduction="sum" leaves out both divisions by n.

    An outlier pulls no harder than any other point: the best constant is the median of the
    targets, that of the squared error is their mean.
    Raises as `Loss`.
    """

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        return torch.sub(output, target).abs_()

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.sub(output, target).sign_().mul_(scale)


class HuberLoss(Loss):
    """Squared error up to delta, absolute beyond it, over all n = N·outputs elements.

        L = Σ h(x - t) / n,   h(z) = z²/2 for |z| ≤ delta, else delta (|z| - delta/2)

    Shapes: output x and target t are both (N, outputs), or (outputs,) for one sample.
    Backward: dL/dx = min(max(x - t, -delta), delta) / n.
    reduction="sum" leaves out both divisions by n.

    Raises as `Loss`; OptionError for a delta that is not positive and finite.
    Source: Huber, Annals of Mathematical Statistics 35, 1964; arguments as torch's HuberLoss.
    """

    def __init__(self, reduction: Reduction = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction)
        self.delta = positive("HuberLoss", "delta", delta)

    def _values(self, output: Tensor, target: Tensor) -> Tensor:
        distance = torch.sub(output, target).abs_()
        near = distance.clamp_max(self.delta)
        return distance.sub_(near, alpha=0.5).mul_(near)  # both cases of h at once

    def _gradient(self, output: Tensor, target: Tensor, scale: float) -> Tensor:
        return torch.sub(output, target).clamp_(-self.delta, self.delta).mul_(scale)

    def _options(self) -> list[str]:
        return [f"delta={self.delta}", *super()._options()]
