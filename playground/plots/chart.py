"""A plot whose values are read by the pointer or, one after the other, by the arrow keys."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygonF,
    QResizeEvent,
)

from playground.plots.axes import Ticks
from playground.plots.canvas import PlotCanvas
from playground.plots.curve_items import GridLines, HoverMark, RangeItem, hair
from playground.plots.field_items import polygon
from playground.plots.titled import Titled
from playground.theme import Theme, ThemeManager
from playground.training.looks import Doubles

_LEFT, _TOP, _RIGHT, _BOTTOM = 54, 6, 4, 34
_LABEL: Final = {"font-size": "11px"}
ROW_PIXELS, COLUMN_PIXELS = 30, 44  # at least, between two numbers
TickRule = Callable[[int], Ticks]  # from how many fit, about, to the numbers
_MOVES: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Chart(Titled):
    """Axes with labels, and stops: the places whose values can be read.

    across, up: the labels of the axes. A subclass adds its items and calls `_show_stops`.
    """

    def __init__(self, title: str, across: str, up: str, theme_manager: ThemeManager) -> None:
        super().__init__(title, theme_manager)
        self._labels = {"bottom": across, "left": up}
        self._canvas = PlotCanvas((0, _TOP, _RIGHT, 0), _LEFT, _BOTTOM)
        self._canvas.setParent(self)
        for axis in (self._canvas.left_axis, self._canvas.bottom_axis):
            axis.enableAutoSIPrefix(False)  # which would add "(x0.001)" to the label
        self._grid, self._mark = GridLines(), HoverMark()
        self._items: list[RangeItem] = []
        self._area = QRectF()
        self._up: TickRule = lambda _: []
        self._across: TickRule = lambda _: []
        self._x = self._y = np.empty(0)
        self._read: Callable[[int], str] = lambda _: ""
        self._at: int | None = None
        self._pointer: QPointF | None = None
        self._canvas.hovered.connect(self._hover)
        self._canvas.view.sigResized.connect(self._number)

    def _add(self, *items: RangeItem) -> None:
        """Draw these, from the lowest to the highest, between the grid and the mark."""
        self._items = [self._grid, *items, self._mark]
        for item in self._items:
            self._canvas.view.addItem(item, ignoreBounds=True)
        self._apply_theme(self._themes.current)

    def _fit(self, area: QRectF, up: TickRule, across: TickRule) -> None:
        """Show this rectangle of the data, with these numbers at the axes."""
        if area == self._area:
            return
        self._area, self._up, self._across = area, up, across
        self._canvas.view.setRange(area, padding=0.0, disableAutoRange=True)
        for item in self._items:
            item.set_range(area)
        self._number()

    def _number(self) -> None:
        """As many numbers as the present size has room for."""
        view = self._canvas.view
        up = self._up(max(int(view.height()) // ROW_PIXELS, 2))
        self._canvas.set_ticks(up, self._across(max(int(view.width()) // COLUMN_PIXELS, 2)))
        self._grid.set_levels([value for value, _ in up])
        self._canvas.settle()

    def _show_stops(self, x: Doubles, y: Doubles, read: Callable[[int], str]) -> None:
        """The places that can be read, in order, and the words for each."""
        self._x, self._y, self._read = x, y, read
        if self._at is not None:
            self._at = min(self._at, len(x) - 1) if len(x) else None
        if self._pointer is not None:
            self._at = self._nearest(self._pointer)
        self._read_out()

    def explain(self, sentence: str) -> None:
        """Say why nothing is drawn."""
        super().explain(sentence)
        self._canvas.hide()
        self._x = self._y = np.empty(0)
        self._at = None

    def _tell(self, figure: str) -> None:
        super()._tell(figure)
        self._canvas.show()

    # ---- reading

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from value to value, Home and End to the first and the last."""
        last, key = len(self._x) - 1, event.key()
        if last < 0:
            event.ignore()
            return
        if key in _MOVES:
            start = (-1 if _MOVES[key] > 0 else last + 1) if self._at is None else self._at  # type: ignore[index]
            self._at = min(max(start + _MOVES[key], 0), last)  # type: ignore[index]
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._at = 0 if key == Qt.Key.Key_Home else last
        else:
            event.ignore()
            return
        self._read_out()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The mark goes with the keyboard."""
        super().focusOutEvent(event)
        self._at = None
        self._read_out()

    def _hover(self, pointer: QPointF | None) -> None:
        self._pointer = pointer
        self._at = None if pointer is None or not len(self._x) else self._nearest(pointer)
        self._read_out()

    def _nearest(self, place: QPointF) -> int | None:
        if not len(self._x):
            return None
        dx = (self._x - place.x()) / self._area.width()
        dy = (self._y - place.y()) / self._area.height()
        return int(np.argmin(dx**2 + dy**2))

    def _read_out(self) -> None:
        at = self._at
        if at is None:
            self._canvas.readout.hide()
            self._mark.set_dots(())
            self.setAccessibleDescription("")
            return
        place = QPointF(float(self._x[at]), float(self._y[at]))
        self._mark.set_dots(((place, self._themes.current.color("accent")),))
        words = self._read(at)
        if self._pointer is None:
            view = self._canvas.view
            self._canvas.readout.follow(self._canvas.mapFromScene(view.mapViewToScene(place)))
        self._canvas.readout.say(words)
        self.setAccessibleDescription(words.replace("\n", "; "))

    # ---- Qt

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._canvas.set_theme(theme)
        for axis in (self._canvas.left_axis, self._canvas.bottom_axis):
            axis.setLabel(self._labels[axis.orientation], color=theme.muted, **_LABEL)
        self._grid.set_color(theme.color("grid"))
        self._mark.set_colors(theme.color("muted"), theme.color("surface"))
        self._read_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The canvas takes the body."""
        super().resizeEvent(event)
        self._canvas.setGeometry(self.body)


class Diagonal(RangeItem):
    """A dashed line through what is equal on both axes."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._color = color
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the line as far as the view reaches."""
        area = self._range
        low, high = max(area.left(), area.top()), min(area.right(), area.bottom())
        pen = hair(self._color)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawLine(QPointF(low, low), QPointF(high, high))


class Bars(RangeItem):
    """Bars that stand on 0, a hair apart."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._bars: Sequence[QRectF] = ()

    def set_color(self, color: QColor) -> None:
        """Fill with this colour."""
        self._color = color
        self.update()

    def set_bars(self, edges: Doubles, heights: Doubles) -> None:
        """A bar between every two edges; those of no height, or NaN, are left out."""
        self._bars = [
            QRectF(left, 0.0, right - left, height)
            for left, right, height in zip(edges, edges[1:], heights, strict=False)
            if height > 0.0
        ]
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Fill the bars, sharp."""
        transform = painter.worldTransform()
        painter.resetTransform()
        for bar in self._bars:
            painter.fillRect(transform.mapRect(bar).adjusted(0.5, 0.0, -0.5, 0.0), self._color)


class Dots(RangeItem):
    """Many small points of one colour."""

    def __init__(self, pixels: float) -> None:
        super().__init__()
        self._pixels = pixels
        self._color = QColor()
        self._places = QPolygonF()

    def set_color(self, color: QColor) -> None:
        """Draw in this colour."""
        self._color = color
        self.update()

    def set_places(self, x: Doubles, y: Doubles) -> None:
        """Draw at these places."""
        self._places = polygon(x, y)
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw all of them in one call."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(self._color, self._pixels, Qt.PenStyle.SolidLine, cap))
        transform = painter.worldTransform()
        painter.resetTransform()  # else the points are as stretched as the axes
        painter.drawPoints(transform.map(self._places))
