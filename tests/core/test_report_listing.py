"""The report's section III as printed, with its placeholders filled in and `η ·` typed `eta *`."""

import pytest
import torch
from torch import Tensor, nn

from core import Linear, Module, MSELoss, ReLU, Sequential, Tanh

F64 = torch.float64
ETA = 0.15


def _listing(model: Sequential, train_input: Tensor, train_target: Tensor) -> None:
    eta, criterion = ETA, MSELoss()

    output = model.forward(train_input)
    grad_loss = criterion.backward(output, train_target)
    model.backward(grad_loss)
    for p in model.param():
        p.p = p.p - eta * p.gradient


def _model(activation: type[Module]) -> Sequential:
    generator = torch.Generator().manual_seed(0)
    return Sequential(
        [
            Linear(2, 6, generator=generator, dtype=F64),
            activation(),
            Linear(6, 2, generator=generator, dtype=F64),
        ]
    )


def _data(shape: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return (
        torch.rand(*shape, 2, generator=generator, dtype=F64),
        torch.rand(*shape, 2, generator=generator, dtype=F64),
    )


@pytest.mark.parametrize("shape", [(), (10,)], ids=["sample", "batch"])
@pytest.mark.parametrize("activation", [Tanh, ReLU])
def test_trains_as_torch_does(
    activation: type[Module], shape: tuple[int, ...], grad_mode: str
) -> None:
    model = _model(activation)
    train_input, train_target = _data(shape)
    with torch.inference_mode(False), torch.enable_grad():
        twin = nn.Sequential(nn.Linear(2, 6), getattr(nn, activation.__name__)(), nn.Linear(6, 2))
        twin.to(F64)
        for parameter, other in zip(model.param(), twin.parameters(), strict=True):
            other.data.copy_(parameter.p)
    twin_optimizer = torch.optim.SGD(twin.parameters(), lr=ETA)

    for _ in range(20):
        _listing(model, train_input, train_target)
        with torch.inference_mode(False), torch.enable_grad():
            twin_optimizer.zero_grad()
            nn.MSELoss()(twin(train_input.clone()), train_target.clone()).backward()
            twin_optimizer.step()

    for parameter, other in zip(model.param(), twin.parameters(), strict=True):
        assert not parameter.p.requires_grad
        torch.testing.assert_close(parameter.p, other.detach(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("shape", [(), (10,)], ids=["sample", "batch"])
def test_a_value_read_before_the_update_keeps_its_numbers(
    shape: tuple[int, ...], grad_mode: str
) -> None:
    model = _model(Tanh)
    train_input, train_target = _data(shape)
    for _ in range(3):
        values = [p.p for p in model.param()]
        copies = [value.clone() for value in values]
        _listing(model, train_input, train_target)
        for p, value, copy in zip(model.param(), values, copies, strict=True):
            assert torch.equal(value, copy)
            assert not torch.equal(p.p, copy)


def test_the_gradient_is_the_mean_over_the_mini_batch() -> None:
    """Equations 3a and 3b per sample, then their mean: section II, "backward"."""
    model = _model(Tanh)
    train_input, train_target = _data((10,))
    criterion = MSELoss()
    model.backward(criterion.backward(model.forward(train_input), train_target))
    of_batch = [p.gradient for p in model.param()]
    of_samples = []
    for x, target in zip(train_input, train_target, strict=True):
        model.backward(criterion.backward(model.forward(x), target))
        of_samples.append([p.gradient for p in model.param()])
    for gradient, *each in zip(of_batch, *of_samples, strict=True):
        torch.testing.assert_close(gradient, torch.stack(each).mean(0), rtol=1e-12, atol=1e-14)
