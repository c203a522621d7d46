"""What a network learns from and is tested on, and how well it does there."""

import math
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from core.errors import OptionError, ShapeError
from core.losses import ClassificationLoss, Loss
from core.metrics import error_rate
from core.module import Module, as_floating
from core.sequential import evaluating


@dataclass(frozen=True, eq=False)
class Split:
    """Inputs (N, …) and targets (N, outputs), one set to train on and one to test on.

    An input is a row of features, or of any shape that the network takes. The targets of several
    classes are one-hot (`core.datasets.one_hot`), those of two may be one column of two numbers.

    Raises ShapeError for a set without points and for shapes that do not belong together,
    DtypeError for what is no floating tensor, OptionError for a number that is not finite.
    """

    train_input: Tensor
    train_target: Tensor
    test_input: Tensor
    test_target: Tensor

    def __post_init__(self) -> None:
        for name, tensor in vars(self).items():
            as_floating("Split", name, tensor)
            is_target = name.endswith("target")
            if tensor.dim() < 2 or (is_target and tensor.dim() > 2) or not len(tensor):
                wanted = "(N, outputs)" if is_target else "(N, …)"
                got = tuple(tensor.shape)
                raise ShapeError(f"Split: {name} must have shape {wanted}, N at least 1, got {got}")
            if not tensor.isfinite().all():
                raise OptionError(f"Split: {name} must be finite, but holds NaN or infinity")
        _same_length("train_input", self.train_input, "train_target", self.train_target)
        _same_length("test_input", self.test_input, "test_target", self.test_target)
        _same_rows("train_input", self.train_input, "test_input", self.test_input)
        _same_rows("train_target", self.train_target, "test_target", self.test_target)

    def to(self, device: torch.device | str) -> "Split":
        """The same points on `device`, where the network is that they are for."""
        return Split(
            self.train_input.to(device),
            self.train_target.to(device),
            self.test_input.to(device),
            self.test_target.to(device),
        )

    @cached_property
    def has_classes(self) -> bool:
        """Whether at most two numbers occur in train_target, as in one-hot rows."""
        low, high = self.train_target.aminmax()
        return bool(((self.train_target == low) | (self.train_target == high)).all())


@dataclass(frozen=True)
class Evaluation:
    """Losses and errors of both sets at one moment.

    An error is the share of points put into a wrong class (`predictions`); NaN where there are no
    classes, because neither the loss is one of classes nor are the targets.
    """

    epoch: float
    train_loss: float
    test_loss: float
    train_error: float
    test_error: float


def evaluate(model: Module, split: Split, criterion: Loss, epoch: float) -> Evaluation:
    """Put both sets through the network, in evaluation mode; its last forward is the test set's."""
    with evaluating(model), torch.inference_mode():
        train_output = model.forward(split.train_input)
        train_loss = criterion.forward(train_output, split.train_target).item()
        test_output = model.forward(split.test_input)
        test_loss = criterion.forward(test_output, split.test_target).item()
    train_error = _error(train_output, split.train_target, split, criterion)
    test_error = _error(test_output, split.test_target, split, criterion)
    return Evaluation(epoch, train_loss, test_loss, train_error, test_error)


def predictions(output: Tensor, split: Split, criterion: Loss | None = None) -> Tensor:
    """The class of each row of `output` (N, outputs): (N,) int64.

    Several outputs: the largest one, argmax. One output has no rival, so it is compared with
    `thresholds`: 1 above it, 0 elsewhere.
    """
    return _classes(output, thresholds(split, criterion)[0])


def thresholds(split: Split, criterion: Loss | None = None) -> tuple[float, float]:
    """A single output, and a single target, above which a point is of class 1.

    A loss of classes knows both: of a logit it is 0, and of its target 1/2. For any other loss, and
    for none, both are the middle between the smallest and the largest target to train on.
    """
    if isinstance(criterion, ClassificationLoss):
        return criterion.thresholds
    low, high = split.train_target.aminmax()
    middle = float((low + high) / 2)
    return middle, middle


def _error(output: Tensor, target: Tensor, split: Split, criterion: Loss) -> float:
    if not (isinstance(criterion, ClassificationLoss) or split.has_classes):
        return math.nan
    above_output, above_target = thresholds(split, criterion)
    return error_rate(_classes(output, above_output), _classes(target, above_target))


def _classes(values: Tensor, threshold: float) -> Tensor:
    return values.argmax(1) if values.shape[1] > 1 else (values[:, 0] > threshold).long()


def _same_length(name: str, tensor: Tensor, other_name: str, other: Tensor) -> None:
    if len(other) != len(tensor):
        raise ShapeError(
            f"Split: {other_name} must have {len(tensor)} rows, as {name}, got {len(other)}"
        )


def _same_rows(name: str, tensor: Tensor, other_name: str, other: Tensor) -> None:
    wanted, got = tuple(tensor.shape[1:]), tuple(other.shape[1:])
    if wanted != got:
        raise ShapeError(
            f"Split: the rows of {other_name} must have shape {wanted}, as {name}, got {got}"
        )
