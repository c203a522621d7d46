"""Training and evaluation: how every layer of a stack learns which one it is."""

import pytest
import torch
from torch import Tensor

from core import Linear, Module, Sequential, Tanh
from core.module import Buffer
from core.sequential import evaluating


class Noisy(Module):
    """A layer that draws, and keeps a count, in training alone."""

    def __init__(self, seed: int) -> None:
        self.count = Buffer(torch.zeros(()))
        self.generator = torch.Generator().manual_seed(seed)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x.clone()
        self.count.value += 1
        return x + torch.rand(x.shape, generator=self.generator)

    def backward(self, gradient: Tensor) -> Tensor:
        return gradient.clone()


def _network() -> Sequential:
    inner = Sequential([Noisy(2), Linear(2, 2)])
    return Sequential([Noisy(1), Tanh(), inner])


def _modes(model: Sequential) -> list[bool]:
    first, tanh, inner = model.modules
    assert isinstance(inner, Sequential)
    return [each.training for each in (model, first, tanh, inner, *inner.modules)]


def test_a_new_module_is_in_training() -> None:
    assert _modes(_network()) == [True] * 6


def test_the_mode_reaches_every_layer() -> None:
    model = _network()
    assert model.eval() is model
    assert _modes(model) == [False] * 6
    assert model.train() is model
    assert _modes(model) == [True] * 6


def test_buffers_and_generators_of_every_layer_are_found() -> None:
    model = _network()
    model.forward(torch.zeros(2))
    model.eval().forward(torch.zeros(2))
    assert [(name, buffer.value.item()) for name, buffer in model.named_buffer()] == [
        ("0.count", 1),
        ("2.0.count", 1),
    ]
    assert [each.initial_seed() for each in model.generators()] == [1, 2]
    assert Linear(2, 2).named_buffer() == Linear(2, 2).generators() == []


def test_evaluating_lasts_as_long_as_it_should() -> None:
    model = _network()
    frozen = model.modules[0].eval()
    with evaluating(model):
        assert _modes(model) == [False] * 6
    assert _modes(model) == [True, False, True, True, True, True]
    with pytest.raises(ZeroDivisionError), evaluating(model):
        _ = 1 / 0
    assert model.training
    assert not frozen.training
