"""Points of one's own as arrays, and arrays as points of one's own."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.document import limits
from playground.document.own_points import LABEL, TARGET, Column, OwnPoints, X, Y
from playground.document.spec import DataSpec

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Order = NDArray[np.uint16]
Places = NDArray[np.intp]
Keys = NDArray[np.int64]

_GOLDEN: Final = 40503  # 2¹⁶ / golden ratio, odd: a round of it meets every number of 16 bits
_MARGIN: Final = 0.05  # left free around scaled points, in sides of the square


def places(own: OwnPoints) -> Floats:
    """x and y of every point, (N, 2), read-only."""
    return np.frombuffer(own.places, "<f4").reshape(-1, 2)


def values(own: OwnPoints) -> Floats:
    """The class numbers or targets, (N,), read-only."""
    return np.frombuffer(own.values, "<f4")


def order(own: OwnPoints) -> Order:
    """The numbers that say which points train, (N,), read-only."""
    return np.frombuffer(own.order, "<u2")


def train_and_test(data: DataSpec) -> tuple[Places, Places]:
    """Which rows of one's own points train and which test: by their `order` and their balance."""
    if data.balanced:
        train, test = data.balanced
        return np.array(train, np.intp), np.array(test, np.intp)
    assert data.own_points is not None
    ranked = np.argsort(order(data.own_points), kind="stable")
    return ranked[: data.train_points], ranked[data.train_points :]


def left_out(data: DataSpec) -> Places:
    """Which rows of one's own points neither train nor test, ascending."""
    if data.balanced is None:
        return np.zeros(0, np.intp)
    return np.setdiff1d(np.arange(len(data.own_points or ())), np.concatenate(train_and_test(data)))


def keys(data: DataSpec) -> Keys:
    """Of each point of the document a number that it keeps, (N,): those to train on first.

    It is what `order` says, or will say once a generated point becomes one of one's own: so what is
    drawn for a point stays when others are painted or erased. From the 65,536th point on, where
    `order` begins again, the numbers go on above it.
    """
    own = data.own_points
    if own is None:
        return even_order(data.count).astype(np.int64)
    rounds = np.arange(len(own), dtype=np.int64) // 2**16
    return (order(own) + rounds * 2**16)[np.concatenate(train_and_test(data))]


def even_order(count: int) -> Order:
    """Ascending numbers for `count` points, at most 65,536, spread evenly over 0 … 65535."""
    return (np.arange(count, dtype=np.int64) * 2**16 // max(count, 1)).astype(np.uint16)


def next_order(count: int, *, after: Order | None = None) -> Order:
    """`count` more numbers: however many there are, they are spread evenly over 0 … 65535.

    Multiples of the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4), so that
    neither the sorting of a table nor the seed decides which points train.
    """
    start = int(after[-1]) if after is not None and len(after) else 0
    numbers = start + _GOLDEN * np.arange(1, count + 1, dtype=np.int64)
    return (numbers % 2**16).astype("<u2")


def own_points(
    xy: NDArray[np.floating],
    targets: NDArray[np.number],
    classes: Sequence[str],
    *,
    columns: tuple[Column, Column, Column] | None = None,
    order: Order | None = None,
) -> OwnPoints:
    """Points of these places (N, 2) in the square, and class numbers or targets (N,).

    columns: what the numbers were before they were scaled. order: None draws new numbers.

    Raises:
        SpecError: too many points, or numbers outside their range.
    """
    ranks = next_order(len(xy)) if order is None else order
    return OwnPoints(
        np.ascontiguousarray(xy, "<f4").tobytes(),
        np.ascontiguousarray(targets, "<f4").tobytes(),
        np.ascontiguousarray(ranks, "<u2").tobytes(),
        tuple(classes),
        columns or (X, Y, LABEL if classes else TARGET),
    )


def square_column(name: str, numbers: Doubles) -> Column:
    """How a coordinate comes into [0, 1]: as it is, else with a margin on both sides."""
    low, high = _ends(numbers)
    if low >= 0.0 and high <= 1.0:
        return Column(name)
    spread = (high - low) * (_MARGIN / (1.0 - 2.0 * _MARGIN))
    return _column(name, low - spread, high + spread)


def target_column(name: str, numbers: Doubles) -> Column:
    """How a target comes into [−1, 1]: as it is, else its ends become −1 and +1."""
    low, high = _ends(numbers)
    if low >= -1.0 and high <= 1.0:
        return Column(name, -1.0, 1.0)
    return _column(name, low, high)


def to_unit(column: Column, numbers: Doubles) -> Doubles:
    """From the column's own numbers to 0 … 1."""
    return np.clip((numbers - column.low) / (column.high - column.low), 0.0, 1.0)


def to_target(column: Column, numbers: Doubles) -> Doubles:
    """From the column's own numbers to −1 … 1."""
    return 2.0 * to_unit(column, numbers) - 1.0


def unit_of(column: Column, number: float) -> float:
    """As `to_unit`, of one number, with the same bits; also outside."""
    return (number - column.low) / (column.high - column.low)


def target_of(column: Column, number: float) -> float:
    """As `to_target`, of one number, with the same bits; also outside."""
    return 2.0 * unit_of(column, number) - 1.0


def from_unit(column: Column, unit: Floats) -> Doubles:
    """From 0 … 1 back to the column's own numbers."""
    return column.low + unit.astype(np.float64) * (column.high - column.low)


def from_target(column: Column, target: Floats) -> Doubles:
    """From −1 … 1 back to the column's own numbers."""
    return column.low + (target.astype(np.float64) + 1.0) * ((column.high - column.low) / 2.0)


def own_places(column: Column, unit: Floats) -> Floats | Doubles:
    """x or y in the numbers of the user: those of the square itself where it was not scaled."""
    return unit if (column.low, column.high) == (0.0, 1.0) else from_unit(column, unit)


def own_targets(column: Column, target: Floats) -> Floats | Doubles:
    """Targets in the numbers of the user: as they are where they were not scaled."""
    return target if (column.low, column.high) == (-1.0, 1.0) else from_target(column, target)


def decimals(column: Column) -> int:
    """How many of them tell points apart: five digits over the range of the column."""
    return min(max(4 - math.floor(math.log10(column.high - column.low)), 0), 9)


def _ends(numbers: Doubles) -> tuple[float, float]:
    return (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 0.0)


def _column(name: str, low: float, high: float) -> Column:
    if not low < high:  # all numbers are equal: in the middle, with room that rounding keeps
        room = max(abs(low) / 2.0, 0.5)
        low, high = low - room, high + room
    if math.nextafter(low, math.inf) >= high:
        high = low + max(abs(low), 1.0)
    most = limits.MAX_RANGE  # which numbers reach, but no margin goes beyond
    return Column(name, max(low, -most), min(high, most))
