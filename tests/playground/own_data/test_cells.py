"""What is typed into a cell: a new value in the column's own numbers, or one sentence."""

import numpy as np
import pytest

from playground.document import limits
from playground.document.own_points import Column, OwnPoints
from playground.document.spec import DataSpec
from playground.own_data import arrays, cells
from playground.own_data.errors import DataError

SIZE, PRICE = Column("size", 20.0, 200.0), Column("price", 100.0, 300.0)
PLACES = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])


def classes() -> OwnPoints:
    columns = (SIZE, Column("y"), Column("species"))
    return arrays.own_points(PLACES, np.array([0, 1, 2]), ("a", "b", "c"), columns=columns)


def numbers() -> OwnPoints:
    columns = (SIZE, Column("y"), PRICE)
    return arrays.own_points(PLACES, np.array([-1.0, 0.0, 1.0]), (), columns=columns)


def times() -> OwnPoints:
    columns = (Column("time", 1_699_999_995.0, 1_700_000_105.0), Column("y"), PRICE)
    return arrays.own_points(PLACES, np.array([-1.0, 0.0, 1.0]), (), columns=columns)


def test_a_number_is_one_of_the_columns_own_and_the_rest_keeps_its_bits() -> None:
    before = classes()
    after = cells.with_cell(before, 1, "x", " 110 ")
    assert arrays.places(after)[1, 0] == 0.5
    np.testing.assert_array_equal(arrays.places(after)[:, 1], arrays.places(before)[:, 1])
    assert (after.values, after.order, after.columns) == (
        before.values,
        before.order,
        before.columns,
    )
    assert arrays.places(cells.with_cell(before, 2, "y", "1"))[2].tolist() == [0.5, 1.0]


def test_a_class_is_chosen_by_its_name_and_a_target_by_its_number() -> None:
    assert arrays.values(cells.with_cell(classes(), 0, "label", "c ")).tolist() == [2, 1, 2]
    assert arrays.values(cells.with_cell(numbers(), 0, "label", "250")).tolist() == [0.5, 0, 1]


@pytest.mark.parametrize(
    ("own", "part", "text", "sentence"),
    [
        (classes(), "x", "wide", "size: 'wide' is no number. Write one with a point, as 1.5."),
        (classes(), "x", " ", "size: the cell is empty. Write one with a point, as 1.5."),
        (classes(), "y", "0,5", "y: '0,5' is no number. Write one with a point, as 1.5."),
        (classes(), "x", "nan", "size: 'nan' is no number. Write one with a point, as 1.5."),
        (classes(), "x", "1e999", "size: '1e999' is no number. Write one with a point, as 1.5."),
        (
            *(classes(), "x", "19.9"),
            "size goes from 20 to 200 here, so it cannot be 19.9. Import a table for another "
            "range.",
        ),
        (
            *(times(), "x", "1.5e9"),
            "time goes from 1699999995 to 1700000105 here, so it cannot be 1.5e9. Import a table "
            "for another range.",
        ),
        (
            *(numbers(), "label", "−3"),
            "price goes from 100 to 300 here, so it cannot be -3. Import a table for another "
            "range.",
        ),
        (classes(), "label", "d", "'d' is no class of these points. They have a, b, c."),
    ],
)
def test_what_cannot_stand_there_is_refused_in_one_sentence(
    own: OwnPoints, part: cells.Part, text: str, sentence: str
) -> None:
    with pytest.raises(DataError) as error:
        cells.with_cell(own, 0, part, text)
    assert str(error.value) == sentence


def test_some_points_can_only_be_read_and_it_is_said_why() -> None:
    many = np.zeros((limits.MAX_PAINTED + 1, 2))
    own = arrays.own_points(many, many[:, 0], ("a", "b"))
    assert cells.read_only(DataSpec("own", own=classes())) == ""
    assert "Generated points" in cells.read_only(DataSpec("disk", own=classes()))
    assert "More than 20,000 points" in cells.read_only(DataSpec("own", own=own))
    for harm in ({"flip_percent": 10}, {"outlier_percent": 10}):
        data = DataSpec("own", own=classes(), **harm)
        assert "another balance, flipped labels or outliers" in cells.read_only(data)
