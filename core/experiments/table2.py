"""The report's Table II: this framework and PyTorch from the same start."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn

from core.errors import EmptyBatchError
from core.evaluation import Split, predictions
from core.experiments.settings import BATCH_SIZE, LEARNING_RATE, Settings, Start, starts
from core.experiments.statistics import Summary, figure
from core.linear import Linear
from core.sequential import Sequential
from core.training import Trainer

REPORT: Final = {"training": (3.32, 0.46), "test": (3.49, 0.62)}  # the same for both sides


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


def table2(settings: Settings) -> Iterator[Comparison]:
    """Run Table II: yield `settings.repetitions` finished comparisons.

    Tanh with default initialisation, the same first weights and mini-batches on both sides; on
    PyTorch's, nn.Sequential, nn.MSELoss, autograd and optim.SGD.

    Raises DivergedError as `Trainer.step` does.
    """
    for start in starts(settings):
        yield _compare(start, settings)


def _compare(start: Start, settings: Settings) -> Comparison:
    model = start.model("tanh", "default")
    twin = _twin(model)
    trainer = Trainer(
        model,
        start.split,
        learning_rate=LEARNING_RATE,
        batch_size=BATCH_SIZE,
        generator=start.order(),
        shuffle=settings.shuffle,
    )
    trainer.advance(settings.epochs * trainer.steps_per_epoch)
    _train_in_torch(twin, start, settings)

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
        nn.Linear(each.in_features, each.out_features) if isinstance(each, Linear) else nn.Tanh()
        for each in model.modules
    ]
    twin = nn.Sequential(*modules)
    twin.load_state_dict({name: parameter.p for name, parameter in model.named_param()})
    return twin


def _train_in_torch(model: nn.Sequential, start: Start, settings: Settings) -> None:
    """What Trainer does, written with PyTorch alone."""
    generator = start.order()
    points = len(start.split.train_input)
    order = torch.arange(points)
    if settings.shuffle != "never":
        order = torch.randperm(points, generator=generator)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    for epoch in range(settings.epochs):
        if epoch and settings.shuffle == "epoch":
            order = torch.randperm(points, generator=generator)
        for batch in torch.split(order, BATCH_SIZE):
            optimizer.zero_grad()
            loss = criterion(model(start.split.train_input[batch]), start.split.train_target[batch])
            loss.backward()
            optimizer.step()


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
