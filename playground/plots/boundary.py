"""The decision boundary: what the network says everywhere on the unit square."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.plots.announcer import Announcer, name
from playground.plots.canvas import EmptyNote, PlotCanvas, SquareFrame
from playground.plots.color_bar import ColorBar
from playground.plots.field_items import Heatmap, IsoLine, RoundedCorners
from playground.plots.header import Header, Toggle
from playground.plots.points import PointsItem
from playground.plots.text import percent, signed
from playground.theme import Theme, ThemeManager
from playground.training.snapshots import Floats, Points, Snapshot

_TITLE: Final = "Decision boundary"
_LEFT, _TOP, _RIGHT, _BOTTOM = 26, 7, 5, 20  # around the square: numbers and half a number
_MINIMUM_SIDE: Final = 140
_TICKS: Final = ((0.0, "0"), (0.5, "0.5"), (1.0, "1"))
_STEPS: Final = 256


class BoundaryPlot(QWidget):
    """Heatmap over [0, 1]², iso-line, train and test points, colour bar and read-out.

    Takes snapshots, never a network; its switches change the view and nothing else.
    """

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("boundary_plot")
        self.setAccessibleName(_TITLE)
        self._themes = theme_manager
        self._field: Floats | None = None
        self._level = 0.0
        self._names = ("class 0", "class 1")
        self._pointer: QPointF | None = None
        self._announcer = Announcer()
        self.points = Toggle("points", "Show training points", theme_manager, checked=True)
        self.test_points = Toggle("test points", "Show test points", theme_manager, checked=False)
        self.discretise = Toggle(
            "discretise", "Show the decision alone", theme_manager, checked=False
        )
        self._header = Header(self, _TITLE, self.points, self.test_points, self.discretise)
        self._canvas = PlotCanvas((0, _TOP, _RIGHT, 0), _LEFT, _BOTTOM)
        self._frame = SquareFrame(self, self._canvas, (_LEFT + _RIGHT, _TOP + _BOTTOM))
        self._color_bar = ColorBar(self, theme_manager.current)
        self._heatmap, self._iso_line = Heatmap(), IsoLine()
        self._points_item, self._corners = PointsItem(), RoundedCorners()
        self._lay_out()
        self._empty = EmptyNote("Loading…", self._canvas)
        self.points.toggled.connect(self._show_sets)
        self.test_points.toggled.connect(self._show_sets)
        self.discretise.toggled.connect(self._discretise)
        self._canvas.hovered.connect(self._hover)
        theme_manager.changed.connect(self._apply_theme)
        self._apply_theme(theme_manager.current)

    def show_points(self, points: Points) -> None:
        """Draw this data, and name the ends of the scale after its first two classes."""
        self._points_item.show_points(points)
        if len(points.class_names) >= 2:
            self._names = (points.class_names[0], points.class_names[1])
        self._color_bar.set_names(*self._names)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the field of this moment; none: the middle of the scale."""
        field = snapshot.boundary
        self._empty.hide()  # from now on the points tell enough
        if field is not None and not np.isfinite(field).all():
            field = np.nan_to_num(field, nan=snapshot.boundary_level)
        self._field, self._level = field, snapshot.boundary_level
        self._draw_field()
        self._iso_line.show_field(field, self._level)
        self._read_out()
        if self._announcer.due(snapshot.state):
            metrics = snapshot.metrics
            error = f"; test error {percent(metrics.test_error)}" if metrics else ""
            name(self, _TITLE + error)

    def sizeHint(self) -> QSize:
        """The square as large as the present width allows."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self._height_for(width))

    def minimumSizeHint(self) -> QSize:
        """A small square still tells; narrower than the header it cannot be."""
        width = max(_MINIMUM_SIDE + _LEFT + _RIGHT, self._header.minimumSizeHint().width())
        return QSize(width, self._height_for(_MINIMUM_SIDE + _LEFT + _RIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for no more height than the square needs: the loss curve takes the rest."""
        width, wanted = self.width(), self._height_for(self.width())
        top = self._header.height_for(width)
        bottom = min(self.height(), wanted) - self._color_bar.height()
        self._header.setGeometry(0, 0, width, top)
        self._frame.setGeometry(0, top, width, bottom - top)
        self._color_bar.setGeometry(0, bottom, width, self._color_bar.height())
        if wanted != self.maximumHeight():
            self.setMaximumHeight(wanted)
            self.updateGeometry()

    def _height_for(self, width: int) -> int:
        rest = self._header.height_for(width) + self._color_bar.height()
        return rest + self._frame.height_for(width)

    def _lay_out(self) -> None:
        view = self._canvas.view
        view.setAspectLocked(True)
        view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0)
        self._canvas.set_ticks(_TICKS, _TICKS)
        self._canvas.setRenderHint(QPainter.RenderHint.Antialiasing)  # for the iso-line
        for item in (self._heatmap, self._iso_line, self._points_item, self._corners):
            view.addItem(item, ignoreBounds=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _apply_theme(self, theme: Theme) -> None:
        self._scale = theme.scale(_STEPS)
        self._canvas.set_theme(theme)
        self._header.set_theme(theme)
        self._color_bar.set_theme(theme)
        self._iso_line.set_color(theme.color("iso"), self.devicePixelRatioF())
        self._points_item.set_theme(theme)
        self._corners.set_color(theme.color("surface"))
        self._draw_field()

    def _draw_field(self) -> None:
        field = self._field
        if field is None:
            self._heatmap.show_nothing(self._themes.current.color("middle"))
        elif self.discretise.isChecked():
            index = np.where(field > self._level, np.uint8(_STEPS - 1), np.uint8(0))
            self._heatmap.show_field(index, self._scale)
        else:
            self._heatmap.show_field(scale_index(field), self._scale)

    def _show_sets(self) -> None:
        self._points_item.show_sets(
            train=self.points.isChecked(), test=self.test_points.isChecked()
        )

    def _discretise(self, checked: bool) -> None:
        self._color_bar.set_discrete(checked)
        self._draw_field()

    def _hover(self, pointer: QPointF | None) -> None:
        self._pointer = pointer
        self._read_out()

    def _read_out(self) -> None:
        if self._pointer is None or self._field is None:
            self._canvas.readout.hide()
            self._color_bar.mark(None)
            return
        x, y = self._pointer.x(), self._pointer.y()
        value = value_at(self._field, x, y)
        side = self._names[value > self._level]
        self._canvas.readout.say(f"({x:.2f}, {y:.2f}): {signed(value)} {side}")
        self._color_bar.mark(value)


def scale_index(field: Floats) -> NDArray[np.uint8]:
    """Where each value of the field lies on a scale of 256 colours from −1 to +1."""
    index: NDArray[np.uint8] = np.rint(
        (np.clip(field, -1.0, 1.0) + 1.0) * ((_STEPS - 1) / 2.0)
    ).astype(np.uint8)
    return index


def value_at(field: Floats, x: float, y: float) -> float:
    """The field at (x, y), linear between the four nearest samples, as it is drawn."""
    last = len(field) - 1
    column = min(max(x * len(field) - 0.5, 0.0), last)
    row = min(max((1.0 - y) * len(field) - 0.5, 0.0), last)
    j, i = min(int(column), last - 1), min(int(row), last - 1)
    right, down = column - j, row - i
    upper, lower = field[i : i + 2, j : j + 2] @ (1.0 - right, right)
    return float(upper * (1.0 - down) + lower * down)
