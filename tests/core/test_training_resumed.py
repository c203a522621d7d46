"""Training with every optimiser and schedule, stopped 20 times, saved, and ended elsewhere."""

import io
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from core import L1, L2, ReduceLROnPlateau, Schedule, WarmupLR
from core.training import Trainer
from tests.core.optimizer_cases import OPTIMIZERS, SCHEDULES, OptimizerCase
from tests.core.trainings import assert_equal_states, make_model, make_trainer

STEPS = 120

ELSEWHERE = """
import sys, torch
torch.set_num_threads(1)
from tests.core.test_training_resumed import STEPS, trainings
states = torch.load(sys.argv[1], weights_only=True)
ends = {}
for name, make in trainings():
    trainer = make()
    trainer.load_state(states[name])
    trainer.advance(STEPS - trainer.steps)
    ends[name] = trainer.state()
torch.save(ends, sys.argv[2])
"""


def _plateau() -> Schedule:
    return ReduceLROnPlateau(patience=1, threshold=0.1, factor=0.7, cooldown=1)


def trainings() -> Iterator[tuple[str, Callable[[], Trainer]]]:
    """One for each optimiser, which take turns with the schedules: each of these occurs, too."""
    schedules: list[tuple[str, Callable[[], Schedule | None]]] = [
        ("plain", lambda: None),
        ("plateau", _plateau),
        ("warm-up, plateau", lambda: WarmupLR(_plateau(), 9)),
        *((case.name, case.make) for case in SCHEDULES),
    ]
    assert len(schedules) <= len(OPTIMIZERS)
    for case, (name, make) in zip(OPTIMIZERS, cycle(schedules), strict=False):
        yield f"{case.name}, {name}", _maker(case, make)


def _maker(case: OptimizerCase, schedule: Callable[[], Schedule | None]) -> Callable[[], Trainer]:
    return lambda: make_trainer(
        make_model(),
        optimizer=case.make,
        learning_rate=case.rate,
        schedule=schedule(),
        penalties=(L1(1e-4), L2(1e-3)),
        max_norm=0.5,
    )


def _saved(state: Any) -> Any:
    file = io.BytesIO()
    torch.save(state, file)
    return torch.load(io.BytesIO(file.getvalue()), weights_only=True)


@pytest.fixture(scope="module")
def last_states() -> dict[str, Any]:
    """Every training at its last stop, each of the 20 stops saved and loaded into a new trainer."""
    found = {}
    for number, (name, make) in enumerate(trainings()):
        trainer = make()
        stops = sorted(random.Random(number).sample(range(1, STEPS), 20))
        for before, stop in pairwise([0, *stops]):
            trainer.advance(stop - before)
            state = _saved(trainer.state())
            trainer = make()
            trainer.learning_rate = 7.0  # which a state brings along
            trainer.load_state(state)
            assert_equal_states(trainer.state(), state)
        found[name] = state
    return found


@pytest.fixture(scope="module")
def ends_elsewhere(
    last_states: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """All of them ended in one fresh process."""
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    torch.save(last_states, folder / "states.pt")
    command = [sys.executable, "-c", ELSEWHERE, str(folder / "states.pt"), str(folder / "ends.pt")]
    subprocess.run(command, check=True, timeout=100)
    ends: dict[str, Any] = torch.load(folder / "ends.pt", weights_only=True)
    return ends


@pytest.mark.parametrize(("name", "make"), list(trainings()), ids=[name for name, _ in trainings()])
def test_the_same_bits_as_without_a_stop(
    name: str, make: Callable[[], Trainer], ends_elsewhere: dict[str, Any]
) -> None:
    straight = make()
    straight.advance(STEPS)
    assert_equal_states(straight.state(), ends_elsewhere[name])
