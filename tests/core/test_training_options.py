"""Trainer with other optimisers, schedules, penalties and clipping."""

import math
from functools import partial
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import lr_scheduler

from core import (
    L1,
    L2,
    SGD,
    Adam,
    AdamW,
    CosineAnnealingLR,
    ExponentialLR,
    Linear,
    MSELoss,
    OneCycleLR,
    ReduceLROnPlateau,
    Schedule,
    StepLR,
)
from core.errors import DivergedError, OptionError
from core.training import StateError
from tests.core.optimizer_cases import OptimizerCase
from tests.core.trainings import make_model, make_split, make_trainer, weights


class Exploding(MSELoss):
    exploded = False

    def backward(self, output: Tensor, target: Tensor) -> Tensor:
        return super().backward(output, target) * (math.inf if self.exploded else 1)


def test_everything_together_is_what_torch_does() -> None:
    split = make_split(dtype=torch.float64)
    model = make_model(dtype=torch.float64)
    twin = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2), nn.Tanh()).double()
    twin.load_state_dict({name: parameter.p for name, parameter in model.named_param()})
    trainer = make_trainer(
        model,
        split=split,
        learning_rate=0.01,
        optimizer=partial(AdamW, betas=(0.8, 0.99), weight_decay=0.1),
        schedule=CosineAnnealingLR(40),
        penalties=(L1(1e-3), L2(1e-2)),
        max_norm=0.5,
    )
    losses = [trainer.step() for _ in range(30)]

    optimizer = torch.optim.AdamW(twin.parameters(), lr=0.01, betas=(0.8, 0.99), weight_decay=0.1)
    scheduler = lr_scheduler.CosineAnnealingLR(optimizer, 40)
    order = torch.Generator().manual_seed(3)
    norms = []
    batches = (batch for _ in range(10) for batch in torch.randperm(60, generator=order).split(25))
    for loss, batch in zip(losses, batches, strict=True):
        optimizer.zero_grad()
        data_loss = nn.MSELoss()(twin(split.train_input[batch]), split.train_target[batch])
        all_weights = torch.cat([each.flatten() for each in twin.parameters()])
        penalty = 1e-3 * all_weights.abs().sum() + 1e-2 / 2 * all_weights.square().sum()
        (data_loss + penalty).backward()
        norms.append(nn.utils.clip_grad_norm_(twin.parameters(), 0.5).item())
        optimizer.step()
        scheduler.step()
        assert loss == pytest.approx(data_loss.item(), rel=1e-12)  # without the penalties
    assert min(norms) < 0.5 < max(norms)  # some are clipped, some are not
    for own, other in zip(model.param(), twin.parameters(), strict=True):
        torch.testing.assert_close(own.p, other.detach(), rtol=0, atol=1e-12)


def test_any_optimizer_learns(optimizer_case: OptimizerCase) -> None:
    split = make_split(200, kind="blobs")
    trainer = make_trainer(
        split=split, optimizer=optimizer_case.make, learning_rate=optimizer_case.rate
    )
    first, *_, last = [trainer.evaluate(), *trainer.run(40)]
    assert last.train_loss < first.train_loss / 2


def test_the_learning_rate_is_the_one_that_the_schedule_changes() -> None:
    seen: list[float] = []

    class Spy(SGD):
        def _update(self, values: Tensor, gradients: Tensor) -> None:
            seen.append(self.learning_rate)
            super()._update(values, gradients)

    schedule = OneCycleLR(12)
    trainer = make_trainer(optimizer=Spy, schedule=schedule, learning_rate=0.5)
    trainer.advance(5)
    assert trainer.learning_rate == 0.5
    assert trainer.scheduled_rate == schedule(5, 0.5)
    trainer.learning_rate = 0.1
    trainer.advance(4)
    trainer.schedule = None
    trainer.learning_rate = 0.3
    assert trainer.scheduled_rate == 0.3
    trainer.advance(1)
    before, after = ([schedule(step, rate) for step in range(9)] for rate in (0.5, 0.1))
    assert seen == [*before[:5], *after[5:], 0.3]


def test_a_schedule_observes_the_mean_loss_of_every_epoch() -> None:
    observed = []

    class Spy(ReduceLROnPlateau):
        def observe(self, loss: float) -> None:
            observed.append(loss)
            super().observe(loss)

    trainer = make_trainer(schedule=Spy(patience=0, threshold=0.9, factor=0.5))
    losses = [trainer.step() for _ in range(13)]
    epochs = [losses[start : start + 3] for start in range(0, 12, 3)]
    assert observed == pytest.approx([sum(each) / 3 for each in epochs], rel=1e-12)
    assert trainer.scheduled_rate == pytest.approx(0.15 / 8)  # each but the first was a plateau


def test_a_step_that_diverged_does_not_count_in_its_epoch() -> None:
    observed: list[float] = []

    class Spy(StepLR):
        def observe(self, loss: float) -> None:
            observed.append(loss)

    criterion = Exploding()
    trainer = make_trainer(criterion=criterion, schedule=Spy(100))
    losses = [trainer.step()]
    criterion.exploded = True
    with pytest.raises(DivergedError):
        trainer.step()
    criterion.exploded = False
    losses += [trainer.step(), trainer.step()]
    assert observed == [pytest.approx(sum(losses) / 3)]


def test_after_divergence_nothing_infinite_is_remembered(optimizer_case: OptimizerCase) -> None:
    criterion = Exploding()
    trainer = make_trainer(
        criterion=criterion, optimizer=optimizer_case.make, learning_rate=optimizer_case.rate
    )
    trainer.advance(4)
    criterion.exploded = True
    with pytest.raises(DivergedError):
        trainer.step()
    criterion.exploded = False
    before = weights(trainer.model)
    trainer.advance(5)
    assert not torch.equal(weights(trainer.model), before)


def test_what_is_not_used_costs_no_operation() -> None:
    trainer = make_trainer()
    trainer.advance(3)
    with torch.inference_mode(), torch.profiler.profile() as profile:
        trainer.update()
    operations = [event.name for event in profile.events() if event.cpu_parent is None]
    assert operations == ["aten::copy_", "aten::add_", "aten::dot", "aten::item"]


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": Adam(Linear(1, 1).param(), 0.1)},
        {"optimizer": lambda parameters, rate: None},
        {"optimizer": None},
        {"optimizer": "adam"},
        {"optimizer": partial(Adam, eps=0)},
        {"optimizer": Adam, "learning_rate": -1},
        {"schedule": 0.1},
        {"schedule": StepLR},
        {"penalties": [0.1]},
        {"penalties": None},
        {"penalties": L2(0.1)},
        {"batch_size": 10**30},
        {"model": [Linear(2, 2)]},
        {"split": (torch.zeros(4, 2), torch.zeros(4, 2))},
        {"max_norm": 0},
        {"max_norm": math.nan},
        {"generator": 1},
        {"generator": None},
        {"criterion": "mse"},
        {"criterion": MSELoss},
    ],
)
def test_wrong_options_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=r"^(Trainer|Adam): \w+ must "):
        make_trainer(**changes)


@pytest.mark.parametrize("other", [{}, {"optimizer": partial(Adam, eps=1e-7)}, {"schedule": None}])
def test_a_state_of_another_optimizer_or_schedule_is_refused(other: dict[str, Any]) -> None:
    def make(**changes: Any) -> Any:
        schedule: Schedule = ExponentialLR(0.99)
        return make_trainer(**({"optimizer": Adam, "schedule": schedule} | changes))

    trainer = make()
    trainer.advance(4)
    refusing = make(**other) if other else make_trainer()
    refusing.advance(2)
    before, state = weights(refusing.model), trainer.state()
    with pytest.raises(StateError, match=r"Trainer: the state's (optimizer|schedule)"):
        refusing.load_state(state)
    assert refusing.steps == 2
    assert torch.equal(weights(refusing.model), before)
