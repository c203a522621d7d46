"""What a network learns from and is tested on, and how well it does there."""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import OptionError, ShapeError
from core.losses import Loss
from core.module import Module
from core.sequential import evaluating


@dataclass(frozen=True)
class Split:
    """Inputs (N, features) and targets (N, outputs), one set to train on and one to test on.

    The targets of classes are one-hot (`core.datasets.one_hot`).

    Raises ShapeError for a set without points and for shapes that do not belong together,
    OptionError for an input or a target that is not finite.
    """

    train_input: Tensor
    train_target: Tensor
    test_input: Tensor
    test_target: Tensor

    def __post_init__(self) -> None:
        for name, tensor in vars(self).items():
            if tensor.dim() != 2 or not len(tensor):
                got = tuple(tensor.shape)
                raise ShapeError(f"Split: {name} must have shape (N, …), N at least 1, got {got}")
            if not tensor.isfinite().all():
                raise OptionError(f"Split: {name} must be finite, but holds NaN or infinity")
        _same_size(0, "train_input", self.train_input, "train_target", self.train_target)
        _same_size(0, "test_input", self.test_input, "test_target", self.test_target)
        _same_size(1, "train_input", self.train_input, "test_input", self.test_input)
        _same_size(1, "train_target", self.train_target, "test_target", self.test_target)


@dataclass(frozen=True)
class Evaluation:
    """Losses and errors of both sets at one moment; an error is a fraction of the points."""

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
    train_error = _error(train_output, split.train_target, split)
    test_error = _error(test_output, split.test_target, split)
    return Evaluation(epoch, train_loss, test_loss, train_error, test_error)


def predictions(output: Tensor, split: Split) -> Tensor:
    """The class of each row of `output` (N, outputs): (N,) int64.

    Several outputs: the largest one, argmax. One output has no rival, so it is compared with the
    middle between the smallest and the largest target to train on: 1 above it, 0 elsewhere.
    """
    if output.shape[1] > 1:
        return output.argmax(1)
    middle = (split.train_target.min() + split.train_target.max()) / 2
    return (output[:, 0] > middle).long()


def _error(output: Tensor, target: Tensor, split: Split) -> float:
    wrong = predictions(output, split) != predictions(target, split)
    return int(wrong.sum()) / len(wrong)


def _same_size(dimension: int, name: str, tensor: Tensor, other_name: str, other: Tensor) -> None:
    wanted, got = tensor.shape[dimension], other.shape[dimension]
    if wanted != got:
        what = ("rows", "columns")[dimension]
        raise ShapeError(f"Split: {other_name} must have {wanted} {what}, as {name}, got {got}")
