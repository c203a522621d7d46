"""What lies over the unit square: the heatmap, its iso-line, the frame. Data coordinates, y up."""

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
    QPolygonF,
    QTransform,
)

from playground.plots.contour import iso_lines

UNIT: Final = QRectF(0.0, 0.0, 1.0, 1.0)
_ISO_PIXELS: Final = 1.8
_CORNER_PIXELS: Final = 6.0


class UnitItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item that covers the unit square."""

    def boundingRect(self) -> QRectF:
        """The unit square."""
        return UNIT


class Heatmap(UnitItem):
    """A field over the square as colours. Image rows run down, data up: hence the transform."""

    def __init__(self) -> None:
        super().__init__()
        self.setTransform(QTransform(1.0, 0.0, 0.0, -1.0, 0.0, 1.0))
        self._image = QImage()
        self._empty = QColor()

    def show_field(self, index: NDArray[np.uint8], scale: NDArray[np.uint32]) -> None:
        """Draw scale[index], (N, N) with row 0 at y = 1; a fresh image, as Qt keeps the array."""
        size = len(index)
        pixels = np.ascontiguousarray(scale[index])
        self._image = QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_RGB32)
        self.update()

    def show_nothing(self, color: QColor) -> None:
        """Fill the square with one colour."""
        self._image = QImage()
        self._empty = color
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the image, smooth between the samples."""
        if self._image.isNull():
            painter.fillRect(UNIT, self._empty)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(UNIT, self._image)


class IsoLine(UnitItem):
    """The line where the field crosses a level."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._pen = QPen()

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._pen = QPen(color, _ISO_PIXELS)
        self._pen.setCosmetic(True)
        self._pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.update()

    def show_field(self, field: NDArray[np.floating] | None, level: float) -> None:
        """Follow field = level; None: no line."""
        path = QPainterPath()
        for line in iso_lines(field, level) if field is not None else ():
            path.addPolygon(polygon(line[:, 0], line[:, 1]))
        self._path = path
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Stroke the line; the width of a cosmetic pen counts pixels of the device."""
        self._pen.setWidthF(_ISO_PIXELS * painter.device().devicePixelRatio())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(self._path, self._pen)


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
