"""What a stroke does to points: pure functions from points to points."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from playground.document import limits
from playground.document.errors import SpecError
from playground.document.own_points import OwnPoints
from playground.own_data import arrays
from playground.own_data.arrays import Floats

Place = tuple[float, float]
REACH: Final = 0.03  # how near a point must be to be meant, in sides of the square
BRUSH: Final = 0.06  # radius of brush and eraser
SPRAYED: Final = 4  # points a touch of the brush


def from_sets(
    train: Floats,
    train_labels: NDArray[np.number],
    test: Floats,
    test_labels: NDArray[np.number],
    classes: tuple[str, ...],
) -> OwnPoints:
    """Points that were generated, as points of one's own: those that trained still do.

    Their numbers are spread so that a new point trains as likely as one of them.
    """
    return arrays.own_points(
        np.concatenate((train, test)),
        np.concatenate((train_labels, test_labels)),
        classes,
        order=arrays.even_order(len(train) + len(test)),
    )


def add(own: OwnPoints, places: NDArray[np.floating], label: float) -> OwnPoints:
    """New points of this class or target at `places` (N, 2); those outside the square are not.

    Raises:
        SpecError: there would be too many to paint on.
    """
    inside = places[((places >= 0.0) & (places <= 1.0)).all(1)]
    if len(own) + len(inside) > limits.MAX_PAINTED:
        raise SpecError(
            f"Painting works with up to {limits.MAX_PAINTED:,} points, because undo keeps every "
            "stroke. Erase or leave out some first."
        )
    ranks = arrays.order(own)
    return arrays.own_points(
        np.concatenate((arrays.places(own), inside)),
        np.append(arrays.values(own), np.full(len(inside), label)),
        own.classes,
        columns=own.columns,
        order=np.append(ranks, arrays.next_order(len(inside), after=ranks)),
    )


def spray(own: OwnPoints, at: Place, label: float, *, generator: np.random.Generator) -> OwnPoints:
    """A few new points, uniform in a disk around `at`.

    Raises:
        SpecError: as `add`.
    """
    angle, radius = generator.random((2, SPRAYED))
    away = BRUSH * np.sqrt(radius)
    turn = 2.0 * np.pi * angle
    places = np.stack((at[0] + away * np.cos(turn), at[1] + away * np.sin(turn)), 1)
    return add(own, places, label)


def erase(own: OwnPoints, seen: Floats, *touched: Place) -> OwnPoints:
    """Without the points that are drawn, at `seen` (N, 2), in a disk around a touched place."""
    gone = [_distance(seen, at) <= BRUSH for at in touched]
    return _taken(own, ~np.any(gone, axis=0))


def nearest(seen: Floats, at: Place) -> int | None:
    """The row of the point, drawn at `seen` (N, 2), that is meant at `at`; None: none is near."""
    if not len(seen):
        return None
    distance = _distance(seen, at)
    row = int(distance.argmin())
    return row if distance[row] <= REACH else None


def move(own: OwnPoints, row: int, to: Place) -> OwnPoints:
    """The point of `row` at `to`, kept inside the square."""
    places = arrays.places(own).copy()
    places[row] = np.clip(to, 0.0, 1.0)
    return arrays.own_points(
        places, arrays.values(own), own.classes, columns=own.columns, order=arrays.order(own)
    )


def _taken(own: OwnPoints, keep: NDArray[np.bool_]) -> OwnPoints:
    if keep.all():
        return own
    return arrays.own_points(
        arrays.places(own)[keep],
        arrays.values(own)[keep],
        own.classes,
        columns=own.columns,
        order=arrays.order(own)[keep],
    )


def _distance(places: Floats, at: Place) -> NDArray[np.floating]:
    x, y = places.T
    distance: NDArray[np.floating] = np.hypot(x - at[0], y - at[1])
    return distance
