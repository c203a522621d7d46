"""Points as CSV, in the numbers they had before they were scaled."""

import numpy as np

from playground.document.own_points import Column
from playground.own_data.arrays import Doubles, Floats, from_target, from_unit

_DIGITS = ".7g"  # what float32 holds


def written(
    places: Floats,
    labels: np.ndarray,
    classes: tuple[str, ...],
    columns: tuple[Column, Column, Column],
) -> bytes:
    """A header and one row a point, UTF-8.

    Every text is quoted, so that a spreadsheet and our own import read it as it is. Nothing is put
    before it: a class called "=1+1" stays that class.
    """
    x, y, third = columns
    across, up = _shown(x, places[:, 0]), _shown(y, places[:, 1])
    if classes:
        last = [_quoted(classes[int(number)]) for number in labels]
    else:
        target = labels.astype(np.float32)
        same = (third.low, third.high) == (-1.0, 1.0)
        last = _texts(target, same) if same else _texts(from_target(third, target), same)
    lines = [",".join(_quoted(column.name) for column in columns)]
    lines += [",".join(row) for row in zip(across, up, last, strict=True)]
    return ("\r\n".join(lines) + "\r\n").encode()


def _shown(column: Column, unit: Floats) -> list[str]:
    same = (column.low, column.high) == (0.0, 1.0)
    return _texts(unit if same else from_unit(column, unit), same)


def _texts(numbers: Floats | Doubles, exact: bool) -> list[str]:
    """Exact: the shortest text that gives the same float32 again."""
    return [str(each) if exact else f"{each:{_DIGITS}}" for each in numbers]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
