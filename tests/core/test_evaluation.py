"""Loss and error of a network for every kind of loss and target."""

import math

import pytest
import torch
from torch import Tensor

from core import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HingeLoss,
    HuberLoss,
    Identity,
    L1Loss,
    Module,
    MSELoss,
)
from core.errors import ShapeError
from core.evaluation import Split, evaluate, predictions, thresholds
from core.losses import Loss
from tests.core.loss_cases import LOSSES, LossCase


def column(*numbers: float) -> Tensor:
    return torch.tensor(numbers, dtype=torch.float32)[:, None]


def errors(output: Tensor, target: Tensor, criterion: Loss) -> tuple[float, float]:
    """The train error of a network with this output, and the test error of a perfect one."""
    found = evaluate(Identity(), Split(output, target, target, target), criterion, 1.5)
    assert found.epoch == 1.5
    assert found.train_loss == criterion.forward(output, target).item()
    assert found.test_loss == criterion.forward(target, target).item()
    return found.train_error, found.test_error


@pytest.mark.parametrize("criterion", [MSELoss(), L1Loss(), HuberLoss()])
def test_two_numbers_are_told_apart_at_their_middle(criterion: Loss) -> None:
    assert errors(column(3.9, 4.1, 4.1, 9), column(2, 2, 6, 6), criterion) == (0.25, 0)
    assert errors(column(0.4, 0.6, 0.6, 0.4), column(0, 0, 1, 1), criterion) == (0.5, 0)


def test_a_logit_is_told_apart_at_zero_and_its_target_at_one_half() -> None:
    assert errors(column(0.4, -0.1, 0.1, 3), column(0, 0, 1, 1), BCEWithLogitsLoss())[0] == 0.25
    soft = column(0.1, 0.45, 0.55, 0.8)  # four numbers, and still two classes
    assert errors(column(-1, -2, 1, -1), soft, BCEWithLogitsLoss())[0] == 0.25
    # Even where one class alone is to be learnt: the middle of its targets would be its target.
    assert errors(column(1, 2), column(1, 1), BCEWithLogitsLoss())[0] == 0


def test_the_sign_is_the_answer_to_a_hinge() -> None:
    output, target = column(0.9, -0.1, 0.2, -3), column(-1, -1, 1, 1)
    assert errors(output, target, HingeLoss()) == (0.5, 0)


@pytest.mark.parametrize("case", LOSSES, ids=[case.name for case in LOSSES])
def test_several_outputs_are_told_apart_by_the_largest(case: LossCase) -> None:
    numbers = torch.tensor([[0.9, -0.5, -0.2], [-0.8, -0.7, 0.6], [-0.9, 0.3, -0.1]])
    target = case.target(numbers)
    if target.dim() == 1:
        return  # class numbers, which a Split does not take
    kinds = ("l1", "mse", "huber")
    if case.name.startswith(kinds):
        target = torch.eye(3)[[0, 2, 1]]
    output = torch.tensor([[2.0, 1.0, -3.0], [5.0, 1.0, 4.0], [0.0, 7.0, 2.0]])
    assert errors(output, target, case.make())[0] == 1 / 3


@pytest.mark.parametrize("criterion", [MSELoss(), L1Loss(), HuberLoss()])
@pytest.mark.parametrize("width", [1, 3])
def test_numbers_that_are_no_classes_have_no_error(criterion: Loss, width: int) -> None:
    target = torch.arange(4.0)[:, None].expand(4, width)
    assert all(map(math.isnan, errors(target + 1, target, criterion)))


def test_the_classes_of_outputs_are_known_without_targets() -> None:
    split = Split(*[column(0, 1)] * 4)
    assert thresholds(split) == thresholds(split, MSELoss()) == (0.5, 0.5)
    assert thresholds(split, BCEWithLogitsLoss()) == (0, 0.5)
    output = column(-1, 0, 0.3, 0.7)
    assert predictions(output, split).tolist() == [0, 0, 0, 1]
    assert predictions(output, split, BCEWithLogitsLoss()).tolist() == [0, 0, 1, 1]
    rows = torch.tensor([[1.0, 3.0, 2.0]])
    assert predictions(rows, split, CrossEntropyLoss()).tolist() == [1]


def test_inputs_may_have_any_shape_but_one_for_both_sets() -> None:
    class Mean(Module):
        def forward(self, x: Tensor) -> Tensor:
            return x.mean((1, 2, 3))[:, None]

        def backward(self, gradient: Tensor) -> Tensor:
            raise NotImplementedError

    images = torch.stack([torch.zeros(3, 4, 4), torch.ones(3, 4, 4)])
    found = evaluate(Mean(), Split(images, column(0, 1), images, column(1, 0)), MSELoss(), 0)
    assert (found.train_error, found.test_error) == (0, 1)
    with pytest.raises(ShapeError, match=r"rows of test_input must have shape \(3, 4, 4\), as tra"):
        Split(images, column(0, 1), images[:, :, :2], column(0, 1))
    with pytest.raises(ShapeError, match=r"train_target must have shape \(N, outputs\), N at lea"):
        Split(images, torch.zeros(2, 1, 1), images, column(0, 1))
    with pytest.raises(ShapeError, match=r"test_target must have 2 rows, as test_input, got 3"):
        Split(images, column(0, 1), images, column(0, 1, 1))
