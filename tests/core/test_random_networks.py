"""Random networks, losses and optimisers train beside torch.nn and stay equal to 1e-10.

Every optimiser has a loss, and 35 networks are drawn, the same ones every time. In `make soak` it
has every loss: 1,260 networks, 180 of each optimiser and 210 of each loss.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
import torch
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from core import BatchNorm1d, Dropout, LayerNorm, Linear, Module, Residual, Sequential
from tests.core.cases import LAYERS
from tests.core.layer_cases import ResidualTwin
from tests.core.loss_cases import LOSSES, LossCase
from tests.core.optimizer_cases import OPTIMIZERS, OptimizerCase
from tests.soak import SOAK

STEPS = 50
F64 = torch.float64
FEATURES = 2
EPS = 0.01  # of a normalisation: torch's 1e-5 lets one rounding grow, in torch itself too

Case = TypeVar("Case", LossCase, OptimizerCase)

ACTIVATIONS = {
    case.name: case for case in LAYERS if not case.make(torch.Generator(), torch.float32).param()
}


def _kinds(table: tuple[Case, ...]) -> list[tuple[Case, ...]]:
    """The rows of each class: several rows try the options of one."""
    kinds: dict[str, list[Case]] = {}
    for case in table:
        name = repr(case.make()) if isinstance(case, LossCase) else case.name
        kinds.setdefault(re.split(r"\W", name)[0], []).append(case)
    return [tuple(cases) for cases in kinds.values()]


PAIRS = [
    (losses, optimizers)
    for row, optimizers in enumerate(_kinds(OPTIMIZERS))
    for column, losses in enumerate(_kinds(LOSSES))
    if SOAK or column == row % len(_kinds(LOSSES))
]
NAMES = [f"{losses[0].name}-{optimizers[0].name}" for losses, optimizers in PAIRS]


@dataclass(frozen=True)
class Draw:
    """`layers` in words, as "linear 5", "tanh", "dropout 0.25", "residual tanh", …"""

    layers: tuple[str, ...]
    outputs: int
    rows: int
    loss: LossCase
    optimizer: OptimizerCase
    seed: int


@st.composite
def draws(
    draw: st.DrawFn, losses: tuple[LossCase, ...], optimizers: tuple[OptimizerCase, ...]
) -> Draw:
    def one_of(*choices: Any) -> Any:
        return draw(st.sampled_from(choices))

    optimizer = one_of(*optimizers)
    layers: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        # Normalisation takes a shift away: the gradient of a bias in front of it is rounding
        # noise alone, which most optimisers but SGD enlarge. So it comes first, or with SGD.
        if optimizer.name.startswith("SGD") or not layers:
            layers += one_of([], [], ["batch_norm"])
        layers += [f"linear {one_of(3, 4, 7)}", one_of(*ACTIVATIONS)]
        layers += one_of([], [], ["layer_norm"], ["dropout 0.25"], [f"residual {layers[-1]}"])
    return Draw(
        tuple(layers),
        one_of(2, 3),
        one_of(9, 21),  # odd: as many errors up as down add up to noise again, in the L1 loss
        one_of(*losses),
        optimizer,
        draw(st.integers(0, 2**32 - 1)),
    )


class DropoutTwin(nn.Module):
    """nn.Dropout draws in another way, and from the global generator."""

    def __init__(self, p: float, generator: torch.Generator) -> None:
        super().__init__()
        self.p, self.generator = p, generator

    def forward(self, x: Tensor) -> Tensor:
        drawn = torch.rand(x.shape, generator=self.generator, dtype=x.dtype)
        return x * (drawn >= self.p) / (1 - self.p)


def _layer(words: str, width: int, weights: torch.Generator) -> tuple[Module, nn.Module, int]:
    """One of our layers, its twin, and the width of their output."""
    kind, _, option = words.partition(" ")
    if kind == "linear":
        linear = Linear(width, int(option), generator=weights, dtype=F64)
        twin = nn.Linear(width, int(option), dtype=F64)
        twin.load_state_dict({name: each.p for name, each in linear.named_param()})
        return linear, twin, int(option)
    if kind == "residual":
        inner = [_layer(each, width, weights) for each in (f"linear {width}", option)]
        ours, twins = [each for each, _, _ in inner], [each for _, each, _ in inner]
        return Residual(ours), ResidualTwin(*twins), width
    if kind == "dropout":
        mine, other = (torch.Generator().manual_seed(5) for _ in range(2))
        return Dropout(float(option), generator=mine), DropoutTwin(float(option), other), width
    if kind == "batch_norm":
        return BatchNorm1d(width, EPS, dtype=F64), nn.BatchNorm1d(width, EPS, dtype=F64), width
    if kind == "layer_norm":
        return LayerNorm(width, EPS, dtype=F64), nn.LayerNorm(width, EPS, dtype=F64), width
    case = ACTIVATIONS[words]
    return case.make(weights, F64), case.twin(), width


def _network(draw: Draw, weights: torch.Generator) -> tuple[Sequential, nn.Sequential]:
    modules, twins, width = [], [], FEATURES
    for words in (*draw.layers, f"linear {draw.outputs}"):
        module, twin, width = _layer(words, width, weights)
        modules.append(module)
        twins.append(twin)
    return Sequential(modules), nn.Sequential(*twins)


def _assert_close(mine: Tensor, other: Tensor) -> None:
    torch.testing.assert_close(mine, other.detach(), rtol=1e-10, atol=1e-10)


def _train_both(draw: Draw) -> None:
    generator = torch.Generator().manual_seed(draw.seed)
    ours, theirs = _network(draw, generator)
    loss, twin_loss = draw.loss.make(), draw.loss.twin()
    # A sum is as much steeper than a mean as it has terms. And steps are small: once the few points
    # are learnt by heart, gradients are rounding noise, which most optimisers enlarge.
    terms = draw.rows * draw.outputs if loss.reduction == "sum" else 1
    rate = draw.optimizer.rate / 5 / terms
    optimizer = draw.optimizer.make(ours.param(), rate)
    twin_optimizer = draw.optimizer.twin(theirs.parameters(), rate)
    batches = []
    for _ in range(3):
        x = torch.rand(draw.rows, FEATURES, generator=generator, dtype=F64)
        shifts = torch.rand(draw.outputs, generator=generator, dtype=F64)
        batches.append((x, draw.loss.target(torch.cos(9 * (x.sum(1, keepdim=True) + shifts)))))
    for step in range(STEPS):
        x, target = batches[step % len(batches)]
        output = ours.forward(x)
        twin_value = twin_loss(theirs(x), target)
        _assert_close(loss.forward(output, target), twin_value)
        ours.backward(loss.backward(output, target))
        optimizer.step()
        twin_optimizer.zero_grad()
        twin_value.backward()
        twin_optimizer.step()
    state = theirs.state_dict()
    mine = {name: each.p for name, each in ours.named_param()}
    mine |= {name: each.value for name, each in ours.named_buffer()}
    assert mine.keys() == state.keys()
    for name, value in mine.items():
        _assert_close(value, state[name])


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(PAIRS)), ids=NAMES)
def test_random_networks_train_in_step_with_torch(number: int) -> None:
    @seed(number)
    @settings(
        max_examples=30 if SOAK else 5,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(draws(*PAIRS[number]))
    def check(draw: Draw) -> None:
        _train_both(draw)

    check()
