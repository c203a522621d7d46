"""How to train, as part of the document: always valid, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from playground.document.catalogue import TRAINING_OPTIONS, Value
from playground.document.errors import SpecError
from playground.document.method_kinds import MethodKind
from playground.document.optimizer_kinds import OPTIMIZERS, OptimizerKind
from playground.document.training_kinds import (
    EXTRA_OPTIONS,
    LOSSES,
    SCHEDULES,
    LossKind,
)


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """A loss, an optimiser or a schedule: its kind and a value for every option of its row.

    Options left out take their default; `options` is stored in the row's order.

    Raises:
        SpecError: unknown kind or option, or a value outside its limits.
    """

    kind: str
    options: tuple[tuple[str, Value], ...] = ()

    WHAT: ClassVar[str]
    ROWS: ClassVar[Mapping[str, MethodKind]]

    def __post_init__(self) -> None:
        row = self.ROWS.get(self.kind) if isinstance(self.kind, str) else None
        if row is None:
            raise SpecError(f"{self.WHAT} is one of {', '.join(self.ROWS)}, not {self.kind!r}.")
        given = dict(self.options)
        unknown = given.keys() - {option.name for option in row.options}
        if unknown:
            raise SpecError(f"{row.label} has no option {sorted(unknown)[0]!r}.")
        full = tuple(
            (option.name, option.check(given.get(option.name, option.default)))
            for option in row.options
        )
        object.__setattr__(self, "options", full)

    def __getitem__(self, name: str) -> Value:
        """The value of option `name`; KeyError where the kind does not have it."""
        return dict(self.options)[name]


@dataclass(frozen=True, slots=True)
class LossSpec(MethodSpec):
    """What training makes small."""

    kind: str = "mse"

    WHAT: ClassVar[str] = "A loss"
    ROWS: ClassVar[Mapping[str, MethodKind]] = LOSSES

    @property
    def row(self) -> LossKind:
        """Its row of the catalogue."""
        return LOSSES[self.kind]


@dataclass(frozen=True, slots=True)
class OptimizerSpec(MethodSpec):
    """How a gradient becomes a step."""

    kind: str = "sgd"

    WHAT: ClassVar[str] = "An optimiser"
    ROWS: ClassVar[Mapping[str, MethodKind]] = OPTIMIZERS

    @property
    def row(self) -> OptimizerKind:
        """Its row of the catalogue."""
        return OPTIMIZERS[self.kind]


@dataclass(frozen=True, slots=True)
class ScheduleSpec(MethodSpec):
    """How the learning rate changes while training goes on."""

    kind: str = "constant"

    WHAT: ClassVar[str] = "A schedule"
    ROWS: ClassVar[Mapping[str, MethodKind]] = SCHEDULES

    @property
    def row(self) -> MethodKind:
        """Its row of the catalogue."""
        return SCHEDULES[self.kind]


@dataclass(frozen=True, slots=True)
class TrainSpec:
    """How to train.

    learning_rate  η, from which the schedule makes the rate of every step
    batch_size     points a step
    epochs         after which a run pauses; None: until paused
    warmup_epochs  over which η rises from a third; 0: none
    max_norm       to which the gradient is clipped; None: not
    l1, l2         strengths of the penalties; 0: none
    early_stopping epochs without a lower test loss that end a run; None: not

    Raises:
        SpecError: a value outside its limits.
    """

    learning_rate: float = 0.15
    batch_size: int = 100
    epochs: int | None = None
    loss: LossSpec = field(default_factory=LossSpec)
    optimizer: OptimizerSpec = field(default_factory=OptimizerSpec)
    schedule: ScheduleSpec = field(default_factory=ScheduleSpec)
    warmup_epochs: int = 0
    max_norm: float | None = None
    l1: float = 0.0
    l2: float = 0.0
    early_stopping: int | None = None

    def __post_init__(self) -> None:
        for name, method in (
            ("loss", LossSpec),
            ("optimizer", OptimizerSpec),
            ("schedule", ScheduleSpec),
        ):
            if not isinstance(getattr(self, name), method):
                got = getattr(self, name)
                raise SpecError(f"{method.WHAT} is one of {', '.join(method.ROWS)}, not {got!r}.")
        for option in (*TRAINING_OPTIONS, *EXTRA_OPTIONS):
            object.__setattr__(self, option.name, option.check(getattr(self, option.name)))
