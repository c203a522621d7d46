"""What a value typed into a table does to points: pure functions from points to points."""

from typing import Final, Literal

import numpy as np

from playground.document import limits
from playground.document.own_points import Column, OwnPoints
from playground.document.spec import DataSpec
from playground.own_data import arrays, painting
from playground.own_data.errors import DataError
from playground.own_data.table import parsed, shortened

Part = Literal["x", "y", "label"]
_ACROSS: Final = {"x": 0, "y": 1}


def read_only(data: DataSpec) -> str:
    """Why no values can be typed, as one sentence; "" where they can."""
    if data.own_points is None:
        return "Generated points can only be read. Paint or import some to type values."
    if len(data.own_points) > limits.MAX_PAINTED:
        most = f"{limits.MAX_PAINTED:,}"
        return f"More than {most} points can only be read, because undo keeps every change."
    if data.corruptions:
        return "Points with another balance, flipped labels or outliers can only be read."
    return ""


def with_cell(own: OwnPoints, row: int, part: Part, text: str) -> OwnPoints:
    """The points with another x, y, class or target in `row`, in the numbers of the column.

    A number that stands there already changes nothing, however it was rounded to be shown.

    Raises:
        DataError: no number, one outside the column's range, or no class of these points.
    """
    if part == "label":
        label = _class(own, text) if own.classes else _target(own.columns[2], text)
        values = arrays.values(own).copy()
        values[row] = label
        return arrays.own_points(
            arrays.places(own),
            values,
            own.classes,
            columns=own.columns,
            order=arrays.order(own),
        )
    across = _ACROSS[part]
    column = own.columns[across]
    place = arrays.places(own)[row].astype(np.float64)
    place[across] = arrays.to_unit(column, np.array(_number(column, text)))
    return painting.move(own, row, (float(place[0]), float(place[1])))


def _class(own: OwnPoints, text: str) -> int:
    name = text.strip()
    if name not in own.classes:
        known = ", ".join(map(shortened, own.classes))
        raise DataError(f"{shortened(name)!r} is no class of these points. They have {known}.")
    return own.classes.index(name)


def _target(column: Column, text: str) -> float:
    return float(arrays.to_target(column, np.array(_number(column, text))))


def _number(column: Column, text: str) -> float:
    plain = text.strip().replace("−", "-")
    value = parsed(plain, ".")
    name = shortened(column.name)
    if value is None:
        what = f"{shortened(plain)!r} is no number" if plain else "the cell is empty"
        raise DataError(f"{name}: {what}. Write one with a point, as 1.5.")
    if not column.low <= value <= column.high:
        ends = (column.low, column.high)
        whole = max(len(f"{abs(end):.0f}") for end in ends)
        digits = min(max(whole + arrays.decimals(column), 7), 15)  # or times would all be equal
        low, high = (f"{end:.{digits}g}" for end in ends)
        raise DataError(
            f"{name} goes from {low} to {high} here, so it cannot be {shortened(plain)}. Import a "
            "table for another range."
        )
    return value
