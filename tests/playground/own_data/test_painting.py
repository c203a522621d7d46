"""Strokes: what they add, remove and move, and that they leave all other points alone."""

import numpy as np
import pytest

from playground.document import limits
from playground.document.errors import SpecError
from playground.document.own_points import Column
from playground.document.spec import DataSpec
from playground.own_data import arrays, painting

COLUMNS = (Column("length", 3, 7), Column("width", 0, 2), Column("species"))
OWN = arrays.own_points(
    np.array([[0.1, 0.1], [0.5, 0.5], [0.52, 0.5], [0.9, 0.9]]),
    np.array([0, 1, 0, 1]),
    ("A", "B"),
    columns=COLUMNS,
)


def rows(own: object) -> list[tuple[float, ...]]:
    assert isinstance(own, type(OWN))
    return [
        (*place, value, rank)
        for place, value, rank in zip(
            arrays.places(own).tolist(), arrays.values(own), arrays.order(own), strict=True
        )
    ]


def test_an_added_point_is_the_last_and_the_others_stay() -> None:
    after = painting.add(OWN, np.array([[0.3, 0.4]]), 1)
    assert rows(after)[:4] == rows(OWN)
    assert rows(after)[4][:3] == (np.float32(0.3), np.float32(0.4), 1)
    assert (after.columns, after.classes) == (COLUMNS, OWN.classes)
    assert rows(OWN) == rows(OWN)
    assert len(OWN) == 4


def test_painted_points_train_and_test_in_the_share_that_is_set() -> None:
    own = painting.add(OWN, np.full((0, 2), 0.5), 0)
    for _ in range(200):
        own = painting.add(own, np.array([[0.3, 0.4]]), 1)
    train, _ = arrays.train_and_test(DataSpec("own", train_percent=70, own=own))
    assert abs((train >= 4).mean() - 0.98) < 0.02
    assert abs(len(train) - 0.7 * 204) < 1


def test_points_outside_the_square_are_not_added() -> None:
    places = np.array([[-0.01, 0.5], [0.5, 1.01], [1.0, 0.0]])
    assert len(painting.add(OWN, places, 0)) == 5


def test_a_touch_of_the_brush_sprays_around_itself() -> None:
    after = painting.spray(OWN, (0.5, 0.2), 1, generator=np.random.default_rng(1))
    new = arrays.places(after)[4:]
    assert len(new) == painting.SPRAYED
    assert (np.hypot(*(new - [0.5, 0.2]).T) <= painting.BRUSH).all()
    again = painting.spray(OWN, (0.5, 0.2), 1, generator=np.random.default_rng(1))
    assert after == again


def test_the_eraser_takes_what_is_under_it_alone() -> None:
    after = painting.erase(OWN, arrays.places(OWN), (0.51, 0.51))
    assert rows(after) == [rows(OWN)[0], rows(OWN)[3]]
    assert painting.erase(OWN, arrays.places(OWN), (0.3, 0.8)) is OWN


def test_the_nearest_point_is_moved_and_kept_inside() -> None:
    row = painting.nearest(arrays.places(OWN), (0.515, 0.5))
    assert row == 2
    after = painting.move(OWN, 2, (1.5, 0.25))
    assert rows(after)[2][:2] == (1.0, 0.25)
    assert rows(after)[2][2:] == rows(OWN)[2][2:]
    assert rows(after)[0] == rows(OWN)[0]
    assert painting.nearest(arrays.places(OWN), (0.3, 0.8)) is None
    left = painting.erase(OWN, arrays.places(OWN), (0.51, 0.5))
    assert painting.nearest(arrays.places(left), (0.5, 0.5)) is None


def test_there_is_an_end_to_painting() -> None:
    count = limits.MAX_PAINTED
    full = arrays.own_points(np.full((count, 2), 0.5), np.zeros(count), ("A", "B"))
    with pytest.raises(SpecError, match="up to 20,000 points"):
        painting.add(full, np.array([[0.5, 0.5]]), 0)


def test_generated_points_keep_their_set() -> None:
    random = np.random.default_rng(1)
    train, test = random.random((30, 2), np.float32), random.random((70, 2), np.float32)
    own = painting.from_sets(train, np.arange(30) % 2, test, np.arange(70) % 2, ("A", "B"))
    data = DataSpec("own", train_percent=30, own=own)
    first, second = arrays.train_and_test(data)
    np.testing.assert_array_equal(arrays.places(own)[first], train)
    np.testing.assert_array_equal(arrays.places(own)[second], test)
