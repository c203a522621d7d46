"""Clipping as torch's, and penalties beside central differences and torch's weight decay."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from core import L1, L2, SGD, MSELoss, Parameter, Sequential, clip_grad_norm_
from core.errors import MissingGradientError, OptionError
from core.flat import FlatParameters
from core.regularization import Penalty
from tests.core.trainings import make_model, make_split


def with_gradients(
    scale: float = 1.0, dtype: torch.dtype = torch.float64
) -> tuple[Sequential, FlatParameters]:
    model = make_model(dtype=dtype)
    flat = FlatParameters(model.param())
    split = make_split(dtype=dtype)
    output = model.forward(split.train_input)
    model.backward(MSELoss().backward(output, split.train_target).mul_(scale))
    return model, flat


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("max_norm", [0.0, 1e-3, 0.1, 1e6])
def test_clipping_is_that_of_torch(max_norm: float, dtype: torch.dtype) -> None:
    model, flat = with_gradients(dtype=dtype)
    twins = [parameter.p.clone() for parameter in model.param()]
    for twin, parameter in zip(twins, model.param(), strict=True):
        twin.grad = parameter.gradient.clone()  # type: ignore[union-attr]
    before = nn.utils.clip_grad_norm_(twins, max_norm)
    norm = clip_grad_norm_(flat, max_norm)
    assert norm.shape == ()
    rounding = 1e-12 if dtype is torch.float64 else 1e-6
    assert norm.item() == pytest.approx(before.item(), rel=rounding)
    for twin, parameter in zip(twins, model.param(), strict=True):
        torch.testing.assert_close(parameter.gradient, twin.grad, rtol=rounding, atol=0)


def test_clipping_leaves_small_gradients_as_they_are() -> None:
    model, flat = with_gradients()
    before = [parameter.gradient.clone() for parameter in model.param()]  # type: ignore[union-attr]
    clip_grad_norm_(flat, 1e6)
    for parameter, gradient in zip(model.param(), before, strict=True):
        assert torch.equal(parameter.gradient, gradient)  # type: ignore[arg-type]


def test_clipping_sees_the_size_of_gradients_whose_squares_are_infinite() -> None:
    _, flat = with_gradients(1e25, torch.float32)
    assert flat.adopt()
    assert math.isinf(flat.gradients.norm())
    assert 1e22 < clip_grad_norm_(flat, 1.0).item() < 1e26
    assert flat.gradients.norm().item() == pytest.approx(1, rel=1e-5)


@pytest.mark.parametrize("bad", [math.inf, math.nan])
def test_clipping_does_not_hide_a_gradient_that_is_not_finite(bad: float) -> None:
    model, flat = with_gradients()
    flat.adopt()
    flat.gradients[3] = bad
    clip_grad_norm_(flat, 1.0)
    assert flat.gradients.isnan().any()
    assert model.param()[0].gradient.isnan().any()  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", [L1, L2])
def test_a_penalty_adds_its_derivative(kind: Callable[[float], Penalty], grad_mode: str) -> None:
    model, flat = with_gradients()
    flat.adopt()
    penalty, before, step = kind(0.3), flat.gradients.clone(), 1e-6
    penalty.backward(flat)
    added = flat.gradients - before
    differences = torch.zeros_like(added)
    for index in range(len(added)):
        kept = flat.values[index].clone()
        for sign in (1, -1):
            flat.values[index] = kept + sign * step
            differences[index] += sign * penalty.forward(flat) / (2 * step)
        flat.values[index] = kept
    torch.testing.assert_close(added, differences, rtol=0, atol=1e-8)
    assert added.count_nonzero() == sum(parameter.p.numel() for parameter in model.param())


def test_the_penalties_are_those_of_the_formulas() -> None:
    flat = FlatParameters([Parameter(torch.tensor([3.0, -4.0, 0.0])), Parameter(torch.ones(1))])
    assert L1(0.5).forward(flat).item() == 4.0
    assert L2(0.5).forward(flat).item() == 6.5
    flat.parameters[0].gradient, flat.parameters[1].gradient = torch.zeros(3), torch.zeros(1)
    L1(0.5).backward(flat)
    assert torch.equal(flat.parameters[0].gradient, torch.tensor([0.5, -0.5, 0.0]))


def test_l2_is_the_weight_decay_of_sgd() -> None:
    def train(decay: float, penalty: Callable[[FlatParameters], None]) -> Tensor:
        model = make_model(dtype=torch.float64)
        optimizer = SGD(model.param(), 0.1, weight_decay=decay)
        split = make_split(dtype=torch.float64)
        for _ in range(50):
            output = model.forward(split.train_input)
            model.backward(MSELoss().backward(output, split.train_target))
            penalty(optimizer.flat)
            optimizer.step()
        return optimizer.flat.values

    decayed, penalized = train(0.1, lambda flat: None), train(0, L2(0.1).backward)
    torch.testing.assert_close(decayed, penalized, rtol=0, atol=1e-14)


def test_what_is_missing_or_outside_its_limits_is_refused() -> None:
    flat = FlatParameters(make_model().param())
    for needs_gradients in (L1(1).backward, L2(1).backward, lambda each: clip_grad_norm_(each, 1)):
        with pytest.raises(MissingGradientError, match=r"call backward first"):
            needs_gradients(flat)
    _, flat = with_gradients()
    for bad in (-1, math.nan, math.inf, True, "1", None):
        with pytest.raises(OptionError, match=r"L1: strength must be a finite number of at least"):
            L1(bad)  # type: ignore[arg-type]
        with pytest.raises(OptionError, match=r"L2: strength"):
            L2(bad)  # type: ignore[arg-type]
        with pytest.raises(OptionError, match=r"clip_grad_norm_: max_norm must be a finite"):
            clip_grad_norm_(flat, bad)  # type: ignore[arg-type]
    assert repr(L1(0.1)) == "L1(strength=0.1)"
