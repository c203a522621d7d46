"""The report's training run, 250 epochs, beside torch.nn + nn.MSELoss + optim.SGD."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
import torch
from torch import Tensor, nn

from core import SGD, Linear, MSELoss, ReLU, Sequential, Tanh

EPOCHS, POINTS, BATCH, ETA = 250, 1000, 100, 0.15
WIDTHS = (2, 25, 25, 25, 2)


@dataclass(frozen=True)
class Run:
    ours: Sequential
    theirs: nn.Sequential
    batches: list[tuple[Tensor, Tensor]]


@pytest.fixture(params=["tanh", "relu"])
def activation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _run(activation: str, dtype: torch.dtype) -> Run:
    generator = torch.Generator().manual_seed(0)
    layers = [
        Linear(inputs, outputs, generator=generator, dtype=dtype)
        for inputs, outputs in pairwise(WIDTHS)
    ]
    modules, twins = [], []
    for layer in layers:
        twin = nn.Linear(layer.in_features, layer.out_features, dtype=dtype)
        twin.weight.data.copy_(layer.weight.p)
        twin.bias.data.copy_(layer.bias.p)
        last = layer is layers[-1]
        if activation == "tanh":
            modules += [layer, Tanh()]
            twins += [twin, nn.Tanh()]
        else:
            modules += [layer] if last else [layer, ReLU()]
            twins += [twin] if last else [twin, nn.ReLU()]
    x = torch.rand(POINTS, 2, generator=generator, dtype=torch.float64)
    inside = ((x - 0.5) ** 2).sum(1) < 1 / (2 * torch.pi)
    target = nn.functional.one_hot(inside.long(), 2)
    batches = list(zip(x.to(dtype).split(BATCH), target.to(dtype).split(BATCH), strict=True))
    return Run(Sequential(modules), nn.Sequential(*twins), batches)


def _train_theirs(run: Run) -> list[Tensor]:
    optimizer = torch.optim.SGD(run.theirs.parameters(), lr=ETA)
    criterion = nn.MSELoss()
    for _ in range(EPOCHS):
        for x, target in run.batches:
            optimizer.zero_grad()
            criterion(run.theirs(x), target).backward()
            optimizer.step()
    return [parameter.detach() for parameter in run.theirs.parameters()]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_250_epochs_end_in_identical_bits(activation: str, dtype: torch.dtype) -> None:
    run = _run(activation, dtype)
    start = [parameter.p.clone() for parameter in run.ours.param()]
    optimizer = SGD(run.ours.param(), ETA)
    criterion = MSELoss()
    with torch.inference_mode():
        for _ in range(EPOCHS):
            for x, target in run.batches:
                run.ours.backward(criterion.backward(run.ours.forward(x), target))
                optimizer.step()
    for parameter, other, before in zip(run.ours.param(), _train_theirs(run), start, strict=True):
        assert torch.equal(parameter.p, other)
        assert not torch.equal(parameter.p, before)
    errors = wrong = 0
    for x, target in run.batches:
        output = run.ours.forward(x)
        wrong += (output.argmax(1) != run.theirs(x).argmax(1)).sum().item()
        errors += (output.argmax(1) != target.argmax(1)).sum().item()
    assert wrong == 0
    assert errors < 0.1 * POINTS


def test_250_epochs_of_the_report_s_own_update_line_end_within_1e_12(activation: str) -> None:
    run = _run(activation, torch.float64)
    criterion = MSELoss()
    for _ in range(EPOCHS):
        for x, target in run.batches:
            run.ours.backward(criterion.backward(run.ours.forward(x), target))
            for p in run.ours.param():
                p.p = p.p - ETA * p.gradient
    for parameter, other in zip(run.ours.param(), _train_theirs(run), strict=True):
        torch.testing.assert_close(parameter.p, other, rtol=1e-12, atol=1e-12)
