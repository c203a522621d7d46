"""Points as arrays: scaled there and back, and divided so that a new point disturbs no other."""

import numpy as np
import pytest

from playground.document import limits
from playground.document.own_points import Column
from playground.document.spec import DataSpec
from playground.own_data import arrays


def test_arrays_come_back_as_they_went_in() -> None:
    places = np.array([[0.1, 0.2], [0.3, 1.0]], np.float32)
    own = arrays.own_points(places, np.array([2, 0]), ("a", "b", "c"))
    np.testing.assert_array_equal(arrays.places(own), places)
    np.testing.assert_array_equal(arrays.values(own), [2, 0])
    assert own.columns[2].name == "label"
    with pytest.raises(ValueError, match="read-only"):
        arrays.places(own)[0] = 0


@pytest.mark.parametrize("count", [2, 7, 50, 1000])
@pytest.mark.parametrize("percent", [10, 50, 80])
def test_every_stretch_of_a_table_is_divided_as_the_whole(count: int, percent: int) -> None:
    own = arrays.own_points(np.zeros((count, 2)), np.zeros(count), ("a", "b"))
    data = DataSpec("own", train_percent=percent, own=own)
    train, test = arrays.train_and_test(data)
    assert sorted([*train, *test]) == list(range(count))
    assert len(train) == data.train_points
    first_half = (train < count // 2).sum()
    assert abs(first_half - data.train_points * (count // 2) / count) <= 2


def test_one_more_point_changes_the_set_of_one_other_at_most() -> None:
    own = arrays.own_points(np.zeros((100, 2)), np.zeros(100), ("a", "b"))
    ranks = arrays.order(own)
    more = np.append(ranks, arrays.next_order(1, after=ranks))
    longer = arrays.own_points(np.zeros((101, 2)), np.zeros(101), ("a", "b"), order=more)
    before = set(arrays.train_and_test(DataSpec("own", own=own))[0].tolist())
    after = set(arrays.train_and_test(DataSpec("own", own=longer))[0].tolist()) - {100}
    assert len(before ^ after) <= 1


def test_numbers_in_the_square_stay_as_they_are() -> None:
    numbers = np.array([0.0, 0.25, 1.0])
    column = arrays.square_column("x", numbers)
    assert column == Column("x", 0.0, 1.0)
    np.testing.assert_array_equal(arrays.to_unit(column, numbers), numbers)
    np.testing.assert_array_equal(
        arrays.to_target(arrays.target_column("t", numbers), numbers), numbers
    )


@pytest.mark.parametrize(
    "numbers", [[-3.0, 7.0, 12.5], [1e6, 1e6 + 1, 1e6 + 2], [5.0, 5.0], [0.0, 1e-3, 2.0], [1e16]]
)
def test_other_numbers_are_scaled_there_and_back(numbers: list[float]) -> None:
    given = np.array(numbers)
    column = arrays.square_column("x", given)
    unit = arrays.to_unit(column, given).astype(np.float32)
    assert 0.04 < unit.min() <= unit.max() < 0.96
    spread = column.high - column.low
    np.testing.assert_allclose(arrays.from_unit(column, unit), given, atol=2e-7 * spread)
    column = arrays.target_column("t", given)
    target = arrays.to_target(column, given).astype(np.float32)
    assert -1 <= target.min() <= target.max() <= 1
    spread = column.high - column.low
    np.testing.assert_allclose(arrays.from_target(column, target), given, atol=2e-7 * spread)


@pytest.mark.parametrize("make", [arrays.square_column, arrays.target_column])
@pytest.mark.parametrize("numbers", [[-1.0, 1.0], [0.0, 0.98], [-1.0, -0.98], [1.0], [-1.0, -1.0]])
def test_the_largest_numbers_are_scaled_too(make, numbers: list[float]) -> None:
    given = limits.MAX_RANGE * np.array(numbers)
    column = make("x", given)
    unit = arrays.to_unit(column, given).astype(np.float32)
    spread = column.high - column.low
    np.testing.assert_allclose(arrays.from_unit(column, unit), given, atol=2e-7 * spread)
