"""Every optimiser beside its twin: 100 steps, in the bits of torch.optim; what it remembers."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Linear,
    Lion,
    MSELoss,
    Optimizer,
    Parameter,
    RMSprop,
    Sequential,
    Tanh,
)
from core.errors import OptionError
from core.state import StateError
from tests.core.optimizer_cases import OptimizerCase

SHAPES = ((7, 3), (7,), (1, 7), (1,), (64,))  # some of them need padding behind them
CHANGES = {30: 0.5, 50: 0.0, 55: 3.0, 80: 0.1}  # from this step on, so many times the rate


def parameters(dtype: torch.dtype) -> list[Parameter]:
    generator = torch.Generator().manual_seed(0)
    return [Parameter(torch.randn(shape, generator=generator, dtype=dtype)) for shape in SHAPES]


def gradients(step: int, dtype: torch.dtype) -> list[Tensor]:
    """As of a training: noisy, of several magnitudes, and some are 0."""
    generator = torch.Generator().manual_seed(100 + step)
    drawn = [torch.randn(shape, generator=generator, dtype=dtype) for shape in SHAPES]
    return [each.clamp_min(-0.5).add(0.5) / 10**index for index, each in enumerate(drawn)]


def step(optimizer: Optimizer, own: list[Parameter], number: int) -> None:
    for parameter, gradient in zip(own, gradients(number, own[0].p.dtype), strict=True):
        parameter.gradient = gradient
    optimizer.step()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_100_steps_are_those_of_torch_while_the_learning_rate_changes(
    optimizer_case: OptimizerCase, dtype: torch.dtype
) -> None:
    own = parameters(dtype)
    twins = [parameter.p.clone().requires_grad_() for parameter in own]
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    twin = optimizer_case.twin(twins, optimizer_case.rate)
    for number in range(100):
        if number in CHANGES:
            optimizer.learning_rate = CHANGES[number] * optimizer_case.rate
            twin.param_groups[0]["lr"] = CHANGES[number] * optimizer_case.rate
        step(optimizer, own, number)
        for other, gradient in zip(twins, gradients(number, dtype), strict=True):
            other.grad = gradient
        twin.step()
        for parameter, other in zip(own, twins, strict=True):
            if optimizer_case.has_bits_of_twin:
                assert torch.equal(parameter.p, other)
            else:
                rounding = 1e-12 if dtype is torch.float64 else 1e-5
                torch.testing.assert_close(parameter.p, other.detach(), rtol=0, atol=rounding)


def test_a_network_trains_like_torchs_in_any_mode(
    optimizer_case: OptimizerCase, grad_mode: str
) -> None:
    generator = torch.Generator().manual_seed(0)
    options: Any = {"generator": generator, "dtype": torch.float64}
    ours = Sequential([Linear(3, 7, **options), Tanh(), Linear(7, 2, **options)])
    x, target = (torch.randn(10, size, dtype=torch.float64) for size in (3, 2))
    with torch.inference_mode(False), torch.enable_grad():
        theirs = nn.Sequential(nn.Linear(3, 7), nn.Tanh(), nn.Linear(7, 2)).double()
        for parameter, other in zip(ours.param(), theirs.parameters(), strict=True):
            other.data.copy_(parameter.p)
        twin = optimizer_case.twin(theirs.parameters(), optimizer_case.rate)
        copies = x.clone(), target.clone()
    optimizer = optimizer_case.make(ours.param(), optimizer_case.rate)
    for _ in range(100):
        ours.backward(MSELoss().backward(ours.forward(x), target))
        optimizer.step()
        with torch.inference_mode(False), torch.enable_grad():
            twin.zero_grad()
            nn.MSELoss()(theirs(copies[0]), copies[1]).backward()
            twin.step()
    for parameter, other in zip(ours.param(), theirs.parameters(), strict=True):
        torch.testing.assert_close(parameter.p, other.detach(), rtol=0, atol=1e-12)


def test_the_padding_stays_zero(optimizer_case: OptimizerCase) -> None:
    own = parameters(torch.float64)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    for number in range(20):
        step(optimizer, own, number)
    numbers = torch.cat([parameter.p.flatten() for parameter in own])
    assert optimizer.flat.values.numel() > numbers.numel()
    assert optimizer.flat.values.count_nonzero() == numbers.count_nonzero()


def test_a_state_goes_on_with_the_same_bits(optimizer_case: OptimizerCase) -> None:
    own = parameters(torch.float32)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    for number in range(10):
        step(optimizer, own, number)
    others = [Parameter(parameter.p.clone()) for parameter in own]
    continued = optimizer_case.make(others, 7.0)
    continued.load_state(optimizer.state())
    for number in range(10, 20):
        step(optimizer, own, number)
        step(continued, others, number)
    for parameter, other in zip(own, others, strict=True):
        assert torch.equal(parameter.p, other.p)
    assert continued.learning_rate == optimizer_case.rate


def test_forgetting_makes_the_next_step_the_first(optimizer_case: OptimizerCase) -> None:
    own = parameters(torch.float32)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    for number in range(10):
        step(optimizer, own, number)
    optimizer.forget()
    others = [Parameter(parameter.p.clone()) for parameter in own]
    fresh = optimizer_case.make(others, optimizer_case.rate)
    for number in range(10, 15):
        step(optimizer, own, number)
        step(fresh, others, number)
    for parameter, other in zip(own, others, strict=True):
        assert torch.equal(parameter.p, other.p)


def test_memory_made_in_inference_mode_can_be_changed_outside(
    optimizer_case: OptimizerCase,
) -> None:
    own = parameters(torch.float32)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    with torch.inference_mode():
        step(optimizer, own, 0)
        state = optimizer.state()
    step(optimizer, own, 1)
    optimizer.load_state(state)
    step(optimizer, own, 1)
    assert not any(each.is_inference() for each in optimizer.state()["memory"].values())


def test_memory_starts_anew_with_another_dtype(optimizer_case: OptimizerCase) -> None:
    own = parameters(torch.float32)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    step(optimizer, own, 0)
    for parameter in own:
        parameter.p = parameter.p.double()
    others = [Parameter(parameter.p.clone()) for parameter in own]
    fresh = optimizer_case.make(others, optimizer_case.rate)
    for number in range(3):
        step(optimizer, own, number)
        step(fresh, others, number)
    for parameter, other in zip(own, others, strict=True):
        assert torch.equal(parameter.p, other.p)


BAD_OPTIONS = [
    (SGD, {"momentum": 1.0}),
    (SGD, {"momentum": -0.1}),
    (SGD, {"dampening": 1.5}),
    (SGD, {"weight_decay": -1e-9}),
    (SGD, {"weight_decay": float("inf")}),
    (SGD, {"nesterov": 1}),
    (SGD, {"nesterov": True}),
    (SGD, {"nesterov": True, "momentum": 0.9, "dampening": 0.1}),
    (Adam, {"betas": (0.9, 1.0)}),
    (Adam, {"betas": (-0.1, 0.9)}),
    (Adam, {"betas": (0.9,)}),
    (Adam, {"betas": [0.9, 0.9]}),
    (Adam, {"betas": 0.9}),
    (Adam, {"betas": (0.9, None)}),
    (Adam, {"eps": 0.0}),
    (Adam, {"eps": 1e-60}),  # 0 in float32
    (Adam, {"eps": float("nan")}),
    (Adam, {"weight_decay": "0"}),
    (AdamW, {"weight_decay": -1}),
    (RMSprop, {"alpha": 1}),
    (RMSprop, {"momentum": 1}),
    (RMSprop, {"centered": None}),
    (RMSprop, {"eps": -1e-8}),
    (Adagrad, {"lr_decay": -1}),
    (Adagrad, {"initial_accumulator_value": -1}),
    (Adadelta, {"rho": True}),
    (Adadelta, {"eps": 0}),
    (Lion, {"betas": (1.0, 0.9)}),
    (Lion, {"weight_decay": 10**400}),
    *(
        (kind, {"learning_rate": rate})
        for kind in (SGD, Adam, AdamW, RMSprop, Adagrad, Adadelta, Lion)
        for rate in (-1e-9, float("nan"), float("inf"), True, "1")
    ),
]


@pytest.mark.parametrize(("kind", "options"), BAD_OPTIONS)
def test_a_hyper_parameter_outside_its_limits_is_refused(
    kind: type[Optimizer], options: dict[str, Any]
) -> None:
    rate = {"learning_rate": 0.1}
    with pytest.raises(
        OptionError, match=rf"^{kind.__name__}: {next(iter(options))}.* (must|needs) "
    ):
        kind(parameters(torch.float32), **(rate | options))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "SGD()"},
        {"steps": -1},
        {"steps": 1.0},
        {"learning_rate": float("inf")},
        {"learning_rate": -1.0},
        {"memory": {}},
        {"memory": {"mean": torch.zeros(3), "square": torch.zeros(3)}},
        {"more": 1},
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_changes_nothing(changes: dict[str, Any]) -> None:
    own = parameters(torch.float32)
    optimizer = Adam(own, 0.1)
    step(optimizer, own, 0)
    state: Any = optimizer.state()
    step(optimizer, own, 1)
    before = optimizer.state()
    with pytest.raises(StateError, match=r"Adam: the state"):
        optimizer.load_state(state | changes)
    after = optimizer.state()
    assert (after["steps"], after["learning_rate"]) == (before["steps"], before["learning_rate"])
    for name, memory in before["memory"].items():
        assert torch.equal(after["memory"][name], memory)


def test_a_state_of_other_hyper_parameters_is_refused() -> None:
    own = parameters(torch.float32)
    state = Adam(own, 0.1).state()
    with pytest.raises(StateError, match=r"kind is Adam\(betas=\(0\.9, 0\.999\)"):
        Adam(own, 0.1, betas=(0.8, 0.999)).load_state(state)


@pytest.mark.parametrize("bad", [torch.inf, -torch.inf, torch.nan])
def test_no_optimizer_hides_a_gradient_that_is_not_finite(
    optimizer_case: OptimizerCase, bad: float
) -> None:
    own = parameters(torch.float32)
    optimizer = optimizer_case.make(own, optimizer_case.rate)
    for number in range(3):
        step(optimizer, own, number)
    own[1].gradient = torch.full_like(own[1].p, bad)
    optimizer.step()
    assert not own[1].p.isfinite().any()
    optimizer.load_state(optimizer.state())


def test_a_square_too_large_for_the_dtype_is_remembered_as_infinite() -> None:
    own = parameters(torch.float32)
    optimizer = Adagrad(own, 0.1)
    for parameter in own:
        parameter.gradient = torch.full_like(parameter.p, 1e25)
    optimizer.step()
    optimizer.load_state(optimizer.state())
    assert optimizer.flat.values.isfinite().all()
    assert optimizer.state()["memory"]["sum"].isinf().any()


def test_the_centred_variance_of_equal_gradients_does_not_fall_below_zero() -> None:
    parameter = Parameter(torch.zeros(1000))
    optimizer = RMSprop([parameter], 0.01, alpha=0.5, centered=True)
    parameter.gradient = torch.rand(1000, generator=torch.Generator().manual_seed(0))
    for _ in range(60):
        optimizer.step()
    assert parameter.p.isfinite().all()
