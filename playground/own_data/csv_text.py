"""Points as CSV, in the numbers they had before they were scaled."""

from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Final

import numpy as np

from playground.document.own_points import Column
from playground.own_data import arrays
from playground.own_data.arrays import Doubles, Floats

Scale = Callable[[float], float]  # from a number of the user to one that is held as float32
_DIGITS: Final = range(1, 18)  # significant ones, to try after 0; 17 tell all float64 apart


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
    across = _texts(arrays.own_places(x, places[:, 0]), partial(arrays.unit_of, x))
    up = _texts(arrays.own_places(y, places[:, 1]), partial(arrays.unit_of, y))
    if classes:
        last = [quoted(classes[int(label)]) for label in labels]
    else:
        targets = arrays.own_targets(third, labels.astype(np.float32))
        last = _texts(targets, partial(arrays.target_of, third))
    lines = [",".join(quoted(column.name) for column in columns)]
    lines += [",".join(row) for row in zip(across, up, last, strict=True)]
    return ("\r\n".join(lines) + "\r\n").encode()


def number(value: np.floating, scale: Scale | None = None) -> str:
    """The shortest text that gives the same float32 again, once it is scaled where it was.

    Without `scale`, a float64 has as many digits as a float32.
    """
    if isinstance(value, np.float32):
        return str(value)
    if scale is None or not np.isfinite(value):
        return f"{value:.7g}"
    plain = float(value)
    held = np.float32(scale(plain))
    short = chain((0.0,), (float(f"{plain:.{digits}g}") for digits in _DIGITS))
    same = next((each for each in short if np.float32(scale(each)) == held), plain)
    return repr(same).removesuffix(".0")


def quoted(text: str) -> str:
    """A cell that is text, whatever it holds."""
    return '"' + text.replace('"', '""') + '"'


def _texts(values: Floats | Doubles, scale: Scale) -> list[str]:
    return [number(value, scale) for value in values]
