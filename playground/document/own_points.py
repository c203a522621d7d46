"""Points of the user's own: painted, or read from a table."""

import math
from dataclasses import dataclass
from typing import Final

from playground.document import limits
from playground.document.errors import SpecError

PLACE_BYTES: Final = 8  # of a point: x and y, float32
VALUE_BYTES: Final = 4
ORDER_BYTES: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: its name, and the numbers that `low` and `high` stand for.

    x and y: 0 is `low` and 1 is `high`. A target with values: −1 is `low` and +1 is `high`. Of a
    column of classes the numbers mean nothing.

    Raises:
        SpecError: a name too long, or numbers that are not finite or not low < high.
    """

    name: str
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _check_name("A column", self.name)
        for number in (self.low, self.high):
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                raise SpecError(f"The range of a column is two numbers, not {number!r}.")
        if not -limits.MAX_RANGE <= self.low < self.high <= limits.MAX_RANGE:
            raise SpecError(
                f"The range of column {self.name!r} goes from a lower number to a higher one, at "
                f"most {limits.MAX_RANGE:g}, not from {self.low:g} to {self.high:g}."
            )
        object.__setattr__(self, "low", float(self.low))
        object.__setattr__(self, "high", float(self.high))


def _check_name(who: str, name: str) -> None:
    if not isinstance(name, str) or not 1 <= len(name) <= limits.MAX_NAME or not name.isprintable():
        raise SpecError(f"{who} has a name of 1 to {limits.MAX_NAME} characters, not {name!r}.")


X, Y, LABEL, TARGET = Column("x"), Column("y"), Column("label"), Column("target", -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """N points as little-endian numbers, immutable and shared by all documents that hold them.

    places  N pairs x, y of the unit square, float32
    values  N float32: class numbers, or without classes the target between −1 and +1
    order   N numbers of 16 bits: which points train. Those with the lowest do; so a new point
            leaves the others where they are, and another train share moves as few as it can.
    classes the names of the classes, 2 to 10; () means a real-valued target
    columns what x, y and the label or target were called, and how they were scaled

    Raises:
        SpecError: too many points, columns of different lengths, or numbers outside their range.
    """

    places: bytes = b""
    values: bytes = b""
    order: bytes = b""
    classes: tuple[str, ...] = ("A", "B")
    columns: tuple[Column, Column, Column] = (X, Y, LABEL)

    def __post_init__(self) -> None:
        for part in (self.places, self.values, self.order):
            if not isinstance(part, bytes):
                raise SpecError(f"Points are kept as bytes, not as {type(part).__name__}.")
        if len(self) > limits.MAX_OWN_POINTS:
            raise SpecError(
                f"There can be at most {limits.MAX_OWN_POINTS:,} points of your own, "
                f"not {len(self):,}. Leave some out."
            )
        sizes = (
            (self.places, PLACE_BYTES),
            (self.values, VALUE_BYTES),
            (self.order, ORDER_BYTES),
        )
        if any(len(part) != len(self) * size for part, size in sizes):
            raise SpecError("The columns of the points have different lengths.")
        if len(self.columns) != 3 or not all(isinstance(each, Column) for each in self.columns):
            raise SpecError("Points have three columns: x, y, and a label or a target.")
        self._check_classes()
        self._check_numbers()

    def __len__(self) -> int:
        """The number of points."""
        return len(self.places) // PLACE_BYTES

    @property
    def is_regression(self) -> bool:
        """Whether the target is a number, not a class."""
        return not self.classes

    def _check_classes(self) -> None:
        names = self.classes
        if names and not limits.MIN_CLASSES <= len(names) <= limits.MAX_CLASSES:
            raise SpecError(
                f"Points have {limits.MIN_CLASSES} to {limits.MAX_CLASSES} classes, "
                f"not {len(names)}. More numbers than that can be a target instead."
            )
        for name in names:
            _check_name("A class", name)
        if len(set(names)) != len(names):
            raise SpecError("Every class needs a name of its own.")

    def _check_numbers(self) -> None:
        if not len(self):
            return
        places = memoryview(self.places).cast("f").tolist()
        values = memoryview(self.values).cast("f").tolist()
        if not (all(map(math.isfinite, places)) and min(places) >= 0 and max(places) <= 1):
            raise SpecError("The places of points go from 0 to 1.")
        if self.classes:
            if not set(values) <= set(range(len(self.classes))):
                raise SpecError(f"Class numbers go from 0 to {len(self.classes) - 1}.")
        elif not (all(map(math.isfinite, values)) and min(values) >= -1 and max(values) <= 1):
            raise SpecError("The targets of points go from −1 to +1.")
