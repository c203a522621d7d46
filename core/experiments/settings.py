"""What both experiments share: the task, the network and the seeds.

The report leaves some choices open. These reproduce its tables; others do not:

* targets one-hot, 0 and 1; the loss is the mean over all elements, as torch's MSELoss;
* the Tanh network ends with a Tanh, the ReLU network with a Linear. Ending Tanh + Xavier with a
  Linear as well diverges at learning rate 0.15 in every run;
* the gain of Xavier's initialisation is 5/3 for Tanh and √2 for ReLU, in every Linear;
* one data set serves all repetitions of a cell. Over ten new ones the report's test error could
  hardly lie as far below its training error as in "Tanh, Xavier";
* "each time shuffling the training set": the order is drawn once for each repetition.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, Protocol, TypeVar, get_args

import torch

from core.activations import ReLU, Tanh
from core.datasets import generate, one_hot
from core.errors import OptionError
from core.evaluation import Split
from core.initialization import RELU_GAIN, TANH_GAIN
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential
from core.training import Shuffle, Trainer

Activation = Literal["tanh", "relu"]
Initialization = Literal["default", "xavier"]
Result = TypeVar("Result")

POINTS: Final = 1000  # to train on, and as many to test on
WIDTHS: Final = (2, 25, 25, 25, 2)
BATCH_SIZE: Final = 100
LEARNING_RATE: Final = 0.15


@dataclass(frozen=True)
class Settings:
    """How to repeat an experiment; the defaults are the report's.

    repetitions  runs of each cell of the table.
    seed         everything random follows from it.
    new_data     draw new points for every repetition, instead of one set for all of a cell's.
    shuffle      draw the order of the points to train on for each "epoch", "once" for each
                 repetition, or "never".
    epochs       passes over the points to train on.

    Raises OptionError for a value outside its limits.
    """

    repetitions: int = 10
    seed: int = 1
    new_data: bool = False
    shuffle: Shuffle = "once"
    epochs: int = 250

    def __post_init__(self) -> None:
        for name, least in (("repetitions", 1), ("seed", 0), ("epochs", 1)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise OptionError(
                    f"Settings: {name} must be a whole number of at least {least}, got {value!r}"
                )
        if self.seed >= 2**63:
            raise OptionError(f"Settings: seed must be below 2^63, got {self.seed}")
        if self.shuffle not in get_args(Shuffle):
            raise OptionError(
                f"Settings: shuffle must be one of {', '.join(get_args(Shuffle))}, "
                f"got {self.shuffle!r}"
            )

    def sentence(self) -> str:
        """The settings in words."""
        runs = "1 repetition" if self.repetitions == 1 else f"{self.repetitions} repetitions"
        data = "new data for each repetition" if self.new_data else "one data set for all of them"
        order = {
            "epoch": "shuffled every epoch",
            "once": "shuffled once per repetition",
            "never": "never shuffled",
        }[self.shuffle]
        return f"{self.epochs} epochs, {runs}, {data}, {order}, seed {self.seed}"


@dataclass(frozen=True)
class Start:
    """What one repetition starts from: its points, and the seeds of its weights and its order."""

    split: Split
    weights_seed: int
    order_seed: int

    def model(self, activation: Activation, initialization: Initialization) -> Sequential:
        """The network of section IV with its first weights."""
        generator = torch.Generator().manual_seed(self.weights_seed)
        xavier = initialization == "xavier"
        gain = TANH_GAIN if activation == "tanh" else RELU_GAIN
        modules: list[Module] = []
        for fan_in, fan_out in pairwise(WIDTHS):
            modules.append(Linear(fan_in, fan_out, xavier, gain, generator=generator))
            modules.append(Tanh() if activation == "tanh" else ReLU())
        return Sequential(modules if activation == "tanh" else modules[:-1])

    def order(self) -> torch.Generator:
        """A new generator of this repetition's orders."""
        return torch.Generator().manual_seed(self.order_seed)

    def trainer(
        self, activation: Activation, initialization: Initialization, shuffle: Shuffle
    ) -> Trainer:
        """The training of that network, before its first step."""
        return Trainer(
            self.model(activation, initialization),
            self.split,
            learning_rate=LEARNING_RATE,
            batch_size=BATCH_SIZE,
            generator=self.order(),
            shuffle=shuffle,
        )


@dataclass(frozen=True)
class Piece:
    """Repetitions of one cell of a table that are trained together.

    seeds  for each repetition those of its points, its weights and its order.
    """

    settings: Settings
    cell: int
    seeds: tuple[tuple[int, int, int], ...]

    def starts(self) -> list[Start]:
        """What each repetition starts from: the same in every process."""
        splits = {data: _split(data) for data in {data for data, _, _ in self.seeds}}
        return [Start(splits[data], weights, order) for data, weights, order in self.seeds]


def pieces(settings: Settings, cell: int = 0, *, together: int) -> list[Piece]:
    """Cut one cell of a table, counted from 0, into pieces of `together` or fewer repetitions."""
    master = torch.Generator().manual_seed(settings.seed)
    generator = torch.Generator().manual_seed(_seeds(cell + 1, master)[cell])
    seeds: list[tuple[int, int, int]] = []
    for _ in range(settings.repetitions):
        data, weights, order = _seeds(3, generator)
        seeds.append((data if settings.new_data or not seeds else seeds[0][0], weights, order))
    firsts = range(0, len(seeds), together)
    return [Piece(settings, cell, tuple(seeds[first : first + together])) for first in firsts]


class Spread(Protocol):
    """Does the work on every piece: `map`, or what shares it out among processes as `map` would.

    The results come in the order of the pieces.
    """

    def __call__(
        self, work: Callable[[Piece], list[Result]], pieces: Iterable[Piece], /
    ) -> Iterator[list[Result]]: ...


def _seeds(count: int, generator: torch.Generator) -> list[int]:
    return [int(each) for each in torch.randint(2**63 - 1, (count,), generator=generator)]


def _split(seed: int) -> Split:
    generator = torch.Generator().manual_seed(seed)
    points, classes = generate("disk", 2 * POINTS, generator=generator)
    targets = one_hot(classes, WIDTHS[-1])
    return Split(points[:POINTS], targets[:POINTS], points[POINTS:], targets[POINTS:])
