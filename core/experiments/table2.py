"""The report's Table II: this framework and PyTorch from the same start."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.ensemble import EnsembleTrainer
from core.errors import EmptyBatchError
from core.evaluation import Split, predictions
from core.experiments.settings import (
    BATCH_SIZE,
    LEARNING_RATE,
    Piece,
    Settings,
    Spread,
    Start,
    pieces,
)
from core.experiments.statistics import Summary, figure
from core.linear import Linear
from core.sequential import Sequential

REPORT: Final = {"training": (3.32, 0.46), "test": (3.49, 0.62)}  # the same for both sides
_TOGETHER: Final = 5  # so that two processes share ten


@dataclass(frozen=True)
class Errors:
    """The errors of one side of one repetition, as fractions."""

    train: float
    test: float


@dataclass(frozen=True)
class Comparison:
    """One finished repetition on both sides.

    max_weight_difference  largest |difference| of two weights after the last epoch
    differing_predictions  points, of both sets together, that the sides put into different classes
    points                 points of both sets
    """

    core: Errors
    torch: Errors
    max_weight_difference: float
    differing_predictions: int
    points: int


@dataclass(frozen=True)
class Side:
    """All repetitions of one side summed up."""

    train: Summary
    test: Summary

    @classmethod
    def of(cls, errors: list[Errors]) -> "Side":
        train = Summary.of([each.train for each in errors])
        return cls(train, Summary.of([each.test for each in errors]))


@dataclass(frozen=True)
class Table2:
    """Both sides summed up, and how far they are apart in all repetitions together."""

    settings: Settings
    core: Side
    torch: Side
    max_weight_difference: float
    differing_predictions: int
    points: int

    @classmethod
    def of(cls, comparisons: Iterable[Comparison], settings: Settings) -> "Table2":
        """Sum up the repetitions.

        Raises:
            EmptyBatchError: no repetition.
        """
        every = list(comparisons)
        if not every:
            raise EmptyBatchError("Table2: needs at least one repetition, got none")
        return cls(
            settings,
            Side.of([each.core for each in every]),
            Side.of([each.torch for each in every]),
            _largest(
                torch.tensor([each.max_weight_difference for each in every], dtype=torch.float64)
            ),
            sum(each.differing_predictions for each in every),
            sum(each.points for each in every),
        )

    def to_json(self) -> dict[str, Any]:
        """The table as plain values for a JSON file, in percent; null for no deviation."""
        sides: dict[str, Any] = {
            name: {
                "train_mean": side.train.mean,
                "train_std": side.train.std,
                "test_mean": side.test.mean,
                "test_std": side.test.std,
            }
            for name, side in (("core", self.core), ("torch", self.torch))
        }
        return sides | {
            "max_weight_difference": self.max_weight_difference,
            "differing_predictions": self.differing_predictions,
        }

    def text(self) -> str:
        """The table for a terminal, beside the report's figures."""
        lines = [
            "Table II: error in percent of the points, this framework and PyTorch",
            self.settings.sentence(),
            "",
            f"{'':22}{'here':>16}   {'report':>16}",
            f"{'':22}{'mean':>8}{'std':>8}   {'mean':>8}{'std':>8}",
        ]
        for label, side in (("Framework", self.core), ("PyTorch", self.torch)):
            for name, part, summary in (
                (label, "training", side.train),
                ("", "test", side.test),
            ):
                here = "".join(map(figure, (summary.mean, summary.std)))
                lines.append(f"{name:12}{part:10}{here}   {''.join(map(figure, REPORT[part]))}")
        lines += [
            "",
            "std: sample standard deviation of the repetitions.",
            f"Largest difference of two weights: {self.max_weight_difference:g}",
            f"Points classified differently: {self.differing_predictions:,} of {self.points:,}",
        ]
        return "\n".join(lines)


def table2(settings: Settings, spread: Spread = map) -> Iterator[Comparison]:
    """Run Table II: yield `settings.repetitions` finished comparisons.

    Tanh with default initialisation, the same first weights and mini-batches on both sides; on
    PyTorch's, nn.Sequential, nn.MSELoss, autograd and optim.SGD.

    Raises DivergedError as `Trainer.step` does.
    """
    return chain.from_iterable(spread(_comparisons, pieces(settings, together=_TOGETHER)))


def _comparisons(piece: Piece) -> list[Comparison]:
    settings, starts = piece.settings, piece.starts()
    trainers = [start.trainer("tanh", "default", settings.shuffle) for start in starts]
    twins = [_twin(trainer.model) for trainer in trainers]
    ensemble = EnsembleTrainer(trainers)
    ensemble.advance(settings.epochs * trainers[0].steps_per_epoch)
    for error in ensemble.diverged:
        if error is not None:
            raise error
    _train_in_torch(twins, starts, settings)
    sides = zip(starts, trainers, twins, strict=True)
    return [_comparison(start, trainer.model, twin) for start, trainer, twin in sides]


def _comparison(start: Start, model: Sequential, twin: nn.Sequential) -> Comparison:
    own = _predict(model.forward, start.split)
    others = _predict(twin, start.split)
    pairs = zip(model.param(), twin.parameters(), strict=True)
    differences = [(mine.p - theirs.detach()).abs().flatten() for mine, theirs in pairs]
    return Comparison(
        _errors(own, start.split),
        _errors(others, start.split),
        _largest(torch.cat(differences)),
        sum(int((a != b).sum()) for a, b in zip(own, others, strict=True)),
        sum(map(len, own)),
    )


def _twin(model: Sequential) -> nn.Sequential:
    """The network in PyTorch's own modules, with the same weights."""
    modules = [
        # Without memory, and so without first weights, which would be drawn from torch's generator.
        nn.Linear(each.in_features, each.out_features, device="meta")
        if isinstance(each, Linear)
        else nn.Tanh()
        for each in model.modules
    ]
    twin = nn.Sequential(*modules).to_empty(device="cpu")
    twin.load_state_dict({name: parameter.p for name, parameter in model.named_param()})
    return twin


def _train_in_torch(models: list[nn.Sequential], starts: list[Start], settings: Settings) -> None:
    """What Trainer does, written with PyTorch alone.

    The networks share one optimiser and one call of backward, which spares calls: no number of one
    depends on another.
    """
    criterion = nn.MSELoss()
    parameters = [parameter for model in models for parameter in model.parameters()]
    optimizer = torch.optim.SGD(parameters, lr=LEARNING_RATE)
    orders = [_orders(start, settings) for start in starts]
    for _ in range(settings.epochs):
        shuffled = [torch.split(next(order), BATCH_SIZE) for order in orders]
        for batches in zip(*shuffled, strict=True):
            optimizer.zero_grad()
            losses = [
                criterion(model(start.split.train_input[batch]), start.split.train_target[batch])
                for model, start, batch in zip(models, starts, batches, strict=True)
            ]
            torch.autograd.backward(losses)
            optimizer.step()


def _orders(start: Start, settings: Settings) -> Iterator[Tensor]:
    """The order of the points in every epoch."""
    generator = start.order()
    points = len(start.split.train_input)
    order = torch.arange(points)
    if settings.shuffle != "never":
        order = torch.randperm(points, generator=generator)
    while True:
        yield order
        if settings.shuffle == "epoch":
            order = torch.randperm(points, generator=generator)


def _predict(network: Callable[[Tensor], Tensor], split: Split) -> tuple[Tensor, Tensor]:
    """The classes that a network gives to the points to train on and to test on."""
    with torch.no_grad():
        train, test = network(split.train_input), network(split.test_input)
    return predictions(train, split), predictions(test, split)


def _errors(predicted: tuple[Tensor, Tensor], split: Split) -> Errors:
    train, test = (
        float((classes != predictions(target, split)).double().mean())
        for classes, target in zip(predicted, (split.train_target, split.test_target), strict=True)
    )
    return Errors(train, test)


def _largest(values: Tensor) -> float:
    """The maximum; NaN if one of the values is, where Python's max may overlook it."""
    return float(values.max())
