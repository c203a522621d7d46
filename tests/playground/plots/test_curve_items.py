"""Curves and dots on screens of any density."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from playground.plots.chart import Dots
from playground.plots.curve_items import Curve

Paint = Callable[[QPainter], None]


def ink(paint: Paint, ratio: float) -> np.ndarray:
    """What is inked of a line of pixels from the top to the bottom of a square, 0 to 1 each."""
    image = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_Grayscale8)
    image.setDevicePixelRatio(ratio)
    image.fill(255)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    middle, column = image.width() // 2, range(image.height())
    return np.array([1.0 - image.pixelColor(middle, y).red() / 255 for y in column])


def curve(*, bold: bool) -> Paint:
    item = Curve(bold=bold)
    item.set_color(QColor("black"))
    item.set_points(np.array([0.0, 40.0]), np.array([20.0, 20.0]))
    return item.paint


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0, 3.0])
def test_a_curve_is_as_wide_on_a_dense_screen_and_has_no_gap(
    qapp: object, *, bold: bool, ratio: float
) -> None:
    paint = curve(bold=bold)
    rows = ink(paint, ratio)
    assert rows.sum() / ratio == pytest.approx(ink(paint, 1.0).sum(), abs=0.35)
    at = np.flatnonzero(rows > 0.02)
    assert rows[at[1] : at[-1]].min(initial=1.0) > 0.6


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_dots_are_as_large_on_a_dense_screen(qapp: object, ratio: float) -> None:
    dots = Dots(8.0)
    dots.set_color(QColor("black"))
    dots.set_places(np.array([20.0]), np.array([20.0]))
    assert ink(dots.paint, ratio).sum() / ratio == pytest.approx(8.0, abs=0.7)
