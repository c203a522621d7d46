"""Training with layers that draw or keep statistics: evaluated, stopped, continued, diverged."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from core import Dropout, Linear, Module, MSELoss, Sequential, Tanh
from core.errors import DivergedError
from core.module import Buffer
from core.training import StateError, Trainer
from tests.core.trainings import make_trainer


class Mean(Module):
    """A layer with statistics: it takes away the mean of the batches so far."""

    def __init__(self) -> None:
        self.mean = Buffer(torch.zeros(8))

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            self.mean.value.lerp_(x.mean(0), 0.1)
        return x - self.mean.value

    def backward(self, gradient: Tensor) -> Tensor:
        return gradient.clone()


def _trainer(**changes: Any) -> Trainer:
    weights = torch.Generator().manual_seed(2)
    noise = torch.Generator().manual_seed(7)
    modules = [
        Linear(2, 8, generator=weights),
        Tanh(),
        Mean(),
        Dropout(0.2, generator=noise),
        Linear(8, 2, generator=weights),
        Sequential([Dropout(0.1, generator=noise)]),
    ]
    return make_trainer(Sequential(modules), **changes)


def _everything(trainer: Trainer) -> list[Tensor]:
    state = trainer.state()
    return [state["weights"], *state["buffers"], *state["layer_generators"], state["generator"]]


def _assert_equal(ours: list[Tensor], theirs: list[Tensor]) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        assert torch.equal(mine, other)


def test_looking_at_a_training_changes_nothing() -> None:
    seen, unseen = _trainer(), _trainer()
    for _ in range(12):
        assert seen.step() == unseen.step()
        assert seen.evaluate() == seen.evaluate()
    _assert_equal(_everything(seen), _everything(unseen))
    assert seen.model.training


@pytest.mark.parametrize("stop", [1, 4, 9])
def test_the_same_bits_stopped_and_continued(stop: int) -> None:
    straight = _trainer()
    straight.advance(20)
    stopped, continued = _trainer(), _trainer()
    stopped.advance(stop)
    state = stopped.state()
    stopped.advance(3)  # the state is a copy
    continued.load_state(state)
    _assert_equal(continued.state()["last_finite_buffers"], state["last_finite_buffers"])
    continued.advance(20 - stop)
    _assert_equal(_everything(continued), _everything(straight))


def test_a_state_of_other_layers_is_refused_and_changes_nothing() -> None:
    trainer = _trainer()
    trainer.advance(3)
    before = _everything(trainer)
    for spoil in (
        lambda state: state["buffers"].append(torch.zeros(8)),
        lambda state: state["buffers"].__setitem__(0, torch.zeros(7)),
        lambda state: state["last_finite_buffers"][0].fill_(math.nan),
        lambda state: state.update(layer_generators=()),
        lambda state: state["layer_generators"].pop(),
        lambda state: state["layer_generators"][1].fill_(255),
    ):
        state: Any = _trainer().state()
        spoil(state)
        with pytest.raises(StateError, match="Trainer: "):
            trainer.load_state(state)
        _assert_equal(_everything(trainer), before)


def test_a_training_that_diverges_gives_its_statistics_back_too() -> None:
    class Exploding(MSELoss):
        exploded = False

        def forward(self, output: Tensor, target: Tensor) -> Tensor:
            return super().forward(output, target) * (math.inf if self.exploded else 1)

    criterion = Exploding()
    trainer = _trainer(criterion=criterion)
    trainer.advance(5)
    [kept] = trainer.state()["last_finite_buffers"]
    criterion.exploded = True
    with pytest.raises(DivergedError):
        trainer.step()
    [(_, buffer)] = trainer.model.named_buffer()
    assert torch.equal(buffer.value, kept)
    assert kept.abs().sum() > 0
