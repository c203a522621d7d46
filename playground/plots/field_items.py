"""What lies over the unit square: the heatmap, its iso-line, the frame. Data coordinates, y up."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsPixmapItem

from playground.plots.contour import iso_lines

UNIT: Final = QRectF(0.0, 0.0, 1.0, 1.0)
_ISO_PIXELS: Final = 1.8
_CORNER_PIXELS: Final = 6.0


class UnitItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item that covers the unit square."""

    def boundingRect(self) -> QRectF:
        """The unit square."""
        return UNIT


class Heatmap(QGraphicsPixmapItem):
    """A field over the square as colours, painted by Qt itself.

    Image rows run down, data up: hence the negative height of a pixel.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)

    def show_field(self, index: NDArray[np.unsignedinteger], scale: NDArray[np.uint32]) -> None:
        """Draw scale[index], (N, N) with row 0 at y = 1."""
        size = len(index)
        pixels = np.ascontiguousarray(scale[index])
        image = QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_RGB32)
        self._show(QPixmap.fromImage(image))

    def show_nothing(self, color: QColor) -> None:
        """Fill the square with one colour."""
        pixmap = QPixmap(1, 1)
        pixmap.fill(color)
        self._show(pixmap)

    def _show(self, pixmap: QPixmap) -> None:
        pixel = 1.0 / pixmap.width()
        self.setTransform(QTransform(pixel, 0.0, 0.0, -pixel, 0.0, 1.0))
        self.setPixmap(pixmap)


class IsoLine(QGraphicsPathItem):
    """The line where the field crosses a level, painted by Qt itself."""

    def set_color(self, color: QColor, ratio: float) -> None:
        """Draw in this colour; a cosmetic pen counts the pixels of the device, `ratio` a point."""
        pen = QPen(color, _ISO_PIXELS * ratio)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.setPen(pen)

    def show_fields(self, fields: Iterable[NDArray[np.floating]], level: float) -> None:
        """Follow field = level of each of them; none: no line."""
        path = QPainterPath()
        for field in fields:
            for line in iso_lines(field, level):
                path.addPolygon(polygon(line[:, 0], line[:, 1]))
        self.setPath(path)


class RoundedCorners(UnitItem):
    """Covers the corners of the square with the colour around it: cheaper than a smooth clip."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()

    def set_color(self, color: QColor) -> None:
        """The colour around the square."""
        self._color = color
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Fill what lies between the square and its rounded outline."""
        square = painter.worldTransform().mapRect(UNIT)
        painter.resetTransform()
        path = QPainterPath()
        path.addRect(square)
        path.addRoundedRect(square, _CORNER_PIXELS, _CORNER_PIXELS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, self._color)


def polygon(x: NDArray[np.floating], y: NDArray[np.floating]) -> QPolygonF:
    """The points as Qt's polygon, without a Python loop."""
    return pg.functions.arrayToQPolygonF(x, y) if len(x) else QPolygonF()
