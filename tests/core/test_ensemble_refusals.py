"""Which trainers cannot go together, and what is said of it."""

import pytest
import torch

from core import Module, ReLU, Sequential, Sigmoid, Tanh
from core.ensemble import EnsembleTrainer
from core.errors import OptionError, ShapeError
from core.training import Split
from tests.core.test_ensemble import make_trainers, stack


def test_only_trainers_of_one_kind_go_together() -> None:
    layers = stack(Tanh, 2, 8, 2)
    first = make_trainers(layers, replicas=2)
    for other in (
        make_trainers(stack(ReLU, 2, 8, 2)),
        make_trainers(stack(Tanh, 2, 9, 2)),
        make_trainers(layers, torch.float64),
        make_trainers(layers, batch_size=20),
        make_trainers(layers, points=61),
    ):
        with pytest.raises(OptionError, match=r"EnsembleTrainer: trainer 3 must be of the kind of"):
            EnsembleTrainer([*first, other[0]])
    moved = make_trainers(layers)[0]
    moved.step()
    with pytest.raises(OptionError, match="at the same step of an epoch, got 0, 0, 1"):
        EnsembleTrainer([*first, moved]).advance(1)
    twin = make_trainers(layers)[0]
    twin.model = first[0].model
    for second in (first[0], twin):
        with pytest.raises(OptionError, match="a trainer, its model or a layer of it occurs twice"):
            EnsembleTrainer([first[0], second])
    with pytest.raises(OptionError, match="at least one"):
        EnsembleTrainer([])


def test_a_layer_of_two_models_is_refused() -> None:
    shared = Sigmoid()  # it remembers one forward only

    def layers(generator: torch.Generator, dtype: torch.dtype) -> list[Module]:
        return [*stack(Tanh, 2, 8)(generator, dtype), Sequential([shared])]

    with pytest.raises(OptionError, match="a layer of it occurs twice in the list; make each anew"):
        EnsembleTrainer(make_trainers(layers))


def test_a_joint_layer_says_what_input_it_wants() -> None:
    split = Split(*(torch.zeros(60, columns) for columns in (3, 2, 3, 2)))
    ensemble = EnsembleTrainer(make_trainers(stack(Tanh, 2, 8, 2), split=split))
    message = r"^in layer 1 \(Linear\): .* must have shape \(4, N, 2\), got \(4, 25, 3\)$"
    with pytest.raises(ShapeError, match=message):
        ensemble.advance(1)
