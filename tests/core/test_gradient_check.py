"""The checker must find wrong gradients, name them, and leave the module alone."""

import math

import pytest
import torch
from torch import Tensor

from core import SGD, Linear, Module, MSELoss, Parameter, Sequential, Tanh, gradient_check
from core.errors import DtypeError, MissingGradientError, OptionError, ShapeError


class Scale(Module):
    """y = a x, with a backward whose two results can be spoilt."""

    def __init__(self, input_factor: float = 1, parameter_factor: float | None = 1) -> None:
        self.a = Parameter(torch.tensor([1.5, -2.0, 0.5]))
        self.input_factor = input_factor
        self.parameter_factor = parameter_factor

    def forward(self, x: Tensor) -> Tensor:
        self.x = x
        return x * self.a.p

    def backward(self, gradient: Tensor) -> Tensor:
        if self.parameter_factor is not None:
            self.a.gradient = (gradient * self.x).sum(0) * self.parameter_factor
        return gradient * self.a.p * self.input_factor


X = torch.tensor([[0.3, -1.0, 2.0], [1.0, 0.5, -0.7]])


def test_a_module_of_one_s_own_passes() -> None:
    assert gradient_check(Scale(), X).worst.error < 1e-8


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.999, 1.00001, math.nan, math.inf])
def test_a_wrong_gradient_is_named(factor: float) -> None:
    wrong_input = gradient_check(Scale(input_factor=factor), X)
    assert wrong_input.worst.name == "input"
    assert wrong_input.worst.error > 5e-6
    wrong_parameter = gradient_check(Sequential([Tanh(), Scale(parameter_factor=factor)]), X)
    assert wrong_parameter.worst.name == "1.a"
    assert wrong_parameter.worst.error > 5e-6
    assert wrong_parameter.errors[0].error < 1e-7


def test_a_gradient_of_zeros_is_found() -> None:
    report = gradient_check(Scale(input_factor=0), X)
    assert report.errors[0].error == 1


def test_a_missing_gradient_or_another_shape_is_an_error() -> None:
    with pytest.raises(MissingGradientError, match=r"Scale\(\): backward stored no gradient of a"):
        gradient_check(Scale(parameter_factor=None), X)
    with pytest.raises(ShapeError, match=r"gradient of a must have shape \(3,\), got \(\)"):
        gradient_check(Scale(), X[0])  # its sum(0) is right for batches only


def test_leaves_the_module_as_it_was() -> None:
    module = Sequential([Linear(3, 2), Tanh()])
    optimizer = SGD(module.param(), 0.1)
    output = module.forward(X)
    module.backward(torch.ones_like(output))
    parts = [
        (each.p, each.p.clone(), each.gradient, each.gradient.clone()) for each in module.param()
    ]
    x = X.clone()
    gradient_check(module, x)
    assert torch.equal(x, X)
    for parameter, (value, value_copy, gradient, gradient_copy) in zip(
        module.param(), parts, strict=True
    ):
        assert parameter.p is value
        assert parameter.gradient is gradient
        assert torch.equal(value, value_copy)
        assert torch.equal(gradient, gradient_copy)
    module.backward(torch.ones_like(output))  # its last forward is still the float32 one
    optimizer.step()


def test_works_in_every_mode(grad_mode: str) -> None:
    module = Sequential([Linear(3, 2), Tanh()])
    module.backward(module.forward(X * 1))
    for parameter in module.param():
        parameter.p = parameter.p - 0.1 * parameter.gradient
    assert gradient_check(module, X * 1).worst.error < 1e-7
    assert gradient_check(MSELoss(), X * 1, X * 2).worst.error < 1e-7


def test_takes_tensors_that_were_made_in_inference_mode() -> None:
    with torch.inference_mode():
        x = X.double()
        module = Linear(3, 2, dtype=torch.float64)
        for parameter in module.param():
            parameter.p = parameter.p * 1
    assert gradient_check(module, x).worst.error < 1e-7


def test_an_empty_batch_has_nothing_wrong() -> None:
    assert gradient_check(Linear(3, 2), X[:0]).worst.error == 0


def test_refuses_what_it_cannot_check() -> None:
    with pytest.raises(OptionError, match=r"MSELoss\(\) is a loss and needs a target, got none"):
        gradient_check(MSELoss(), X)
    with pytest.raises(OptionError, match=r"Tanh\(\) is no loss and takes no target, got one"):
        gradient_check(Tanh(), X, X)
    for step in (0, -1e-6, math.nan, math.inf, "1e-6"):
        with pytest.raises(OptionError, match=r"step must be (above 0|a finite number), got"):
            gradient_check(Tanh(), X, step=step)  # type: ignore[arg-type]
    with pytest.raises(DtypeError, match=r"gradient_check: input must be floating"):
        gradient_check(Tanh(), torch.ones(2, 3, dtype=torch.int64))
