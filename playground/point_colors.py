"""The colours of points: one a class, or where the target is a number, those of the scale."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from playground.theme import Theme

_SHADES: Final = 17  # of a target: more could not be told apart in a point


def colors(theme: Theme, classes: int) -> tuple[QColor, ...]:
    """All colours points can have; `classes` 0 means that the target is a number."""
    if classes:
        return tuple(theme.class_color(number) for number in range(classes))
    return tuple(QColor.fromRgb(int(value)) for value in theme.scale(_SHADES))


def color_numbers(labels: NDArray[np.generic], classes: int) -> NDArray[np.intp]:
    """Which of `colors` each label (N,) has: a class number, or a target from −1 to +1."""
    if classes:
        return labels.astype(np.intp)
    return np.rint((labels.astype(np.float64) + 1.0) * ((_SHADES - 1) / 2.0)).astype(np.intp)
