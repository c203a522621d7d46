"""Early stopping: it stops in time, and gives back what the best moment had."""

import io
import math
from typing import Any

import pytest
import torch
from torch import Tensor

from core import Linear, Sequential, Tanh
from core.early_stopping import EarlyStopping
from core.errors import OptionError
from core.module import Buffer
from core.state import StateError
from tests.core.trainings import make_model, make_split, make_trainer, weights


def stops_after(losses: list[float], **options: Any) -> int | None:
    """How many of the losses are observed until it is time to stop."""
    stopping = EarlyStopping(make_model(), **options)
    return next((count for count, each in enumerate(losses, 1) if stopping.observe(each)), None)


def test_it_stops_when_the_loss_has_not_fallen_for_so_long() -> None:
    assert stops_after([3, 2, 1, 1, 1, 1], patience=3) == 6
    assert stops_after([3, 2, 2, 1, 1, 0.5, 1], patience=2) is None
    assert stops_after([1, math.nan, math.nan], patience=2) == 3
    assert stops_after([math.nan, math.inf], patience=2) == 2
    assert stops_after([3, 2.95, 2.91, 2.85, 2.8], patience=2, min_delta=0.1) == 3
    assert stops_after([-1, -2, -3, -2], patience=1) == 4


def test_the_best_weights_of_a_training_come_back() -> None:
    trainer = make_trainer(make_model(hidden=(50, 50)), learning_rate=2.0)
    stopping = EarlyStopping(trainer.model, patience=5)
    seen = []
    for evaluation in trainer.run(100):
        seen.append((evaluation.test_loss, weights(trainer.model)))
        if stopping.observe(evaluation.test_loss):
            break
    assert 5 < len(seen) < 100
    loss, best = seen[-6]
    assert loss == stopping.best_loss == min(each for each, _ in seen)
    assert not torch.equal(weights(trainer.model), best)
    stopping.restore()
    assert torch.equal(weights(trainer.model), best)
    assert trainer.evaluate().test_loss == loss
    trainer.step()  # and it can be trained on
    stopping.restore()
    assert torch.equal(weights(trainer.model), best)


def test_without_a_best_loss_the_first_weights_come_back(grad_mode: str) -> None:
    trainer = make_trainer()
    before = weights(trainer.model)
    stopping = EarlyStopping(trainer.model)
    trainer.step()
    stopping.observe(math.nan)
    stopping.restore()
    assert torch.equal(weights(trainer.model), before)
    assert stopping.best_loss == math.inf


def test_buffers_of_layers_come_back_too() -> None:
    class Counting(Tanh):
        def __init__(self) -> None:
            self.forwards = Buffer(torch.zeros(1))

        def forward(self, x: Tensor) -> Tensor:
            self.forwards.value += 1
            return super().forward(x)

    layer = Counting()
    stopping = EarlyStopping(Sequential([Linear(2, 2), layer]))
    for loss in (2.0, 1.0, 3.0, 4.0):
        layer.forward(torch.zeros(1, 2))
        stopping.observe(loss)
    stopping.restore()
    assert layer.forwards.value.item() == 2


def test_it_goes_on_from_its_state() -> None:
    split = make_split()
    straight = make_trainer(split=split, learning_rate=2.0)
    watching = EarlyStopping(straight.model, patience=4)
    stopped = make_trainer(split=split, learning_rate=2.0)
    continued = EarlyStopping(stopped.model, patience=4)
    for _ in range(20):
        file = io.BytesIO()
        torch.save((stopped.state(), continued.state()), file)
        training, watch = torch.load(io.BytesIO(file.getvalue()), weights_only=True)
        stopped = make_trainer(split=split, learning_rate=2.0)
        stopped.load_state(training)
        continued = EarlyStopping(stopped.model, patience=4)
        continued.load_state(watch)
        results = []
        for trainer, stopping in ((straight, watching), (stopped, continued)):
            trainer.advance(3)
            results.append(stopping.observe(trainer.evaluate().test_loss))
        assert results[0] == results[1]
    for stopping in (watching, continued):
        stopping.restore()
    assert watching.best_loss == continued.best_loss
    assert torch.equal(weights(straight.model), weights(stopped.model))


def test_a_state_is_a_copy_and_must_fit() -> None:
    model = make_model()
    stopping = EarlyStopping(model)
    stopping.observe(1.0)
    before = weights(model)
    state: Any = stopping.state()
    for tensor in state["best"]:
        tensor.zero_()
    stopping.restore()
    assert torch.equal(weights(model), before)
    bad: list[dict[str, Any]] = [
        {"best": state["best"][1:]},
        {"best": [each.double() for each in state["best"]]},
        {"waited": -1},
        {"best_loss": math.nan},
        {"kind": "EarlyStopping()"},
    ]
    for changes in bad:
        with pytest.raises(StateError, match=r"EarlyStopping: the state's"):
            stopping.load_state(state | changes)
    assert stopping.best_loss == 1.0


@pytest.mark.parametrize(
    "options",
    [{"patience": 0}, {"patience": 1.5}, {"patience": True}, {"min_delta": -1}, {"min_delta": "0"}],
)
def test_wrong_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=r"EarlyStopping: \w+ must be "):
        EarlyStopping(make_model(), **options)
    with pytest.raises(OptionError, match="model must be of type Module, got None"):
        EarlyStopping(None)  # type: ignore[arg-type]
