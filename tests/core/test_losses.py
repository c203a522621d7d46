"""What holds for every loss, and what is particular to one."""

import math

import pytest
import torch
from torch import Tensor

from core import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HingeLoss,
    HuberLoss,
    L1Loss,
    MSELoss,
    gradient_check,
)
from core.errors import DtypeError, EmptyBatchError, OptionError, RangeError, ShapeError
from core.losses import Loss
from tests.core.cases import InputCase
from tests.core.loss_cases import LOSSES, BadTarget, LossCase

F64 = torch.float64
MSE_CASE = LOSSES[0]


def _autograd(case: LossCase, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    output = output.detach().clone(memory_format=torch.preserve_format).requires_grad_()
    loss = case.twin()(output, target)
    (gradient,) = torch.autograd.grad(loss, output)
    return loss.detach(), gradient


def _assert_close(mine: Tensor, other: Tensor) -> None:
    torch.testing.assert_close(mine, other, rtol=1e-12, atol=1e-12)


def test_equals_float64_autograd(loss_case: LossCase, input_case: InputCase) -> None:
    output = input_case.make((3,), F64)
    target = loss_case.target(torch.cos(3 * output))
    loss = loss_case.make()
    if output.numel() == 0 and loss_case.empty_is_an_error:
        with pytest.raises(EmptyBatchError, match=r"mean of no elements.*\(0, 3\); leave empty"):
            loss.forward(output, target)
        with pytest.raises(EmptyBatchError, match=r"mean of no elements"):
            loss.backward(output, target)
        return
    value, gradient = _autograd(loss_case, output, target)
    _assert_close(loss.forward(output, target), value)
    _assert_close(loss.backward(output, target), gradient)


def test_the_sum_over_an_empty_batch_is_zero() -> None:
    for case in LOSSES:
        if not case.empty_is_an_error:
            output, target = case.draw(0, 3, dtype=torch.float32)
            assert case.make().forward(output, target) == 0
            assert case.make().backward(output, target).shape == (0, 3)
    with pytest.raises(EmptyBatchError):
        CrossEntropyLoss().forward(torch.zeros(0, 3), torch.zeros(0, dtype=torch.int64))


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_has_the_bits_of_torch(loss_case: LossCase, dtype: torch.dtype) -> None:
    output, target = loss_case.draw(100, 3, dtype=dtype)
    value, gradient = _autograd(loss_case, output, target)
    same = torch.equal(loss_case.make().forward(output, target), value)
    assert same or not loss_case.loss_has_bits_of_torch
    same = torch.equal(loss_case.make().backward(output, target), gradient)
    assert same or not loss_case.gradient_has_bits_of_torch


def test_passes_the_gradient_check(loss_case: LossCase) -> None:
    output, target = loss_case.draw(4, 3, dtype=F64)
    for rows in (slice(None), 0):
        report = gradient_check(loss_case.make(), output[rows], target[rows])
        assert report.worst.error < 1e-7, report


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_a_sample_is_a_batch_of_one(loss_case: LossCase, dtype: torch.dtype) -> None:
    output, target = loss_case.draw(1, 3, dtype=dtype)
    loss = loss_case.make()
    assert torch.equal(loss.forward(output[0], target[0]), loss.forward(output, target))
    assert torch.equal(loss.backward(output[0], target[0]), loss.backward(output, target)[0])


def test_the_mean_is_the_sum_divided(loss_case: LossCase) -> None:
    output, target = loss_case.draw(5, 3, dtype=F64)
    loss, mean, total = loss_case.make(), loss_case.make(), loss_case.make()
    mean.reduction, total.reduction = "mean", "sum"
    terms = 5 if isinstance(loss, CrossEntropyLoss) else 15
    _assert_close(mean.forward(output, target) * terms, total.forward(output, target))
    _assert_close(mean.backward(output, target) * terms, total.backward(output, target))


@pytest.mark.parametrize("dtype", [torch.float32, F64])
@pytest.mark.parametrize("size", [30.0, 1000.0, 1e30])
def test_extreme_outputs_stay_finite_and_right(
    loss_case: LossCase, dtype: torch.dtype, size: float
) -> None:
    if isinstance(loss_case.make(), MSELoss) and size > 1e4:
        return  # its square is not representable
    output, target = loss_case.draw(50, 3, dtype=dtype)
    output = output.sign() * size
    value, gradient = _autograd(loss_case, output.double(), _as_float64(target))
    loss = loss_case.make()
    found, slope = loss.forward(output, target), loss.backward(output, target)
    assert found.isfinite()
    assert found.dtype == slope.dtype == dtype
    torch.testing.assert_close(found.double(), value, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(slope.double(), gradient, rtol=1e-5, atol=1e-6)


def _as_float64(target: Tensor) -> Tensor:
    return target.double() if target.is_floating_point() else target


def test_works_in_every_mode(loss_case: LossCase, grad_mode: str) -> None:
    output, target = loss_case.draw(7, 3, dtype=F64)
    loss = loss_case.make()
    value, gradient = loss.forward(output, target), loss.backward(output, target)
    with torch.inference_mode(False), torch.enable_grad():
        plain = [tensor.clone() for tensor in (output, target)]
        wanted = _autograd(loss_case, *plain)
    _assert_close(value, wanted[0])
    _assert_close(gradient, wanted[1])


BAD_TARGETS = [(case, bad) for case in LOSSES for bad in case.bad_targets]


@pytest.mark.parametrize(
    ("case", "bad"), BAD_TARGETS, ids=[f"{case.name}-{bad.name}" for case, bad in BAD_TARGETS]
)
def test_refuses_a_target_that_does_not_fit(case: LossCase, bad: BadTarget) -> None:
    loss = case.make()
    _, good = case.draw(4, 3, dtype=torch.float32)
    loss.forward(torch.zeros(4, 3), good)  # one good target does not vouch for the next
    for call in (loss.forward, loss.backward, loss.forward):
        with pytest.raises(bad.error, match=bad.message) as caught:
            call(torch.zeros(4, 3), bad.make())  # type: ignore[arg-type]
        assert str(caught.value).startswith(f"{loss}: ")


def test_refuses_an_output_that_does_not_fit(loss_case: LossCase) -> None:
    loss = loss_case.make()
    _, target = loss_case.draw(4, 3, dtype=torch.float32)
    for call in (loss.forward, loss.backward):
        with pytest.raises(DtypeError, match=r"output must be floating, got torch\.int64"):
            call(torch.zeros(4, 3, dtype=torch.int64), target)
        with pytest.raises(DtypeError, match=r"output must be a torch\.Tensor, got list"):
            call([[0.0]], target)  # type: ignore[arg-type]
        with pytest.raises(ShapeError, match=r"target.* must have shape"):
            call(torch.zeros(5, 3), target)


def test_a_target_is_looked_through_again_when_it_is_another_tensor() -> None:
    loss, output = HingeLoss(), torch.zeros(2, 1)
    for number in (1.0, -1.0):
        loss.backward(output, torch.full((2, 1), number))
    with pytest.raises(RangeError):
        loss.backward(output, torch.zeros(2, 1))
    with pytest.raises(RangeError):
        loss.backward(output, torch.zeros(2, 1))


def test_builds_no_graph_and_keeps_its_inputs(loss_case: LossCase) -> None:
    output, target = loss_case.draw(4, 3, dtype=torch.float32)
    before = output.clone(), target.clone()
    output.requires_grad_()
    if target.is_floating_point():
        target.requires_grad_()
    loss = loss_case.make()
    assert not loss.forward(output, target).requires_grad
    assert not loss.backward(output, target).requires_grad
    assert torch.equal(output.detach(), before[0])
    assert torch.equal(target.detach(), before[1])


def test_the_mean_of_squares_is_over_all_elements() -> None:
    output, target = torch.tensor([[3.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 2)
    assert MSELoss().forward(output, target) == 10 / 4
    assert torch.equal(MSELoss().backward(output, target), output * 2 / 4)
    assert MSELoss("sum").forward(output, target) == 10
    assert torch.equal(MSELoss("sum").backward(output, target), output * 2)


def test_the_absolute_error_has_no_slope_where_there_is_none() -> None:
    output, target = torch.tensor([[2.0], [-1.0], [-3.0]]), torch.full((3, 1), -1.0)
    assert L1Loss().forward(output, target) == 5 / 3
    assert L1Loss("sum").backward(output, target).tolist() == [[1], [0], [-1]]


def test_huber_is_a_parabola_inside_delta_and_straight_outside() -> None:
    output, target = torch.tensor([[0.5], [2.0], [5.0], [-5.0]]), torch.zeros(4, 1)
    losses = [HuberLoss(delta=2).forward(x, t).item() for x, t in zip(output, target, strict=True)]
    assert losses == [0.125, 2, 8, 8]
    assert HuberLoss("sum", delta=2).backward(output, target).tolist() == [[0.5], [2], [2], [-2]]


def test_hinge_costs_nothing_beyond_the_margin() -> None:
    output = torch.tensor([[2.0], [1.0], [0.25], [-3.0]])
    target = torch.tensor([[1.0], [1.0], [-1.0], [1.0]])
    assert HingeLoss("sum").forward(output, target) == 0 + 0 + 1.25 + 4
    assert HingeLoss("sum").backward(output, target).tolist() == [[0], [0], [1], [-1]]


def test_cross_entropies_of_what_is_known() -> None:
    odds = torch.tensor([[math.log(3.0)]], dtype=F64)  # a probability of 3/4
    yes, no = torch.ones(1, 1, dtype=F64), torch.zeros(1, 1, dtype=F64)
    assert BCEWithLogitsLoss().forward(odds, yes).item() == pytest.approx(math.log(4 / 3))
    assert BCEWithLogitsLoss().forward(odds, no).item() == pytest.approx(math.log(4))
    assert BCEWithLogitsLoss().backward(odds, no).item() == pytest.approx(0.75)

    scores = torch.tensor([1.0, 2.0, 5.0], dtype=F64).log()
    loss = CrossEntropyLoss()
    for target in (torch.tensor(1), torch.tensor([0.0, 1.0, 0.0], dtype=F64)):
        assert loss.forward(scores, target).item() == pytest.approx(math.log(4))
        wanted = torch.tensor([1 / 8, 2 / 8 - 1, 5 / 8], dtype=F64)
        _assert_close(loss.backward(scores, target), wanted)


def test_class_numbers_and_one_hot_rows_are_the_same_target() -> None:
    output, classes = torch.randn(20, 3), torch.arange(20) % 3
    rows, loss = torch.eye(3)[classes], CrossEntropyLoss()
    assert torch.equal(loss.forward(output, classes), loss.forward(output, rows))
    assert torch.equal(loss.backward(output, classes), loss.backward(output, rows))


@pytest.mark.parametrize("shape", [(), (4, 1), (1,), (4, 3, 2)])
def test_cross_entropy_needs_rows_of_two_classes_or_more(shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match=r"output must have shape \(classes,\) or \(N, classes\)"):
        CrossEntropyLoss().forward(torch.zeros(shape), torch.ones(shape))


@pytest.mark.parametrize("dtype", [torch.float32, F64, torch.bfloat16])
def test_rounding_does_not_keep_a_row_from_adding_up(dtype: torch.dtype) -> None:
    _, numbers = MSE_CASE.draw(50, 100, dtype=F64)
    target, output = (5 * numbers).softmax(-1).to(dtype), torch.zeros(50, 100, dtype=dtype)
    assert CrossEntropyLoss().forward(output, target).item() == pytest.approx(math.log(100), 0.02)
    with pytest.raises(RangeError, match="adds up to"):
        CrossEntropyLoss().forward(output, target * 0.8)
    thirds = torch.full((1, 3), 0.3333)
    assert CrossEntropyLoss().forward(torch.zeros(1, 3), thirds).item() == pytest.approx(
        math.log(3), 1e-3
    )


def test_refuses_another_reduction(loss_case: LossCase) -> None:
    kind = type(loss_case.make())
    with pytest.raises(OptionError, match=rf'{kind.__name__}: reduction must be "mean" or "sum"'):
        kind("none")  # type: ignore[arg-type]


@pytest.mark.parametrize("delta", [0, -1.0, math.nan, math.inf, "1", True])
def test_refuses_another_delta(delta: float) -> None:
    with pytest.raises(OptionError, match=r"HuberLoss: delta must be"):
        HuberLoss(delta=delta)


def test_says_what_it_is() -> None:
    losses: list[Loss] = [
        MSELoss(),
        MSELoss("sum"),
        L1Loss(),
        HuberLoss(),
        HuberLoss("sum", 2),
        BCEWithLogitsLoss(),
        CrossEntropyLoss("sum"),
        HingeLoss(),
    ]
    assert [repr(loss) for loss in losses] == [
        "MSELoss()",
        'MSELoss(reduction="sum")',
        "L1Loss()",
        "HuberLoss(delta=1.0)",
        'HuberLoss(delta=2.0, reduction="sum")',
        "BCEWithLogitsLoss()",
        'CrossEntropyLoss(reduction="sum")',
        "HingeLoss()",
    ]
