"""What the suite of every layer leaves open: very large inputs, and the options."""

import math
from collections.abc import Callable

import pytest
import torch

from core import ELU, GELU, Hardtanh, LeakyReLU, Module, Softmax, Softplus, Step
from core.errors import OptionError
from tests.core.cases import LAYERS, LayerCase

LARGE = torch.tensor([30.0, 100.0, 1e4, 1e19, 1e30])
ACTIVATIONS = [case for case in LAYERS if not case.make(torch.Generator(), torch.float32).param()]


@pytest.mark.parametrize("case", ACTIVATIONS, ids=[case.name for case in ACTIVATIONS])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_large_inputs_stay_finite_and_level_off(case: LayerCase, dtype: torch.dtype) -> None:
    """Where torch's own gradient is finite it is the same."""
    ours, twin = case.pair(dtype)
    x = torch.cat([LARGE, -LARGE]).to(dtype).requires_grad_()
    theirs = twin(x)
    (wanted,) = torch.autograd.grad(theirs.sum(), x)
    output = ours.forward(x)
    gradient = ours.backward(torch.ones_like(output))
    assert torch.equal(output, theirs.detach())
    assert gradient.isfinite().all()
    usable = wanted.isfinite()
    torch.testing.assert_close(gradient[usable], wanted[usable], rtol=1e-5, atol=1e-7)


def test_the_tanh_form_of_gelu_is_one_where_torch_overflows() -> None:
    gelu = GELU("tanh")
    gelu.forward(torch.tensor([-1e30, 1e30]))
    assert gelu.backward(torch.ones(2)).tolist() == [0.0, 1.0]


def test_step_learns_by_the_stated_estimate() -> None:
    step = Step()
    x = torch.tensor([-1.5, -1.0, -0.9, -0.0, 0.0, 1e-30, 0.9, 1.0, 1.5])
    assert step.forward(x).tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert step.backward(torch.full_like(x, 3.0)).tolist() == [0, 0, 3, 3, 3, 3, 3, 0, 0]


def test_softmax_gives_a_probability_to_each_of_a_row() -> None:
    x = torch.tensor([[1e30, 1e30, -1e30], [0.0, math.log(2), math.log(5)]])
    wanted = torch.tensor([[0.5, 0.5, 0.0], [1 / 8, 2 / 8, 5 / 8]])
    torch.testing.assert_close(Softmax().forward(x), wanted)


NO_NUMBERS: tuple[object, ...] = (math.nan, math.inf, -math.inf, "1", None, True)


@pytest.mark.parametrize("value", NO_NUMBERS)
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("LeakyReLU: negative_slope", LeakyReLU),
        ("ELU: alpha", ELU),
        ("Softplus: beta", Softplus),
        ("Softplus: threshold", lambda value: Softplus(1.0, value)),
        ("Hardtanh: min_val", Hardtanh),
        ("Hardtanh: max_val", lambda value: Hardtanh(-1.0, value)),
    ],
)
def test_an_option_must_be_a_finite_number(
    name: str, make: Callable[[object], Module], value: object
) -> None:
    with pytest.raises(OptionError, match=f"{name} must be a finite number, got"):
        make(value)


def test_an_option_outside_its_limits_is_refused() -> None:
    for make in (ELU, Softplus):
        for value in (0, -1.0):
            with pytest.raises(OptionError, match=r"(alpha|beta) must be above 0, got"):
                make(value)
    for limits in ((1, 1), (2, 1)):
        with pytest.raises(OptionError, match=r"min_val must be below max_val, got \d and 1"):
            Hardtanh(*limits)
    with pytest.raises(OptionError, match=r'approximate must be "none" or "tanh", got \'erf\''):
        GELU("erf")  # type: ignore[arg-type]


def test_says_its_options() -> None:
    modules = [LeakyReLU(0.2), ELU(), GELU(), GELU("tanh"), Softplus(2, 1), Hardtanh(0, 6), Step()]
    assert [repr(module) for module in modules] == [
        "LeakyReLU(negative_slope=0.2)",
        "ELU(alpha=1.0)",
        "GELU()",
        'GELU(approximate="tanh")',
        "Softplus(beta=2.0, threshold=1.0)",
        "Hardtanh(min_val=0.0, max_val=6.0)",
        "Step()",
    ]
