"""What holds for every loss, and the scale of the mean squared error."""

import pytest
import torch
from torch import Tensor

from core import MSELoss, gradient_check
from core.errors import DtypeError, EmptyBatchError, OptionError, ShapeError
from tests.core.cases import InputCase, LossCase

F64 = torch.float64


def _autograd(case: LossCase, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    output = output.detach().clone(memory_format=torch.preserve_format).requires_grad_()
    loss = case.twin()(output, target)
    (gradient,) = torch.autograd.grad(loss, output)
    return loss.detach(), gradient


def test_equals_float64_autograd(loss_case: LossCase, input_case: InputCase) -> None:
    output = input_case.make(3, F64)
    target = torch.cos(output)
    loss = loss_case.make()
    if output.numel() == 0 and loss_case.empty_is_an_error:
        with pytest.raises(EmptyBatchError, match=r"mean of no elements.*\(0, 3\); leave empty"):
            loss.forward(output, target)
        with pytest.raises(EmptyBatchError, match=r"mean of no elements"):
            loss.backward(output, target)
        return
    value, gradient = _autograd(loss_case, output, target)
    torch.testing.assert_close(loss.forward(output, target), value, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(loss.backward(output, target), gradient, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_has_the_bits_of_torch(
    loss_case: LossCase, dtype: torch.dtype, generator: torch.Generator
) -> None:
    output, target = torch.randn(2, 100, 3, generator=generator, dtype=dtype)
    value, gradient = _autograd(loss_case, output, target)
    assert torch.equal(loss_case.make().forward(output, target), value)
    assert torch.equal(loss_case.make().backward(output, target), gradient)


def test_passes_the_gradient_check(loss_case: LossCase, generator: torch.Generator) -> None:
    output, target = torch.randn(2, 4, 3, generator=generator)
    for rows in (slice(None), 0):
        report = gradient_check(loss_case.make(), output[rows], target[rows])
        assert report.worst.error < 1e-7, report


def test_refuses_what_does_not_match(loss_case: LossCase) -> None:
    loss = loss_case.make()
    output = torch.zeros(4, 2)
    for call in (loss.forward, loss.backward):
        with pytest.raises(ShapeError, match=r"target must have shape \(4, 2\), as the output, g"):
            call(output, torch.zeros(4, 1))  # would broadcast
        with pytest.raises(ShapeError, match=r"got \(4,\)"):
            call(output, torch.zeros(4))
        with pytest.raises(DtypeError, match=r"target must be torch\.float32, got torch\.float64"):
            call(output, torch.zeros(4, 2, dtype=F64))
        with pytest.raises(DtypeError, match=r"target must be floating, got torch\.int64"):
            call(output, torch.zeros(4, 2, dtype=torch.int64))
        with pytest.raises(DtypeError, match=r"output must be floating, got torch\.int64"):
            call(torch.zeros(4, 2, dtype=torch.int64), output)
        with pytest.raises(DtypeError, match=r"target must be a torch\.Tensor, got int"):
            call(output, 1)  # type: ignore[arg-type]


def test_builds_no_graph_and_keeps_its_inputs(loss_case: LossCase) -> None:
    output = torch.ones(4, 2, requires_grad=True)
    target = torch.zeros(4, 2, requires_grad=True)
    loss = loss_case.make()
    assert not loss.forward(output, target).requires_grad
    assert not loss.backward(output, target).requires_grad
    assert torch.equal(output.detach(), torch.ones(4, 2))
    assert torch.equal(target.detach(), torch.zeros(4, 2))


def test_the_mean_is_over_all_elements() -> None:
    output, target = torch.tensor([[3.0, 0.0], [0.0, 1.0]]), torch.zeros(2, 2)
    assert MSELoss().forward(output, target) == 10 / 4
    assert torch.equal(MSELoss().backward(output, target), output * 2 / 4)
    assert MSELoss("sum").forward(output, target) == 10
    assert torch.equal(MSELoss("sum").backward(output, target), output * 2)


def test_refuses_another_reduction() -> None:
    with pytest.raises(OptionError, match=r'reduction must be "mean" or "sum", got \'none\''):
        MSELoss("none")  # type: ignore[arg-type]


def test_says_what_it_is() -> None:
    assert repr(MSELoss()) == "MSELoss()"
    assert repr(MSELoss("sum")) == 'MSELoss(reduction="sum")'
