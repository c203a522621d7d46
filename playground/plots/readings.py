"""What the field over the square means: two classes, several, or a target that is a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.plots.text import percent, rounded, score, signed
from playground.theme import Theme
from playground.training.snapshots import Floats, Points

_STEPS: Final = 256
Index = NDArray[np.uint16]
Scale = NDArray[np.uint32]


class Reading(Protocol):
    """Turns a field of a snapshot into colours, lines and words."""

    def fits(self, field: Floats) -> bool:
        """Whether the field is one of this data; the data may be newer than the network."""

    def colors(
        self, field: Floats, level: float, theme: Theme, discrete: bool
    ) -> tuple[Index, Scale]:
        """The number of the colour at each place (N, N), and the colours."""

    def sheets(self, field: Floats) -> Iterable[Floats]:
        """The fields whose lines at the level are the boundary."""

    def tell(self, field: Floats, level: float, x: float, y: float) -> tuple[str, float | None]:
        """What the network says at (x, y), and where that is on the colour bar."""

    def error(self, error: float) -> str:
        """The error of the test set in words."""


@dataclass(frozen=True, slots=True)
class TwoClasses:
    """From −1, surely the first class, to +1, surely the second."""

    names: tuple[str, str]

    def fits(self, field: Floats) -> bool:
        """See `Reading`."""
        return field.ndim == 2

    def colors(
        self, field: Floats, level: float, theme: Theme, discrete: bool
    ) -> tuple[Index, Scale]:
        """See `Reading`."""
        return _on_scale(field, level, discrete), theme.scale(_STEPS)

    def sheets(self, field: Floats) -> Iterable[Floats]:
        """See `Reading`."""
        return (field,)

    def tell(self, field: Floats, level: float, x: float, y: float) -> tuple[str, float | None]:
        """See `Reading`."""
        value = value_at(field, x, y)
        return f"({x:.2f}, {y:.2f}): {signed(value)} {self.names[value > level]}", value

    def error(self, error: float) -> str:
        """See `Reading`."""
        return f"test error {percent(error)}"


@dataclass(frozen=True, slots=True)
class SeveralClasses:
    """The colour of the class that leads, the stronger the further it leads."""

    names: tuple[str, ...]

    def fits(self, field: Floats) -> bool:
        """See `Reading`."""
        return field.ndim == 3 and len(field) == len(self.names)

    def colors(
        self, field: Floats, level: float, theme: Theme, discrete: bool
    ) -> tuple[Index, Scale]:
        """See `Reading`."""
        winner = field.argmax(0).astype(np.uint16)
        lead = np.ones(winner.shape) if discrete else np.clip(field.max(0), 0.0, 1.0)
        strength = np.rint(lead * (_STEPS - 1)).astype(np.uint16)
        tints = [theme.tints(number, _STEPS) for number in range(len(field))]
        return winner * np.uint16(_STEPS) + strength, np.concatenate(tints)

    def sheets(self, field: Floats) -> Iterable[Floats]:
        """See `Reading`."""
        return field

    def tell(self, field: Floats, level: float, x: float, y: float) -> tuple[str, float | None]:
        """See `Reading`."""
        leads = [value_at(each, x, y) for each in field]
        best = int(np.argmax(leads))
        return f"({x:.2f}, {y:.2f}): {self.names[best]}, leads by {leads[best]:.2f}", None

    def error(self, error: float) -> str:
        """See `Reading`."""
        return f"test error {percent(error)}"


@dataclass(frozen=True, slots=True)
class Target:
    """A number: the scale is the range of the data, and the words are in the data's own numbers."""

    points: Points

    def fits(self, field: Floats) -> bool:
        """See `Reading`."""
        return field.ndim == 2

    def colors(
        self, field: Floats, level: float, theme: Theme, discrete: bool
    ) -> tuple[Index, Scale]:
        """See `Reading`."""
        return _on_scale(field, level, discrete), theme.scale(_STEPS)

    def sheets(self, field: Floats) -> Iterable[Floats]:
        """See `Reading`."""
        return (field,)

    def tell(self, field: Floats, level: float, x: float, y: float) -> tuple[str, float | None]:
        """See `Reading`."""
        value = value_at(field, x, y)
        target = self.points.columns[2]
        own = target.low + (value + 1.0) / 2.0 * (target.high - target.low)
        return f"({x:.2f}, {y:.2f}): {target.name} {rounded(own)}", value

    def error(self, error: float) -> str:
        """See `Reading`."""
        return f"test R² {score(1.0 - error)}"


def reading(points: Points) -> Reading:
    """How the field over these points is read."""
    names = points.class_names
    if not names:
        return Target(points)
    return TwoClasses((names[0], names[1])) if len(names) == 2 else SeveralClasses(names)


def scale_index(field: Floats) -> Index:
    """Where each value of the field lies on a scale of 256 colours from −1 to +1."""
    index: Index = np.rint((np.clip(field, -1.0, 1.0) + 1.0) * ((_STEPS - 1) / 2.0)).astype(
        np.uint16
    )
    return index


def value_at(field: Floats, x: float, y: float) -> float:
    """The field at (x, y), linear between the four nearest samples, as it is drawn."""
    last = len(field) - 1
    column = min(max(x * len(field) - 0.5, 0.0), last)
    row = min(max((1.0 - y) * len(field) - 0.5, 0.0), last)
    j, i = min(int(column), last - 1), min(int(row), last - 1)
    right, down = column - j, row - i
    upper, lower = field[i : i + 2, j : j + 2] @ (1.0 - right, right)
    return float(upper * (1.0 - down) + lower * down)


def _on_scale(field: Floats, level: float, discrete: bool) -> Index:
    if discrete:
        return np.where(field > level, np.uint16(_STEPS - 1), np.uint16(0))
    return scale_index(field)
