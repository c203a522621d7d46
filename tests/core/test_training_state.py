"""A training stopped, saved and continued is the training that never stopped."""

import math
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from core import MSELoss
from core.errors import DivergedError
from core.training import StateError
from tests.core.trainings import make_trainer, weights

RESUME = """
import sys, torch
torch.set_num_threads(1)
from tests.core.trainings import make_trainer, make_model, weights
trainer = make_trainer(make_model())
trainer.load_state(torch.load(sys.argv[1], weights_only=True))
for _ in range(int(sys.argv[2])):
    trainer.step()
torch.save(trainer.state(), sys.argv[3])
"""


def test_the_same_bits_stopped_at_20_steps_saved_and_continued(tmp_path: Path) -> None:
    straight = make_trainer()
    for _ in range(200):
        straight.step()

    stops = sorted(random.Random(4).sample(range(1, 200), 20))
    file, result = tmp_path / "state.pt", tmp_path / "result.pt"
    trainer = make_trainer()
    for before, stop in pairwise([0, *stops]):
        for _ in range(stop - before):
            trainer.step()
        torch.save(trainer.state(), file)
        trainer = make_trainer(generator=torch.Generator().manual_seed(99))
        trainer.load_state(torch.load(file, weights_only=True))
    command = [sys.executable, "-c", RESUME, str(file), str(200 - stops[-1]), str(result)]
    subprocess.run(command, check=True, timeout=100)
    continued = torch.load(result, weights_only=True)
    expected: Any = straight.state()
    assert continued.keys() == expected.keys()
    for name in ("weights", "last_finite", "order", "generator"):
        assert torch.equal(continued.pop(name), expected.pop(name)), name
    assert continued == expected


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: state.pop("order"),
        lambda state: state.update(more=1),
        lambda state: state.update(steps=-1),
        lambda state: state.update(steps=1.0),
        lambda state: state.update(batch_size=24),
        lambda state: state.update(shuffle="once"),
        lambda state: state.update(learning_rate=math.nan),
        lambda state: state.update(learning_rate=-0.1),
        lambda state: state.update(learning_rate=math.inf),
        lambda state: state.update(epoch_loss=math.nan),
        lambda state: state["optimizer"].update(learning_rate=math.inf),
        lambda state: state["optimizer"].update(steps=None),
        lambda state: state["optimizer"]["memory"].update(velocity=state["weights"]),
        lambda state: state.update(optimizer=None),
        lambda state: state.update(schedule={}),
        lambda state: state.update(weights=state["weights"][1:]),
        lambda state: state.update(weights=state["weights"].double()),
        lambda state: state.update(weights=state["weights"] * math.nan),
        lambda state: state.update(last_finite=None),
        lambda state: state.update(order=torch.zeros(60, dtype=torch.int64)),
        lambda state: state.update(generator=state["generator"][:-1]),
        lambda state: state.update(generator=torch.full_like(state["generator"], 255)),
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_changes_nothing(
    spoil: Callable[[dict[str, Any]], None],
) -> None:
    other = make_trainer(learning_rate=0.3)
    for _ in range(5):
        other.step()
    state: Any = other.state()
    spoil(state)
    trainer, twin = make_trainer(), make_trainer()
    for each in (trainer, twin):
        each.step()
    with pytest.raises(StateError, match="Trainer: "):
        trainer.load_state(state)
    assert [trainer.step() for _ in range(9)] == [twin.step() for _ in range(9)]
    assert torch.equal(weights(trainer.model), weights(twin.model))


def test_a_state_is_a_copy() -> None:
    trainer = make_trainer()
    state = trainer.state()
    kept = state["weights"].clone(), state["order"].clone()
    for _ in range(4):
        trainer.step()
    trainer.load_state(state)
    losses = [trainer.step() for _ in range(4)]
    assert torch.equal(state["weights"], kept[0])
    assert torch.equal(state["order"], kept[1])
    trainer.load_state(state)
    for each in ("weights", "last_finite", "order", "generator"):
        state[each].zero_()  # type: ignore[literal-required]
    assert torch.equal(trainer.state()["order"], kept[1])
    assert [trainer.step() for _ in range(4)] == losses


def test_a_continued_training_falls_back_on_the_same_weights_when_it_diverges() -> None:
    class Exploding(MSELoss):
        exploded = False

        def forward(self, output: Tensor, target: Tensor) -> Tensor:
            return super().forward(output, target) * (math.inf if self.exploded else 1)

    criterion = Exploding()
    straight, continued = (make_trainer(criterion=criterion) for _ in range(2))
    for _ in range(7):
        straight.step()
    continued.load_state(straight.state())
    before = weights(straight.model)
    criterion.exploded = True
    for trainer in (straight, continued):
        with pytest.raises(DivergedError):
            trainer.step()
    assert torch.equal(weights(continued.model), weights(straight.model))
    assert not torch.equal(weights(straight.model), before)  # the step before had a finite loss
