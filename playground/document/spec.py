"""The document: one immutable, always valid description of data, network and training."""

from dataclasses import dataclass, field

from playground.document import limits
from playground.document.blocks import blocks
from playground.document.catalogue import (
    CORRUPTIONS,
    DATA,
    DATA_OPTIONS,
    LAYERS,
    OWN,
    DataKind,
    Option,
    Value,
)
from playground.document.class_balance import Rows, balanced
from playground.document.errors import SpecError
from playground.document.layer_kinds import END
from playground.document.own_points import OwnPoints
from playground.document.training_spec import LossSpec, OptimizerSpec, ScheduleSpec, TrainSpec
from playground.document.widths import parameter_count

__all__ = [
    "INPUTS",
    "DataSpec",
    "ExperimentSpec",
    "LayerSpec",
    "LossSpec",
    "OptimizerSpec",
    "ScheduleSpec",
    "TrainSpec",
]

INPUTS = 2  # x and y of the unit square


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One layer: its kind and a value for every option of its catalogue row.

    Options left out take their default; `options` is stored in the catalogue's order.

    Raises:
        SpecError: unknown kind or option, or a value outside its limits.
    """

    kind: str
    options: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        row = LAYERS.get(self.kind) if isinstance(self.kind, str) else None
        if row is None:
            raise SpecError(f"A layer is one of {', '.join(LAYERS)}, not {self.kind!r}.")
        given = dict(self.options)
        unknown = given.keys() - {option.name for option in row.options}
        if unknown:
            raise SpecError(f"{row.name} has no option {sorted(unknown)[0]!r}.")
        full = tuple(
            (option.name, option.check(given.get(option.name, option.default)))
            for option in row.options
        )
        object.__setattr__(self, "options", full)

    def __getitem__(self, name: str) -> Value:
        """The value of option `name`; KeyError where the kind does not have it."""
        return dict(self.options)[name]

    @property
    def name(self) -> str:
        """The class name in `core`: "Linear", "Tanh", …"""
        return LAYERS[self.kind].name


@dataclass(frozen=True, slots=True)
class DataSpec:
    """The points: kind of data set, how many, which share trains (%), noise (% of the side).

    `own` holds the points of kind "own"; they are kept while another kind is chosen. The rest are
    the `CORRUPTIONS`: how common the later classes are (%, where there are classes; some points of
    one's own are left out for it), shares of the training points whose label is flipped (%, where
    there are classes) and that are outliers (%).

    Raises:
        SpecError: unknown kind, "own" without points of one's own, or a value outside its limits.
    """

    kind: str = "disk"
    points: int = 2000
    train_percent: int = 50
    noise_percent: int = 0
    own: OwnPoints | None = None
    balance_percent: int = limits.EVEN_BALANCE_PERCENT
    flip_percent: int = 0
    outlier_percent: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or self.kind not in (*DATA, OWN.kind):
            raise SpecError(f"Data is one of {', '.join((*DATA, OWN.kind))}, not {self.kind!r}.")
        if self.own is not None and not isinstance(self.own, OwnPoints):
            raise SpecError(f"Points of your own are not {self.own!r}.")
        if self.kind == OWN.kind and self.own is None:
            raise SpecError("There are no points of your own yet: paint or import some.")
        for option in (*DATA_OPTIONS, *CORRUPTIONS):
            object.__setattr__(self, option.name, option.check(getattr(self, option.name)))

    @property
    def row(self) -> DataKind:
        """Its row of the catalogue."""
        return DATA.get(self.kind, OWN)

    @property
    def own_points(self) -> OwnPoints | None:
        """The points of one's own where they are the data, else None."""
        return self.own if self.kind == OWN.kind else None

    @property
    def count(self) -> int:
        """The number of points to train on and to test: of one's own, those not left out."""
        return sum(map(len, self.balanced)) if self.balanced else self._all

    @property
    def train_points(self) -> int:
        """Number of training points; at least 1, and at least 1 is left for the test."""
        return len(self.balanced[0]) if self.balanced else self._cut

    @property
    def balanced(self) -> tuple[Rows, Rows] | None:
        """Which of one's own points train and which test, where the balance leaves some out."""
        own = self.own_points
        if own is None or not own.classes or self.balance_percent == limits.EVEN_BALANCE_PERCENT:
            return None
        return balanced(own, self._cut, self.balance_percent)

    @property
    def _all(self) -> int:
        own = self.own_points
        return self.points if own is None else len(own)

    @property
    def _cut(self) -> int:
        return min(max(round(self._all * self.train_percent / 100), 1), max(self._all - 1, 0))

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; () where the target is a number."""
        own = self.own_points
        return self.row.classes if own is None else own.classes

    @property
    def corruptions(self) -> tuple[Option, ...]:
        """Those that change these points: where the target is a number, there are no classes."""
        of_classes = ("balance_percent", "flip_percent")
        return tuple(
            option
            for option in CORRUPTIONS
            if getattr(self, option.name) != option.default
            and (self.classes or option.name not in of_classes)
        )

    @property
    def outputs(self) -> tuple[str, ...]:
        """What a network tells of a point: how much it is of each class, or its target."""
        own = self.own_points
        return (own.columns[2].name,) if own is not None and own.is_regression else self.classes


@dataclass(frozen=True, slots=True)
class ExperimentSpec:
    """The whole document. Equal documents train to equal bits.

    `seed` feeds separate generators for data, weights and order.

    Raises:
        SpecError: more than 64 layers (a residual block counts as one, and those inside it each),
            an unfinished block or one in another, more than 2,000,000 weights, or a seed out of
            range.
    """

    layers: tuple[LayerSpec, ...] = ()
    data: DataSpec = field(default_factory=DataSpec)
    training: TrainSpec = field(default_factory=TrainSpec)
    seed: int = 1

    def __post_init__(self) -> None:
        if (count := sum(layer.kind != END for layer in self.layers)) > limits.MAX_LAYERS:
            raise SpecError(
                f"A network has at most {limits.MAX_LAYERS} layers, not {count}. Remove one first."
            )
        blocks(self.layers)  # refuses one without an end, or in another
        if (count := parameter_count(self)) > limits.MAX_WEIGHTS:
            raise SpecError(
                f"A network has at most {limits.MAX_WEIGHTS:,} weights; this one would have "
                f"{count:,}. Use fewer units or layers."
            )
        if type(self.seed) is not int or not 0 <= self.seed <= limits.MAX_SEED:
            raise SpecError(f"A seed is a whole number from 0 to {limits.MAX_SEED:,}.")
