"""Ensembles: many trainings as one computation, each with the bits of its own single run."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor

from core import (
    ELU,
    SGD,
    Dropout,
    HingeLoss,
    HuberLoss,
    L1Loss,
    LeakyReLU,
    Linear,
    Module,
    ReLU,
    Sequential,
    SiLU,
    Softmax,
    Tanh,
)
from core.ensemble import EnsembleTrainer
from core.errors import DivergedError
from core.regularization import L2
from core.training import Split, Trainer
from tests.core.loss_cases import LOSSES, LossCase
from tests.core.trainings import assert_equal_states, make_split, weights

Layers = Callable[[torch.Generator, torch.dtype], list[Module]]


def stack(activation: Callable[[], Module], *sizes: int) -> Layers:
    def make(generator: torch.Generator, dtype: torch.dtype) -> list[Module]:
        modules: list[Module] = []
        for fan_in, fan_out in pairwise(sizes):
            modules += [Linear(fan_in, fan_out, generator=generator, dtype=dtype), activation()]
        return modules[:-1]

    return make


def nested(generator: torch.Generator, dtype: torch.dtype) -> list[Module]:
    inner = stack(SiLU, 8, 5, 8)(generator, dtype)
    return [
        *stack(LeakyReLU, 2, 8)(generator, dtype),
        Sequential(inner),
        *stack(Tanh, 8, 2)(generator, dtype),
    ]


def make_trainers(
    layers: Layers,
    dtype: torch.dtype = torch.float32,
    *,
    replicas: int = 4,
    points: int = 60,
    **changes: Any,
) -> list[Trainer]:
    rates = changes.pop("learning_rates", [0.15] * replicas)
    split = changes.pop("split", None) or make_split(points, dtype)
    return [
        Trainer(
            Sequential(layers(torch.Generator().manual_seed(replica), dtype)),
            split,
            generator=torch.Generator().manual_seed(100 + replica),
            learning_rate=rate,
            **{"batch_size": 25} | changes,
        )
        for replica, rate in enumerate(rates)
    ]


def advance(single: list[Trainer], together: list[Trainer], steps: int) -> None:
    EnsembleTrainer(together).advance(steps)
    for trainer in single:
        trainer.advance(steps)


def assert_equal_ends(some: list[Trainer], others: list[Trainer]) -> None:
    for one, other in zip(some, others, strict=True):
        assert torch.equal(weights(one.model), weights(other.model))
        assert one.evaluate() == other.evaluate()
        assert one.steps == other.steps


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("batch_size", [1, 7, 32, 60])
@pytest.mark.parametrize(
    "layers",
    [
        stack(Tanh, 2, 25, 25, 25, 2),
        stack(ReLU, 2, 8, 2),
        stack(ELU, 2, 17, 31, 2),
        stack(Tanh, 2, 1, 64, 2),
        nested,
    ],
    ids=["report", "relu", "odd", "one unit", "nested"],
)
def test_each_replica_has_the_bits_of_its_own_run(
    layers: Layers, batch_size: int, dtype: torch.dtype
) -> None:
    single, together = (make_trainers(layers, dtype, batch_size=batch_size) for _ in range(2))
    advance(single, together, 23)
    assert_equal_ends(single, together)
    assert not torch.equal(weights(together[0].model), weights(together[1].model))


@pytest.mark.parametrize("shuffle", ["epoch", "once", "never"])
def test_it_goes_on_where_the_trainers_are_and_they_where_it_is(shuffle: Any) -> None:
    layers = stack(Tanh, 2, 8, 2)
    single, together = (make_trainers(layers, shuffle=shuffle) for _ in range(2))
    ensemble = EnsembleTrainer(together)
    for trainer in (*single, *together):
        trainer.advance(2)
    ensemble.advance(5)
    together[1].advance(3)
    state = together[2].state()
    together[2].step()
    together[2].load_state(state)
    ensemble.advance(4)
    for number, trainer in enumerate(single):
        trainer.advance(9 + 3 * (number == 1))
    assert_equal_ends(single, together)


def test_rates_may_differ_and_change_and_weights_may_be_assigned() -> None:
    rates = [0.01, 0.1, 0.3, 0.5]
    single, together = (make_trainers(stack(Tanh, 2, 8, 2), learning_rates=rates) for _ in range(2))
    ensemble = EnsembleTrainer(together)

    def change(trainer: Trainer) -> None:
        trainer.learning_rate = 0.7
        parameter = trainer.model.param()[1]
        parameter.p = parameter.p + 1

    ensemble.advance(5)
    read = together[2].model.param()[0].gradient
    change(together[1])
    ensemble.advance(5)
    for trainer in single:
        trainer.advance(5)
    own = single[2].model.param()[0].gradient
    assert read is not None
    assert own is not None
    assert torch.equal(read, own)
    change(single[1])
    for trainer in single:
        trainer.advance(5)
    assert_equal_ends(single, together)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("case", LOSSES, ids=lambda case: case.name)
def test_every_loss_keeps_the_bits(case: LossCase, dtype: torch.dtype) -> None:
    split = make_split(60, dtype)
    if isinstance(case.make(), HingeLoss):
        train, test = 2 * split.train_target - 1, 2 * split.test_target - 1
        split = Split(split.train_input, train, split.test_input, test)
    single, together = (
        make_trainers(
            stack(Tanh, 2, 9, 2),
            dtype,
            split=split,
            criterion=case.make(),
            batch_size=23,
            learning_rates=[0.001, 0.002, 0.003, 0.004],
        )
        for _ in range(2)
    )
    advance(single, together, 20)
    assert_equal_ends(single, together)
    for one, other in zip(single, together, strict=True):
        assert one.state()["epoch_loss"] == other.state()["epoch_loss"]


@pytest.mark.parametrize("outputs", [1, 2])
def test_sums_that_threads_share_out_keep_the_bits(outputs: int) -> None:
    torch.set_num_threads(2)
    points = make_split(50_000)  # the last step is half an epoch: its loss is in the state
    targets = points.train_target[:, :outputs], points.test_target[:, :outputs]
    split = Split(points.train_input, targets[0], points.test_input, targets[1])
    layers, changes = stack(Tanh, 2, 4, outputs), {"split": split, "batch_size": 40_000}
    single, together = (make_trainers(layers, replicas=8, **changes) for _ in range(2))
    advance(single, together, 3)
    assert_equal_ends(single, together)
    for one, other in zip(single, together, strict=True):
        assert_equal_states(one.state(), other.state())


def test_each_replica_has_its_own_loss() -> None:
    class Wordless(HuberLoss):
        def __repr__(self) -> str:
            return "Wordless()"  # its delta is not told

    def trainers() -> list[Trainer]:
        losses, layers = (Wordless(delta=delta) for delta in (0.01, 0.1, 1)), stack(Tanh, 2, 8, 2)
        return [make_trainers(layers, replicas=1, criterion=loss)[0] for loss in losses]

    single, together = trainers(), trainers()
    advance(single, together, 5)
    assert_equal_ends(single, together)


@pytest.mark.parametrize("rate", [30.0, 1e30])
def test_one_that_diverges_leaves_the_others_alone(rate: float) -> None:
    rates = [0.1, rate, 0.1, rate * 2]
    single, together = (
        make_trainers(stack(ReLU, 2, 8, 8, 2), learning_rates=rates) for _ in range(2)
    )
    ensemble = EnsembleTrainer(together)
    for _ in range(6):
        ensemble.advance(100)
    errors: list[DivergedError | None] = []
    for trainer in single:
        try:
            trainer.advance(600)
        except DivergedError as error:
            errors.append(error)
        else:
            errors.append(None)
    assert [str(error) for error in ensemble.diverged] == [str(error) for error in errors]
    assert [error is None for error in errors] == [True, False, True, False]
    assert_equal_ends(single, together)
    for trainer in together:
        assert weights(trainer.model).isfinite().all()


def test_a_weight_that_overflows_stops_its_replica_alone() -> None:
    def trainers() -> list[Trainer]:
        rates = [1e6] * 3
        made = make_trainers(stack(ReLU, 2, 8, 2), criterion=L1Loss(), learning_rates=rates)
        made[1].model.param()[2].p.fill_(1e36)  # a finite loss, but gradients near the limit
        return made

    single, together = trainers(), trainers()
    ensemble = EnsembleTrainer(together)
    ensemble.advance(3)
    with pytest.raises(DivergedError, match="a weight became infinite or NaN in step 1") as raised:
        single[1].advance(3)
    for trainer in (single[0], single[2]):
        trainer.advance(3)
    assert [str(error) for error in ensemble.diverged] == ["None", str(raised.value), "None"]
    assert_equal_ends(single, together)
    assert weights(together[1].model).max() == torch.tensor(1e36)


class Halving(SGD):
    """Without options, and yet no plain one."""

    def _update(self, values: Tensor, gradients: Tensor) -> None:
        values.add_(gradients, alpha=-self.learning_rate / 2)


@pytest.mark.parametrize(
    "changes", [{}, {"max_norm": 0.1}, {"penalties": [L2(0.1)]}, {"optimizer": Halving}]
)
def test_all_at_once_or_not_every_state_is_that_of_a_run_alone(changes: dict[str, Any]) -> None:
    single, together = (make_trainers(stack(Tanh, 2, 8, 2), **changes) for _ in range(2))
    EnsembleTrainer(together).advance(7)
    for one, other in zip(single, together, strict=True):
        one.advance(7)
        assert_equal_states(one.state(), other.state())


def test_when_all_have_diverged_nothing_is_left_to_do() -> None:
    trainers = make_trainers(stack(ReLU, 2, 8, 2), learning_rates=[1e30] * 2)
    ensemble = EnsembleTrainer(trainers)
    ensemble.advance(1000)
    ensemble.advance(1000)
    assert all(error is not None for error in ensemble.diverged)


def test_other_layers_are_the_same_too() -> None:
    def layers(generator: torch.Generator, dtype: torch.dtype) -> list[Module]:
        return [
            Linear(2, 8, generator=generator, dtype=dtype),
            Tanh(),
            Dropout(0.2, generator=torch.Generator().manual_seed(5)),
            Linear(8, 2, generator=generator, dtype=dtype),
            Softmax(),
        ]

    single, together = (make_trainers(layers, torch.float64) for _ in range(2))
    advance(single, together, 30)
    for one, other in zip(single, together, strict=True):
        torch.testing.assert_close(weights(one.model), weights(other.model), rtol=0, atol=1e-12)
