"""Small trainings for the tests."""

from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from core import Linear, Module, Sequential, Tanh
from core.datasets import generate, one_hot
from core.training import Split, Trainer


def make_split(points: int = 60, dtype: torch.dtype = torch.float32, kind: str = "disk") -> Split:
    places, classes = generate(kind, 2 * points, generator=torch.Generator().manual_seed(1))
    places, targets = places.to(dtype), one_hot(classes, 2, dtype)
    return Split(places[:points], targets[:points], places[points:], targets[points:])


def make_model(
    activation: type[Module] = Tanh,
    hidden: tuple[int, ...] = (8,),
    dtype: torch.dtype = torch.float32,
) -> Sequential:
    weights = torch.Generator().manual_seed(2)
    sizes = (2, *hidden, 2)
    modules: list[Module] = []
    for fan_in, fan_out in pairwise(sizes):
        modules += [Linear(fan_in, fan_out, generator=weights, dtype=dtype), activation()]
    return Sequential(modules if activation is Tanh else modules[:-1])


def make_trainer(model: Sequential | None = None, **changes: Any) -> Trainer:
    options = {"learning_rate": 0.15, "batch_size": 25, "split": make_split()} | changes
    generator = options.pop("generator", torch.Generator().manual_seed(3))
    return Trainer(model or make_model(), generator=generator, **options)


def weights(model: Sequential) -> Tensor:
    return torch.cat([parameter.p.flatten() for parameter in model.param()]).clone()


def assert_equal_states(state: Any, other: Any) -> None:
    """Of trainers, or of a part of one: equal down to the last bit."""
    assert state.keys() == other.keys()
    for own, expected in zip(_values(state), _values(other), strict=True):
        if isinstance(expected, Tensor):
            assert torch.equal(own, expected)  # type: ignore[arg-type]
        else:
            assert own == expected


def _values(state: Any) -> list[Tensor | float | str | None]:
    if isinstance(state, dict):
        return [each for value in state.values() for each in _values(value)]
    if isinstance(state, list):
        return [each for value in state for each in _values(value)]
    return [state]
