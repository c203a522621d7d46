"""Points as CSV, in the numbers they had before they were scaled."""

from typing import Final

import numpy as np

from playground.document.own_points import Column
from playground.own_data.arrays import Floats, own_places, own_targets

_DIGITS: Final = ".7g"  # what float32 holds


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
    across, up = (map(number, own_places(column, places[:, i])) for i, column in enumerate((x, y)))
    if classes:
        last = [quoted(classes[int(label)]) for label in labels]
    else:
        last = [*map(number, own_targets(third, labels.astype(np.float32)))]
    lines = [",".join(quoted(column.name) for column in columns)]
    lines += [",".join(row) for row in zip(across, up, last, strict=True)]
    return ("\r\n".join(lines) + "\r\n").encode()


def number(value: np.floating) -> str:
    """The shortest text that gives the same float32 again; of what was scaled, as many digits."""
    return str(value) if isinstance(value, np.float32) else f"{value:{_DIGITS}}"


def quoted(text: str) -> str:
    """A cell that is text, whatever it holds."""
    return '"' + text.replace('"', '""') + '"'
