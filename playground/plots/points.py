"""The data over the field: what trains and what tests, and of which class each point is."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from playground.plots.corruption import LEFT_OUT_RADIUS, Harm, harms
from playground.plots.field_items import UNIT, UnitItem, polygon
from playground.plots.marks import Marks
from playground.point_colors import color_numbers, colors
from playground.theme import Theme
from playground.training.snapshots import Floats, Ints, Points

_LARGEST, _SMALLEST = 7.0, 2.5  # pixels across
_COVER: Final = 0.5  # the share of the square's side all points may take, side by side
_MANY: Final = 10_000  # from here on dots
_DOT: Final = 2.0  # pixels across, not smoothed: that takes four times as long
_STRIPS: Final = 100  # in which no class covers another
_SMALLEST_SHAPE: Final = 5.0  # where the shape tells the class
_HARMS: Final = int(Harm.FLIPPED | Harm.OUTLIER) + 1  # any of them, or none
_PALE: Final = 0.6  # of what was left out
_RADIUS, _RING = 6.5, 2.0  # of a ring around a chosen point, and its line
_MANY_RINGS: Final = 1_000
Labels = Ints | Floats


class PixmapItem(UnitItem):
    """What covers the square as one pixmap, drawn anew only when `_renew` says so, or the size."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._pixmap: QPixmap | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._renew()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Copy the pixmap onto the square."""
        if self._theme is None or self._is_empty():
            return
        square = painter.worldTransform().mapRect(UNIT)
        ratio = painter.device().devicePixelRatio()
        side = round(square.width() * ratio)
        if self._pixmap is None or self._pixmap.width() != side:
            self._pixmap = self._drawn(self._theme, side, ratio)
        painter.resetTransform()
        painter.drawPixmap(square.topLeft(), self._pixmap)

    def _renew(self) -> None:
        self._pixmap = None
        self.update()

    def _drawn(self, theme: Theme, side: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        self._draw(painter, theme, side / ratio)
        painter.end()
        return pixmap

    def _is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        raise NotImplementedError

    def _draw(self, painter: QPainter, theme: Theme, side: float) -> None:
        """Draw onto a square of this side, in pixels, with y down."""
        raise NotImplementedError


class PointsItem(PixmapItem):
    """Up to 100,000 points."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Points | None = None
        self._shown = (True, False)

    def show_points(self, points: Points) -> None:
        """Take new data."""
        self._points = points
        self._renew()

    def show_sets(self, *, train: bool, test: bool) -> None:
        """Which of the two sets to draw."""
        self._shown = (train, test)
        self._renew()

    def _is_empty(self) -> bool:
        return self._points is None or not any(self._shown)

    def _draw(self, painter: QPainter, theme: Theme, side: float) -> None:
        points = self._points
        assert points is not None
        train, test = self._shown
        marks = Marks(theme, len(points.class_names))
        if train:
            _draw_left_out(painter, points, marks, side)
        if test:
            unharmed = np.zeros(len(points.test), np.intp)
            _stamp(painter, points.test, points.test_classes, unharmed, marks, side, test=True)
        if train:
            found = harms(points)
            _stamp(painter, points.train, points.train_classes, found, marks, side, test=False)


class ChosenItem(PixmapItem):
    """Rings around the points that are chosen elsewhere; dots, where they are very many."""

    def __init__(self) -> None:
        super().__init__()
        self.places = np.zeros((0, 2), np.float32)

    def show_places(self, places: Floats) -> None:
        """Mark these places (N, 2)."""
        if not np.array_equal(places, self.places):
            self.places = places
            self._renew()

    def _is_empty(self) -> bool:
        return not len(self.places)

    def _draw(self, painter: QPainter, theme: Theme, side: float) -> None:
        x, y = self.places.T.astype(np.float64) * side
        if len(x) > _MANY_RINGS:
            cap = Qt.PenCapStyle.SquareCap
            painter.setPen(QPen(theme.color("text"), 2.0 * _DOT, Qt.PenStyle.SolidLine, cap))
            painter.drawPoints(polygon(x, side - y))
            return
        ratio = painter.device().devicePixelRatio()
        ring = _ring(theme, ratio)
        middle = QPointF(ring.width(), ring.height()) / (2.0 * ratio)
        for place in zip(x.tolist(), (side - y).tolist(), strict=True):
            painter.drawPixmap(QPointF(*place) - middle, ring)


def _ring(theme: Theme, ratio: float) -> QPixmap:
    size = round(2.0 * (_RADIUS + _RING + 1.0) * ratio)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in (("point_edge", _RING + 2.0), ("text", _RING)):
        painter.setPen(QPen(theme.color(color), width))
        painter.drawEllipse(QPointF(size, size) / (2.0 * ratio), _RADIUS, _RADIUS)
    painter.end()
    return pixmap


def _draw_left_out(painter: QPainter, points: Points, marks: Marks, side: float) -> None:
    """Pale, for it is no data now, but still there for the eraser."""
    painter.save()
    painter.setOpacity(_PALE)
    for number in np.unique(points.left_out_classes):
        x, y = points.left_out[points.left_out_classes == number].T.astype(np.float64) * side
        painter.setPen(QPen(marks.theme.class_color(int(number)), 1.2))
        if len(points.left_out) > _MANY:
            painter.drawPoints(polygon(x, side - y))
            continue
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in zip(x.tolist(), (side - y).tolist(), strict=True):
            painter.drawEllipse(QPointF(*place), LEFT_OUT_RADIUS, LEFT_OUT_RADIUS)
    painter.restore()


def _stamp(
    painter: QPainter,
    places: Floats,
    labels: Labels,
    harmed: NDArray[np.intp],
    marks: Marks,
    side: float,
    *,
    test: bool,
) -> None:
    size = float(np.clip(side * _COVER / np.sqrt(max(len(places), 1)), _SMALLEST, _LARGEST))
    if marks.classes > 2:
        size = max(1.25 * size, _SMALLEST_SHAPE)
    ratio = painter.device().devicePixelRatio()
    numbers = color_numbers(labels, marks.classes)
    if len(places) > _MANY:
        _dot_harmed(painter, places[harmed > 0], marks.theme, side)
        _dot(painter, places, numbers, marks, side)
        return
    looks = numbers * _HARMS + harmed
    pictures = {
        int(look): marks.picture(
            int(look) // _HARMS, test=test, size=size, ratio=ratio, harm=Harm(int(look) % _HARMS)
        )
        for look in np.unique(looks)
    }
    for x, y, look in _left_to_right(places, looks):
        picture = pictures[look]
        middle = QPointF(picture.width(), picture.height()) / (2.0 * ratio)
        painter.drawPixmap(QPointF(x * side, (1.0 - y) * side) - middle, picture)


def _dot(
    painter: QPainter, places: Floats, numbers: NDArray[np.intp], marks: Marks, side: float
) -> None:
    """Points too many for shapes, as dots in strips: without a Python loop over the points."""
    shades = colors(marks.theme, marks.classes)
    for strip in np.array_split(np.argsort(places[:, 0], kind="stable"), _STRIPS):
        for number in np.unique(numbers[strip]):
            x, y = places[strip[numbers[strip] == number]].T.astype(np.float64) * side
            cap = Qt.PenCapStyle.SquareCap
            painter.setPen(QPen(shades[number], _DOT, Qt.PenStyle.SolidLine, cap))
            painter.drawPoints(polygon(x, side - y))


def _dot_harmed(painter: QPainter, places: Floats, theme: Theme, side: float) -> None:
    """What sticks out around the dots of such points: too many for outlines of their own."""
    x, y = places.T.astype(np.float64) * side
    painter.setPen(QPen(theme.color("text"), 2.0 * _DOT, Qt.PenStyle.SolidLine))
    painter.drawPoints(polygon(x, side - y))


def _left_to_right(places: Floats, looks: NDArray[np.intp]) -> Iterator[tuple[float, float, int]]:
    """(x, y, look), in an order in which no class covers another."""
    order = np.argsort(places[:, 0], kind="stable")
    x, y = places[order].T.tolist()
    return zip(x, y, looks[order].tolist(), strict=True)
