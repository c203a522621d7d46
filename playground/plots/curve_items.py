"""What the loss plot draws: grid lines, a curve, and the mark under the pointer."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

from playground.plots.field_items import polygon

_DOT_PIXELS: Final = 3.0
_BOLD_PIXELS: Final = 1.7
_BESIDE: Final = 0.7  # pixels of the screen between the lines of a wide one: no gap shows


class RangeItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item that covers what the view box shows."""

    def __init__(self) -> None:
        super().__init__()
        self._range = QRectF(0.0, 0.0, 1.0, 1.0)

    def set_range(self, area: QRectF) -> None:
        """The data rectangle of the view box."""
        self.prepareGeometryChange()
        self._range = area

    def boundingRect(self) -> QRectF:
        """The data rectangle of the view box."""
        return self._range


class GridLines(RangeItem):
    """Level lines at the numbers of the left axis."""

    def __init__(self) -> None:
        super().__init__()
        self._levels: Sequence[float] = ()
        self._pen = QPen()

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._pen = hair(color)
        self.update()

    def set_levels(self, levels: Sequence[float]) -> None:
        """Draw at these values."""
        self._levels = levels
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the lines, sharp."""
        left, right = self._range.left(), self._range.right()
        painter.setPen(self._pen)
        painter.drawLines([QLineF(left, y, right, y) for y in self._levels])


class Curve(RangeItem):
    """One line through many points, antialiased.

    Qt draws antialiased lines of one pixel of the screen 20 times faster than wider ones, so a
    wider curve is that line several times, a fraction of a pixel apart.
    """

    def __init__(self, *, bold: bool) -> None:
        super().__init__()
        self._width = _BOLD_PIXELS if bold else 1.0
        self._polygon = QPolygonF()
        self._pen = QPen()

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._pen = hair(color)
        self.update()

    def set_points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
        """Draw through these points."""
        self._polygon = polygon(x, y)
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
        beyond = max(self._width * ratio - 1.0, 0.0)
        lines = math.ceil(beyond / _BESIDE - 1e-9) + 1
        for shift in (np.linspace(-beyond / 2, beyond / 2, lines) / ratio).tolist():
            painter.setWorldTransform(transform * QTransform.fromTranslate(shift, shift))
            painter.drawPolyline(self._polygon)


class HoverMark(RangeItem):
    """A vertical line at one epoch and a dot on each curve."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QPen()
        self._edge = QColor()
        self._dots: Sequence[tuple[QPointF, QColor]] = ()

    def set_colors(self, line: QColor, edge: QColor) -> None:
        """Of the line, and around the dots."""
        self._line = hair(line)
        self._edge = edge
        self.update()

    def set_dots(self, dots: Sequence[tuple[QPointF, QColor]]) -> None:
        """The points of the curves at the epoch, each with its colour; none: draw nothing."""
        self._dots = dots
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the line and the dots."""
        if not self._dots:
            return
        x = self._dots[0][0].x()
        painter.setPen(self._line)
        painter.drawLine(QLineF(x, self._range.top(), x, self._range.bottom()))
        transform = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._edge, 1.0))
        for point, color in self._dots:
            painter.setBrush(color)
            painter.drawEllipse(transform.map(point), _DOT_PIXELS, _DOT_PIXELS)


def hair(color: QColor) -> QPen:
    """A pen of one pixel at any scale of the data."""
    pen = QPen(color, 1.0)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
