"""Training: the report's algorithm, in bits that repeat, stopping cleanly when it diverges."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from core import Linear, Module, MSELoss, ReLU, Sequential, Tanh
from core.errors import CoreError, DivergedError, DtypeError, OptionError, ShapeError
from core.training import Evaluation, Split, Trainer
from tests.core.trainings import make_model, make_split, make_trainer, weights


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("activation", [Tanh, ReLU])
def test_shuffled_epochs_have_the_bits_of_torch(
    activation: type[Module], dtype: torch.dtype
) -> None:
    split = make_split(500, dtype)
    model = make_model(activation, (25, 25, 25), dtype)
    twin = nn.Sequential(
        *[
            nn.Linear(each.in_features, each.out_features, dtype=dtype)
            if isinstance(each, Linear)
            else getattr(nn, type(each).__name__)()
            for each in model.modules
        ]
    )
    twin.load_state_dict({name: parameter.p for name, parameter in model.named_param()})
    trainer = make_trainer(model, split=split, batch_size=100)
    for _ in trainer.run(20):
        pass

    order = torch.Generator().manual_seed(3)
    optimizer = torch.optim.SGD(twin.parameters(), lr=0.15)
    for _ in range(20):
        for batch in torch.randperm(500, generator=order).split(100):
            optimizer.zero_grad()
            nn.MSELoss()(twin(split.train_input[batch]), split.train_target[batch]).backward()
            optimizer.step()
    for own, other in zip(model.param(), twin.parameters(), strict=True):
        assert torch.equal(own.p, other)


def test_a_step_is_the_reports_loop_and_returns_the_loss() -> None:
    split = make_split(dtype=torch.float64)
    model, other = make_model(dtype=torch.float64), make_model(dtype=torch.float64)
    trainer = make_trainer(model, split=split, shuffle="never")
    criterion = MSELoss()
    for start in (0, 25, 50, 0):
        x, target = split.train_input[start : start + 25], split.train_target[start : start + 25]
        loss = trainer.step()
        output = other.forward(x)
        assert loss == pytest.approx(criterion.forward(output, target).item(), rel=1e-12)
        other.backward(criterion.backward(output, target))
        for p in other.param():
            p.p = p.p - 0.15 * p.gradient  # type: ignore[operator]
        torch.testing.assert_close(weights(model), weights(other), rtol=0, atol=1e-12)
    assert (trainer.steps, trainer.steps_per_epoch, trainer.epoch) == (4, 3, 4 / 3)


def seen_orders(shuffle: str, epochs: int = 3) -> list[list[int]]:
    """Which points, by number, the mini-batches of each epoch held."""
    points = torch.arange(60.0)[:, None]
    split = Split(points, points, points, points)
    seen: list[int] = []

    class Spy(Linear):
        def forward(self, x: Tensor) -> Tensor:
            seen.extend(int(each) for each in x[:, 0])
            return super().forward(x)

    trainer = make_trainer(
        Sequential([Spy(1, 1)]), split=split, shuffle=shuffle, learning_rate=1e-6
    )
    for _ in range(epochs * trainer.steps_per_epoch):
        trainer.step()
    return [seen[start : start + 60] for start in range(0, len(seen), 60)]


def test_every_epoch_goes_through_every_point_once() -> None:
    numbers = list(range(60))
    epoch, once, never = (seen_orders(shuffle) for shuffle in ("epoch", "once", "never"))
    for orders in (epoch, once, never):
        assert [sorted(order) for order in orders] == [numbers] * 3
    assert never == [numbers] * 3
    assert once[0] == once[1] == once[2] != numbers
    assert len({tuple(order) for order in epoch}) == 3
    assert epoch[0] != numbers


def test_a_batch_larger_than_the_set_is_all_of_it() -> None:
    trainer = make_trainer(batch_size=10_000)
    trainer.step()
    assert (trainer.steps_per_epoch, trainer.epoch) == (1, 1.0)


def test_evaluation_is_loss_and_share_of_wrong_points() -> None:
    model = Sequential([Linear(2, 2)])
    linear = model.modules[0]
    assert isinstance(linear, Linear)
    linear.weight.p, linear.bias.p = torch.eye(2), torch.zeros(2)
    targets = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    train = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    trainer = make_trainer(model, split=Split(train, targets, targets * 2, targets))
    assert trainer.evaluate() == Evaluation(0.0, 0.25, 0.5, 0.25, 0.0)


def test_one_output_is_right_on_its_targets_side_of_the_middle() -> None:
    model = Sequential([Linear(1, 1)])
    linear = model.modules[0]
    assert isinstance(linear, Linear)
    linear.weight.p, linear.bias.p = torch.ones(1, 1), torch.zeros(1)
    targets = torch.tensor([[2.0], [2.0], [6.0], [6.0]])  # the middle is 4
    train = torch.tensor([[3.9], [4.1], [4.1], [9.0]])
    evaluation = make_trainer(model, split=Split(train, targets, targets, targets)).evaluate()
    assert (evaluation.train_error, evaluation.test_error) == (0.25, 0.0)


def test_run_reports_every_epoch_and_learns() -> None:
    trainer = make_trainer(split=make_split(500, kind="blobs"))
    evaluations = list(trainer.run(30))
    assert [each.epoch for each in evaluations] == [float(epoch) for epoch in range(1, 31)]
    assert evaluations[-1] == trainer.evaluate()
    assert evaluations[-1].train_loss < evaluations[0].train_loss / 2
    assert evaluations[-1].test_error < 0.02


def test_a_new_learning_rate_counts_from_the_next_step() -> None:
    trainer = make_trainer()
    trainer.step()
    trainer.learning_rate = 0.0
    before = weights(trainer.model)
    trainer.step()
    assert torch.equal(weights(trainer.model), before)
    trainer.learning_rate = 0.5
    trainer.step()
    assert not torch.equal(weights(trainer.model), before)


def diverge(trainer: Trainer) -> tuple[DivergedError, list[Tensor]]:
    """Step until the trainer gives up; its error, and the weights after every step."""
    history = [weights(trainer.model)]
    for _ in range(10_000):
        try:
            trainer.step()
        except DivergedError as error:
            return error, history
        history.append(weights(trainer.model))
    pytest.fail("it never diverged")


@pytest.mark.parametrize("learning_rate", [10.0, 1e30])
def test_divergence_keeps_the_last_weights_with_a_finite_loss(learning_rate: float) -> None:
    trainer = make_trainer(make_model(ReLU, (8, 8)), learning_rate=learning_rate)
    error, history = diverge(trainer)
    assert error.step == trainer.steps + 1 == len(history)
    assert f"in step {error.step}" in str(error)
    assert f"rate of {learning_rate:g} is probably too large; try {learning_rate / 10:g}" in str(
        error
    )
    kept = weights(trainer.model)
    assert kept.isfinite().all()
    assert any(torch.equal(kept, each) for each in history[-2:])
    losses = [
        MSELoss().forward(trainer.model.forward(x[None]), t[None]).item()
        for x, t in zip(trainer.split.train_input, trainer.split.train_target, strict=True)
    ]
    assert any(math.isfinite(loss) for loss in losses)
    # It may go on from there with a smaller learning rate.
    trainer.learning_rate = 1e-30
    trainer.step()


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
def test_one_weight_that_is_not_finite_is_noticed_in_its_step(bad: float) -> None:
    class Spoiled(Linear):
        spoil = False

        def backward(self, gradient: Tensor) -> Tensor:
            result = super().backward(gradient)
            if self.spoil:
                self.weight.new_gradient().view(-1)[3] = bad
            return result

    layer = Spoiled(2, 8)
    trainer = make_trainer(Sequential([layer, ReLU(), Linear(8, 2)]))
    trainer.step()
    before = weights(trainer.model)
    layer.spoil = True
    with pytest.raises(DivergedError, match="a weight became infinite or NaN in step 2"):
        trainer.step()
    assert torch.equal(weights(trainer.model), before)


def test_a_loss_infinite_from_the_start_does_not_blame_the_learning_rate() -> None:
    model = make_model(ReLU)
    model.param()[0].p = torch.full_like(model.param()[0].p, 1e38)
    with pytest.raises(DivergedError, match="first weights or the data are too large") as caught:
        make_trainer(model).step()
    assert caught.value.step == 1


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_any_gradient_mode_gives_the_same_bits(mode: Callable[[], Any]) -> None:
    plain = make_trainer()
    losses = [plain.step() for _ in range(7)]
    with mode():
        trainer = make_trainer()
        assert [trainer.step() for _ in range(4)] == losses[:4]
    state = trainer.state()
    assert [trainer.step() for _ in range(3)] == losses[4:]
    trainer.load_state(state)
    assert [trainer.step() for _ in range(3)] == losses[4:]


def test_advance_and_run_make_the_steps_of_step_and_leave_torch_as_it_was() -> None:
    single, whole = make_trainer(), make_trainer()
    for _ in range(11):
        single.step()
    whole.advance(2)
    for _ in whole.run(3):
        assert not torch.is_inference_mode_enabled()
    assert whole.steps == single.steps == 11
    assert torch.equal(weights(whole.model), weights(single.model))

    diverging = make_trainer(make_model(ReLU), learning_rate=1e30)
    with pytest.raises(DivergedError):
        diverging.advance(10_000)
    assert not torch.is_inference_mode_enabled()


@pytest.mark.parametrize(
    "changes",
    [{"batch_size": 0}, {"batch_size": 2.0}, {"shuffle": "often"}, {"learning_rate": -0.1}],
)
def test_wrong_options_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        make_trainer(**changes)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (((4, 2), (3, 2), (4, 2), (4, 2)), ShapeError),
        (((4, 2), (4, 2), (4, 3), (4, 2)), ShapeError),
        (((4, 2), (4, 2), (4, 2), (4, 1)), ShapeError),
        (((0, 2), (0, 2), (4, 2), (4, 2)), ShapeError),
        (((4,), (4, 2), (4, 2), (4, 2)), ShapeError),
    ],
)
def test_a_split_fits_together(parts: tuple[tuple[int, ...], ...], error: type[CoreError]) -> None:
    with pytest.raises(error, match="Split: "):
        Split(*(torch.zeros(part) for part in parts))
    with pytest.raises(DtypeError, match=r"^Split: train_input must be a torch\.Tensor, got list"):
        Split(*([[0.0]] for _ in range(4)))  # type: ignore[arg-type]
    with pytest.raises(DtypeError, match=r"^Split: test_target must be floating, got torch\.int64"):
        Split(*[torch.zeros(2, 2)] * 3, torch.zeros(2, 2).long())
    with pytest.raises(OptionError, match="finite"):
        Split(*(torch.full((2, 2), math.nan) for _ in range(4)))


def test_splits_are_equal_where_they_are_one() -> None:
    first, second = (Split(*(torch.zeros(2, 2) for _ in range(4))) for _ in range(2))
    assert first != second
    assert len({first, second, first}) == 2
