"""The data over the field: circles to train on, squares to test with."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.plots.field_items import UNIT, UnitItem
from playground.theme import Theme
from playground.training.snapshots import Floats, Ints, Points

_LARGEST, _SMALLEST = 7.0, 2.5  # pixels across
_COVER: Final = 0.5  # the share of the square's side all points may take, side by side
_INK: Final = 0.22  # how far a class colour moves towards the text, to stand out of its own field


class PointsItem(UnitItem):
    """Up to 20,000 points as one pixmap, drawn anew only when points, size or theme change."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Points | None = None
        self._shown = (True, False)
        self._theme: Theme | None = None
        self._pixmap: QPixmap | None = None

    def show_points(self, points: Points) -> None:
        """Take new data."""
        self._points = points
        self._renew()

    def show_sets(self, *, train: bool, test: bool) -> None:
        """Which of the two sets to draw."""
        self._shown = (train, test)
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the classes."""
        self._theme = theme
        self._renew()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Copy the pixmap onto the square."""
        if self._points is None or self._theme is None or not any(self._shown):
            return
        square = painter.worldTransform().mapRect(UNIT)
        ratio = painter.device().devicePixelRatio()
        side = round(square.width() * ratio)
        if self._pixmap is None or self._pixmap.width() != side:
            self._pixmap = self._draw(self._points, self._theme, side, ratio)
        painter.resetTransform()
        painter.drawPixmap(square.topLeft(), self._pixmap)

    def _renew(self) -> None:
        self._pixmap = None
        self.update()

    def _draw(self, points: Points, theme: Theme, side: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        train, test = self._shown
        if test:
            _stamp(painter, points.test, points.test_classes, theme, side / ratio, square=True)
        if train:
            _stamp(painter, points.train, points.train_classes, theme, side / ratio, square=False)
        painter.end()
        return pixmap


def marker(theme: Theme, high: bool, square: bool, size: float, ratio: float) -> QPixmap:
    """One point: the colour of its class, an outline of the theme, a shape of its set."""
    edge = 1.0 if size > 4.0 else 0.6
    across = size + 2.0 * edge
    pixmap = QPixmap(round(across * ratio + 0.5), round(across * ratio + 0.5))
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("point_edge"), edge))
    painter.setBrush(_ink(theme.color("high" if high else "low"), theme.color("text")))
    box = QRectF(edge / 2.0, edge / 2.0, size + edge, size + edge)
    if square:
        painter.drawRect(box.adjusted(0.4, 0.4, -0.4, -0.4))
    else:
        painter.drawEllipse(box)
    painter.end()
    return pixmap


def _stamp(
    painter: QPainter, points: Floats, classes: Ints, theme: Theme, side: float, *, square: bool
) -> None:
    size = float(np.clip(side * _COVER / np.sqrt(max(len(points), 1)), _SMALLEST, _LARGEST))
    ratio = painter.device().devicePixelRatio()
    pair = [marker(theme, high, square, size, ratio) for high in (False, True)]
    middle = QPointF(pair[0].width(), pair[0].height()) / (2.0 * ratio)
    for x, y, high in _left_to_right(points, classes):
        painter.drawPixmap(QPointF(x * side, (1.0 - y) * side) - middle, pair[high])


def _left_to_right(points: Floats, classes: Ints) -> Iterator[tuple[float, float, bool]]:
    """(x, y, is not class 0), in an order in which neither class covers the other."""
    order = np.argsort(points[:, 0], kind="stable")
    x, y = points[order].T.tolist()
    return zip(x, y, (classes[order] > 0).tolist(), strict=True)


def _ink(color: QColor, text: QColor) -> QColor:
    keep = 1.0 - _INK
    return QColor.fromRgbF(
        color.redF() * keep + text.redF() * _INK,
        color.greenF() * keep + text.greenF() * _INK,
        color.blueF() * keep + text.blueF() * _INK,
    )
