"""What a Linear starts with, and which options it refuses."""

import math
from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import nn

from core import Conv2d, Linear, Module, Parameter
from core.errors import DtypeError, OptionError, ShapeError
from core.initialization import RELU_GAIN, TANH_GAIN


@pytest.mark.parametrize(
    ("options", "bound"),
    [
        ({}, 1 / math.sqrt(300)),
        ({"xavier": True}, 5 / 3 * math.sqrt(6 / 700)),
        ({"xavier": True, "gain": math.sqrt(2)}, math.sqrt(2) * math.sqrt(6 / 700)),
        ({"gain": 9.0}, 1 / math.sqrt(300)),
    ],
    ids=["default", "xavier", "xavier_relu", "gain_without_xavier"],
)
def test_parameters_start_uniform_within_the_bound(
    options: dict[str, float], bound: float, generator: torch.Generator
) -> None:
    layer = Linear(300, 400, generator=generator, **options)
    for values in (layer.weight.p, layer.bias.p):
        size = values.numel()
        assert values.abs().max() <= bound * (1 + 1e-6)
        assert values.abs().max() > bound * (1 - 10 / size)
        assert abs(values.mean()) < 5 * bound / math.sqrt(3 * size)
        assert values.std().item() == pytest.approx(bound / math.sqrt(3), rel=5 / math.sqrt(size))


def test_report_argument_order_is_size_size_xavier_gain() -> None:
    by_place = Linear(3, 4, True, 2.0, generator=torch.Generator().manual_seed(1))
    by_name = Linear(
        in_features=3,
        out_features=4,
        xavier=True,
        gain=2.0,
        generator=torch.Generator().manual_seed(1),
    )
    assert torch.equal(by_place.weight.p, by_name.weight.p)
    assert TANH_GAIN == 5 / 3
    assert math.sqrt(2) == RELU_GAIN


def test_the_generator_alone_decides() -> None:
    state = torch.get_rng_state()
    first = Linear(3, 4, generator=torch.Generator().manual_seed(1))
    second = Linear(3, 4, generator=torch.Generator().manual_seed(1))
    other = Linear(3, 4, generator=torch.Generator().manual_seed(2))
    assert torch.equal(first.weight.p, second.weight.p)
    assert torch.equal(first.bias.p, second.bias.p)
    assert not torch.equal(first.weight.p, other.weight.p)
    assert torch.equal(torch.get_rng_state(), state)


def test_without_a_generator_it_draws_what_torch_draws() -> None:
    state = torch.get_rng_state()
    ours = Linear(25, 30)
    torch.set_rng_state(state)
    theirs = nn.Linear(25, 30)
    torch.testing.assert_close(ours.weight.p, theirs.weight.detach(), rtol=1e-6, atol=0)
    torch.testing.assert_close(ours.bias.p, theirs.bias.detach(), rtol=1e-6, atol=0)


def test_dtype_is_the_default_one_or_the_given_one() -> None:
    assert Linear(2, 3).weight.p.dtype is torch.get_default_dtype()
    layer = Linear(2, 3, dtype=torch.float64)
    assert layer.weight.p.dtype is layer.bias.p.dtype is torch.float64


def test_made_in_inference_mode_it_has_ordinary_parameters() -> None:
    with torch.inference_mode():
        layer = Linear(2, 3)
    assert not any(parameter.p.is_inference() for parameter in layer.param())


@pytest.mark.parametrize("size", [0, -1, 2.0, True, "2", None])
def test_refuses_a_size(size: object) -> None:
    with pytest.raises(OptionError, match=r"Linear: in_features must be a whole number of at le"):
        Linear(size, 2)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"Linear: out_features must be .*, got"):
        Linear(2, size)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [2**31, 10**30, 10**400])
def test_refuses_a_size_beyond_torch(size: int) -> None:
    with pytest.raises(OptionError, match=r"^Linear: in_features must be below 2\^31, got"):
        Linear(size, 2)
    with pytest.raises(OptionError, match=r"^Linear: out_features must be below 2\^31, got"):
        Linear(2, size)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Linear(2**30, 2**30),
        lambda: Linear(2, 2, device="moon"),
        lambda: Linear(2, 2, True, 1e300, dtype=torch.float32),
    ],
)
def test_refuses_what_torch_cannot_make(make: Callable[[], Module]) -> None:
    with pytest.raises(OptionError, match=r"^initial values: torch makes no tensor of shape \(\d"):
        make()


@pytest.mark.parametrize("gain", [0, -1.0, math.nan, math.inf, "2", None, True])
def test_refuses_a_gain(gain: object) -> None:
    with pytest.raises(OptionError, match=r"Linear: gain must be (a finite number|above 0), got"):
        Linear(2, 2, True, gain)  # type: ignore[arg-type]


@pytest.mark.parametrize("xavier", ["xavier", 2.0, torch.float64, None])
def test_refuses_what_does_not_say_whether_it_is_xavier(xavier: object) -> None:
    with pytest.raises(OptionError, match=r"Linear: xavier must be True or False, got"):
        Linear(2, 2, xavier)  # type: ignore[arg-type]


@pytest.mark.parametrize("layer", [partial(Linear, 2, 2), partial(Conv2d, 2, 2, 1)])
def test_refuses_a_seed_in_the_place_of_a_generator(layer: Callable[..., Module]) -> None:
    with pytest.raises(OptionError, match=r"generator must be a torch\.Generator or None, got 3; "):
        layer(generator=3)


@pytest.mark.parametrize("dtype", [torch.int64, torch.complex64, "float32", float])
def test_refuses_a_dtype(dtype: object) -> None:
    with pytest.raises(OptionError, match=r"Linear: dtype must be a floating torch\.dtype, got"):
        Linear(2, 2, dtype=dtype)  # type: ignore[arg-type]


def test_says_what_it_is() -> None:
    layer = Linear(2, 25)
    assert repr(layer) == "Linear(2, 25)"
    assert repr(layer.weight) == "Parameter(25, 2)"


def test_a_parameter_refuses_what_could_not_be_trained() -> None:
    parameter = Parameter(torch.zeros(2, 3))
    with pytest.raises(ShapeError, match=r"value must have shape \(2, 3\), got \(3,\)"):
        parameter.p = torch.zeros(3)
    with pytest.raises(DtypeError, match=r"value must be floating, got torch\.int64"):
        parameter.p = torch.zeros(2, 3, dtype=torch.int64)
    with pytest.raises(DtypeError, match=r"value must be a torch\.Tensor, got int"):
        Parameter(0)  # type: ignore[arg-type]
    parameter.p = torch.ones(2, 3, requires_grad=True)
    assert not parameter.p.requires_grad
