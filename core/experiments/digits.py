"""A small convolutional network on photographs of handwritten digits.

The images come from the caller: scikit-learn brings 1,797 of them, which this framework does not
need otherwise.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from core.activations import ReLU
from core.datasets import one_hot
from core.errors import EmptyBatchError, OptionError, ShapeError
from core.evaluation import Evaluation, Split
from core.layers import Conv2d, Dropout, Flatten, MaxPool2d
from core.linear import Linear
from core.losses import CrossEntropyLoss
from core.optimizers import Adam
from core.options import whole_number
from core.schedules import CosineAnnealingLR
from core.sequential import Sequential
from core.training import Trainer

CLASSES: Final = 10
SIZE: Final = 8  # pixels a side
TEST_SHARE: Final = 0.2
BATCH_SIZE: Final = 32
LEARNING_RATE: Final = 0.003


@dataclass(frozen=True)
class DigitsSettings:
    """How to run the experiment.

    epochs  passes over the images to train on.
    seed    everything random follows from it: which images test, weights, order, dropout.

    Raises OptionError for a value outside its limits.
    """

    epochs: int = 20
    seed: int = 1

    def __post_init__(self) -> None:
        whole_number("DigitsSettings", "epochs", self.epochs, at_least=1)
        whole_number("DigitsSettings", "seed", self.seed)
        if self.seed >= 2**63:
            raise OptionError(f"DigitsSettings: seed must be below 2^63, got {self.seed}")


@dataclass(frozen=True)
class Digits:
    """How well the network did in the end, in percent of the images."""

    settings: DigitsSettings
    train_accuracy: float
    test_accuracy: float

    @classmethod
    def of(cls, evaluations: Iterable[Evaluation], settings: DigitsSettings) -> "Digits":
        """The last of the evaluations.

        Raises:
            EmptyBatchError: no evaluation.
        """
        end = deque(evaluations, maxlen=1)
        if not end:
            raise EmptyBatchError("Digits: needs at least one evaluation, got none")
        [last] = end
        return cls(settings, 100 * (1 - last.train_error), 100 * (1 - last.test_error))

    def to_json(self) -> dict[str, Any]:
        """The result as plain values for a JSON file, accuracies in percent."""
        return {
            "epochs": self.settings.epochs,
            "seed": self.settings.seed,
            "train_accuracy": self.train_accuracy,
            "test_accuracy": self.test_accuracy,
        }

    def text(self) -> str:
        """The result for a terminal."""
        epochs = "1 epoch" if self.settings.epochs == 1 else f"{self.settings.epochs} epochs"
        return "\n".join(
            [
                "Handwritten digits: share of the images put into the right one of ten classes",
                f"{epochs}, seed {self.settings.seed}",
                "",
                f"training  {self.train_accuracy:6.2f} %",
                f"test      {self.test_accuracy:6.2f} %",
            ]
        )


def digits(images: Tensor, classes: Tensor, settings: DigitsSettings) -> Iterator[Evaluation]:
    """Train on four fifths of the images, test on the rest: yield an evaluation after each epoch.

    images   (N, 1, 8, 8), floating, from 0 (paper) to 1 (ink)
    classes  (N,) int64, 0 to 9

    Raises ShapeError for other images; else as Split and Trainer.
    """
    if images.dim() != 4 or images.shape[1:] != (1, SIZE, SIZE):
        got = tuple(images.shape)
        raise ShapeError(f"digits: images must have shape (N, 1, {SIZE}, {SIZE}), got {got}")
    master = torch.Generator().manual_seed(settings.seed)
    choice, weights, noise, order = (
        torch.Generator().manual_seed(int(seed))
        for seed in torch.randint(2**63 - 1, (4,), generator=master)
    )
    model = network(weights=weights, noise=noise, dtype=images.dtype)
    split = _split(images, classes, choice)
    steps = settings.epochs * -(-len(split.train_input) // BATCH_SIZE)
    trainer = Trainer(
        model,
        split,
        learning_rate=LEARNING_RATE,
        batch_size=BATCH_SIZE,
        generator=order,
        criterion=CrossEntropyLoss(),
        optimizer=Adam,
        schedule=CosineAnnealingLR(steps),
    )
    yield from trainer.run(settings.epochs)


def network(
    *, weights: torch.Generator, noise: torch.Generator, dtype: torch.dtype | None = None
) -> Sequential:
    """Two convolutions, each pooled to half the size, and a Linear: 21,386 parameters."""
    return Sequential(
        [
            Conv2d(1, 32, 3, padding=1, generator=weights, dtype=dtype),
            ReLU(),
            MaxPool2d(2),
            Conv2d(32, 64, 3, padding=1, generator=weights, dtype=dtype),
            ReLU(),
            MaxPool2d(2),
            Flatten(),
            Dropout(0.5, generator=noise),
            Linear(64 * (SIZE // 4) ** 2, CLASSES, generator=weights, dtype=dtype),
        ]
    )


def _split(images: Tensor, classes: Tensor, generator: torch.Generator) -> Split:
    order = torch.randperm(len(images), generator=generator)
    images, targets = images[order], one_hot(classes[order], CLASSES, images.dtype)
    cut = len(images) - round(TEST_SHARE * len(images))
    return Split(images[:cut], targets[:cut], images[cut:], targets[cut:])
