"""The rules against torch.nn.init: the same draws, or where it has none, bound and spread."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from core import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Linear,
    Mish,
    Module,
    Parameter,
    ReLU,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core import initialization as init
from core.errors import OptionError, ShapeError

Rule = Callable[..., None]
GAINED: tuple[Rule, ...] = (
    init.xavier_uniform,
    init.xavier_normal,
    init.he_uniform,
    init.he_normal,
    init.orthogonal,
)
DRAWN = (*GAINED, init.lecun_uniform, init.lecun_normal)
SHAPES = [(30, 20), (20, 30), (1, 7), (4, 3, 5, 5)]


def drawn(rule: Rule, shape: tuple[int, ...], *args: float, dtype: torch.dtype) -> Tensor:
    weight = Parameter(torch.ones(shape, dtype=dtype))
    rule(weight, *args, generator=torch.Generator().manual_seed(4))
    return weight.p


def kaiming(fill: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """He's rule in torch, whose gain can only be set as a slope."""
    return lambda tensor, gain, generator: fill(
        tensor, a=math.sqrt(2 / gain**2 - 1), generator=generator
    )


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(
    ("rule", "theirs"),
    [
        (init.xavier_uniform, nn.init.xavier_uniform_),
        (init.xavier_normal, nn.init.xavier_normal_),
        (init.he_uniform, kaiming(nn.init.kaiming_uniform_)),
        (init.he_normal, kaiming(nn.init.kaiming_normal_)),
        (init.orthogonal, nn.init.orthogonal_),
    ],
)
@pytest.mark.parametrize("gain", [1.0, 1.3])
def test_draws_what_torch_draws(
    rule: Rule,
    theirs: Callable[..., Tensor],
    shape: tuple[int, ...],
    dtype: torch.dtype,
    gain: float,
) -> None:
    wanted = torch.empty(shape, dtype=dtype)
    theirs(wanted, gain=gain, generator=torch.Generator().manual_seed(4))
    precision = 4 * torch.finfo(dtype).eps
    ours = drawn(rule, shape, gain, dtype=dtype)
    torch.testing.assert_close(ours, wanted, rtol=precision, atol=precision / 100)


def test_he_is_for_relu_and_lecun_is_he_with_gain_one() -> None:
    for he, lecun, theirs in (
        (init.he_uniform, init.lecun_uniform, nn.init.kaiming_uniform_),
        (init.he_normal, init.lecun_normal, nn.init.kaiming_normal_),
    ):
        relu, linear = torch.empty(2, 30, 20)
        theirs(relu, nonlinearity="relu", generator=torch.Generator().manual_seed(4))
        theirs(linear, nonlinearity="linear", generator=torch.Generator().manual_seed(4))
        assert torch.equal(drawn(he, (30, 20), dtype=torch.float32), relu)
        assert torch.equal(drawn(lecun, (30, 20), dtype=torch.float32), linear)


@pytest.mark.parametrize(
    ("rule", "deviation"),
    [
        (init.xavier_uniform, math.sqrt(2 / 700)),
        (init.xavier_normal, math.sqrt(2 / 700)),
        (init.he_uniform, math.sqrt(2 / 300)),
        (init.he_normal, math.sqrt(2 / 300)),
        (init.lecun_uniform, math.sqrt(1 / 300)),
        (init.lecun_normal, math.sqrt(1 / 300)),
    ],
)
def test_spread_is_that_of_the_formula(rule: Rule, deviation: float) -> None:
    values = drawn(rule, (400, 300), dtype=torch.float32)
    assert abs(values.mean()) < 5 * deviation / math.sqrt(values.numel())
    assert values.std().item() == pytest.approx(deviation, rel=5 / math.sqrt(values.numel()))
    if "uniform" in rule.__name__:
        assert 0.999 < values.abs().max().item() / (deviation * math.sqrt(3)) <= 1 + 1e-6


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_orthogonal_rows_or_columns_have_length_gain(
    shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    weight = drawn(init.orthogonal, shape, 2.0, dtype=dtype)
    assert weight.dtype is dtype
    matrix = weight.double().flatten(1)
    product = matrix @ matrix.t() if matrix.shape[0] <= matrix.shape[1] else matrix.t() @ matrix
    wanted = 4 * torch.eye(len(product), dtype=torch.float64)
    tolerance = 50 * torch.finfo(dtype).eps
    torch.testing.assert_close(product, wanted, rtol=tolerance, atol=tolerance)


def test_a_constant_is_everywhere() -> None:
    layer = Linear(3, 2)
    init.constant(layer.weight, 0.1)
    init.zeros(layer.bias)
    assert torch.equal(layer.weight.p, torch.full((2, 3), 0.1))
    assert torch.equal(layer.bias.p, torch.zeros(2))
    assert layer.forward(torch.ones(3)).tolist() == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("rule", DRAWN)
def test_the_generator_alone_decides(rule: Rule) -> None:
    state = torch.get_rng_state()
    first, second = (drawn(rule, (3, 4), dtype=torch.float32) for _ in range(2))
    assert torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize("rule", [*DRAWN, init.zeros])
def test_what_was_read_before_keeps_its_numbers_in_every_mode(rule: Rule) -> None:
    layer = Linear(3, 2)
    before = layer.weight.p
    numbers = before.clone()
    with torch.inference_mode():
        rule(layer.weight)
    assert torch.equal(before, numbers)
    assert not torch.equal(layer.weight.p, numbers)
    assert not layer.weight.p.is_inference()


@pytest.mark.parametrize("rule", DRAWN)
def test_refuses_what_is_no_weight(rule: Rule) -> None:
    for shape in ((3,), (), (0, 3)):
        with pytest.raises(ShapeError, match=r"weight must have shape \(out, in.*, got \("):
            rule(Parameter(torch.ones(shape)))


@pytest.mark.parametrize("rule", GAINED)
@pytest.mark.parametrize("gain", [0, -1.0, math.nan, math.inf, "2", None, True])
def test_refuses_a_gain(rule: Rule, gain: object) -> None:
    with pytest.raises(OptionError, match=rf"{rule.__name__}: gain must be (a finite n|above 0)"):
        rule(Parameter(torch.ones(2, 2)), gain)


@pytest.mark.parametrize("rule", DRAWN)
def test_refuses_a_seed_in_the_place_of_a_generator(rule: Rule) -> None:
    with pytest.raises(OptionError, match=r"generator must be a torch\.Generator or None, got 3; "):
        rule(Parameter(torch.ones(2, 2)), generator=3)


@pytest.mark.parametrize("value", [math.nan, math.inf, "2", None, True])
def test_refuses_a_constant(value: object) -> None:
    parameter = Parameter(torch.ones(2))
    with pytest.raises(OptionError, match=r"constant: value must be a finite number, got"):
        init.constant(parameter, value)  # type: ignore[arg-type]
    assert parameter.p.tolist() == [1, 1]


# --- gains -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activation", "name", "parameter"),
    [
        (Identity(), "linear", None),
        (Sigmoid(), "sigmoid", None),
        (Tanh(), "tanh", None),
        (ReLU(), "relu", None),
        (LeakyReLU(), "leaky_relu", None),
        (LeakyReLU(0.2), "leaky_relu", 0.2),
        (SELU(), "selu", None),
    ],
)
def test_gain_is_torchs_where_it_has_one(
    activation: Module, name: str, parameter: float | None
) -> None:
    assert init.gain(activation) == nn.init.calculate_gain(name, parameter)


@pytest.mark.parametrize(
    ("activation", "wanted"),
    [
        (Step(), math.sqrt(2)),
        (Gaussian(), 5**0.25),
        (Sin(), 1 / math.sqrt((1 - math.exp(-2)) / 2)),
        (Hardtanh(-1e9, 1e9), 1.0),
        (Softmax(), 1.0),
        # of ELU: the part above 0 gives 1/2, the part below ∫(eᶻ - 1)² in closed form
        (ELU(), 1 / math.sqrt(1 + math.e**2 * 0.0227501319 - 2 * math.sqrt(math.e) * 0.1586552539)),
    ],
)
def test_gain_of_the_others_is_that_of_the_integral(activation: Module, wanted: float) -> None:
    assert init.gain(activation) == pytest.approx(wanted, rel=2e-6)


@pytest.mark.parametrize(
    "activation",
    [ELU(0.5), GELU(), GELU("tanh"), SiLU(), Mish(), Softplus(), Softsign(), Hardtanh(), Sin()],
)
def test_gain_keeps_the_second_moment(activation: Module) -> None:
    z = torch.randn(1_000_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    moment = (init.gain(activation) * activation.forward(z)).square().mean().item()
    assert moment == pytest.approx(1.0, rel=0.01)


def test_gain_leaves_the_activation_as_it_was() -> None:
    activation = GELU()
    x = torch.randn(4)
    activation.forward(x)
    init.gain(activation)
    assert activation.backward(torch.ones(4)).shape == (4,)


def test_gain_refuses_what_is_no_activation() -> None:
    with pytest.raises(OptionError, match=r"gain: needs an activation of core, got Linear\(2, 2\)"):
        init.gain(Linear(2, 2))
