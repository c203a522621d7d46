"""The decision boundary: what the network says everywhere on the unit square."""

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.plots.announcer import Announcer, name
from playground.plots.brush import Brush
from playground.plots.canvas import EmptyNote, PlotCanvas, SquareFrame
from playground.plots.color_bar import ColorBar
from playground.plots.corruption import KEY_HEIGHT, CorruptionKey, HarmedPoints
from playground.plots.field_items import Heatmap, IsoLine, RoundedCorners
from playground.plots.header import Header, Toggle
from playground.plots.legend import Legend
from playground.plots.points import ChosenItem, PointsItem
from playground.plots.readings import Reading, TwoClasses, reading
from playground.plots.text import rounded
from playground.theme import Theme, ThemeManager
from playground.training.snapshots import Floats, Points, Snapshot

_TITLE: Final = "Decision boundary"
_SHORT_TITLE: Final = "Boundary"
_LEFT, _TOP, _RIGHT, _BOTTOM = 26, 7, 5, 20  # around the square: numbers and half a number
_MINIMUM_SIDE: Final = 140
_REACH: Final = 7.0  # pixels from the pointer to a point that is meant
_TICKS: Final = ((0.0, "0"), (0.5, "0.5"), (1.0, "1"))


class BoundaryPlot(QWidget):
    """Heatmap over [0, 1]², iso-line, train and test points, colour bar and read-out.

    Takes snapshots, never a network; its switches change the view and nothing else.

    Signals:
        picked(float, float): a click at (x, y) of the square, where nothing is painted.
    """

    picked = Signal(float, float)

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.brush = Brush()  # first: `event` asks it
        self.setObjectName("boundary_plot")
        self.setAccessibleName(_TITLE)
        self._themes = theme_manager
        self._field: Floats | None = None
        self._level = 0.0
        self._reading: Reading = TwoClasses(("class 0", "class 1"))
        self._pointer: QPointF | None = None
        self._announcer = Announcer()
        self.points = Toggle("points", "Show training points", checked=True)
        self.test_points = Toggle("test points", "Show test points", checked=False)
        self.discretise = Toggle("discretise", "Show the decision alone", checked=False)
        toggles = (self.points, self.test_points, self.discretise)
        self._header = Header(self, _TITLE, *toggles, short=_SHORT_TITLE)
        self._canvas = PlotCanvas((0, _TOP, _RIGHT, 0), _LEFT, _BOTTOM)
        self._frame = SquareFrame(self, self._canvas, (_LEFT + _RIGHT, _TOP + _BOTTOM))
        self._color_bar = ColorBar(self, theme_manager.current)
        self._legend = Legend(self, theme_manager.current)
        self._legend.hide()
        self._corruption_key = CorruptionKey(self, theme_manager.current)
        self._harmed: HarmedPoints | None = None
        self._heatmap, self._iso_line = Heatmap(), IsoLine()
        self._points_item, self._corners = PointsItem(), RoundedCorners()
        self.chosen = ChosenItem()
        self._lay_out()
        self._empty = EmptyNote("Loading…", self._canvas)
        self.points.toggled.connect(self._show_sets)
        self.test_points.toggled.connect(self._show_sets)
        self.discretise.toggled.connect(self._discretise)
        self._canvas.hovered.connect(self._hover)
        self._canvas.clicked.connect(lambda place: self.picked.emit(place.x(), place.y()))
        self._canvas.pressed.connect(self.brush.press)
        self._canvas.dragged.connect(self.brush.drag)
        self._canvas.released.connect(self.brush.released)
        self.brush.switched.connect(self._switch_brush)
        theme_manager.changed.connect(self._apply_theme)
        self._apply_theme(theme_manager.current)

    def show_points(self, points: Points) -> None:
        """Draw this data, and name the colours after its classes or its target."""
        self._harmed = HarmedPoints(points)
        self._points_item.show_points(points)
        self._reading = reading(points)
        self._show_key(points)
        self._draw_field()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the field of this moment; none: the middle of the scale."""
        field = snapshot.boundary
        self._empty.hide()  # from now on the points tell enough
        if field is not None and not np.isfinite(field).all():
            field = np.nan_to_num(field, nan=snapshot.boundary_level)
        self._field, self._level = field, snapshot.boundary_level
        self._draw_field()
        self._read_out()
        if self._announcer.due(snapshot.state):
            metrics = snapshot.metrics
            error = f"; {self._reading.error(metrics.test_error)}" if metrics else ""
            name(self, _TITLE + error)

    def sizeHint(self) -> QSize:
        """The square as large as the present width allows."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self._height_for(width))

    def minimumSizeHint(self) -> QSize:
        """A small square still tells; narrower than the header it cannot be."""
        width = max(_MINIMUM_SIDE + _LEFT + _RIGHT, self._header.minimumSizeHint().width())
        return QSize(width, self._height_for(_MINIMUM_SIDE + _LEFT + _RIGHT))

    def event(self, event: QEvent) -> bool:
        """Let the brush have its keys, and read the place they have moved its cursor to."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.draw_for(self.devicePixelRatioF())
        if not self.brush.key(event):
            return super().event(event)
        if self.brush.cursor.isVisible():
            self._read_at_cursor()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is read goes with the keyboard."""
        super().focusOutEvent(event)
        self._hover(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for no more height than the square needs: the loss curve takes the rest."""
        self._fit()

    def _fit(self) -> None:
        width, wanted = self.width(), self._height_for(self.width())
        top = self._header.height_for(width)
        bottom = min(self.height(), wanted) - self._keys_height()
        self._header.setGeometry(0, 0, width, top)
        self._frame.setGeometry(0, top, width, bottom - top)
        for key in (self._color_bar, self._legend):
            key.setGeometry(0, bottom, width, key.height())
        self._corruption_key.setGeometry(0, bottom + self._color_bar.height(), width, KEY_HEIGHT)
        if wanted != self.maximumHeight():
            self.setMaximumHeight(wanted)
            self.updateGeometry()

    def _height_for(self, width: int) -> int:
        rest = self._header.height_for(width) + self._keys_height()
        return rest + self._frame.height_for(width)

    def _keys_height(self) -> int:
        marked = not self._corruption_key.isHidden()
        return self._color_bar.height() + (KEY_HEIGHT if marked else 0)

    def _lay_out(self) -> None:
        view = self._canvas.view
        view.setAspectLocked(True)
        view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0)
        self._canvas.set_ticks(_TICKS, _TICKS)
        self._canvas.setRenderHint(QPainter.RenderHint.Antialiasing)  # for the iso-line
        items = (self._heatmap, self._iso_line, self._points_item, self.chosen, self._corners)
        for item in items:
            view.addItem(item, ignoreBounds=True)
        view.addItem(self.brush.cursor, ignoreBounds=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _apply_theme(self, theme: Theme) -> None:
        self._canvas.set_theme(theme)
        self._header.set_theme(theme)
        self._color_bar.set_theme(theme)
        self._legend.set_theme(theme)
        self._corruption_key.set_theme(theme)
        self.draw_for(self.devicePixelRatioF())
        self._points_item.set_theme(theme)
        self.chosen.set_theme(theme)
        self._corners.set_color(theme.color("surface"))
        self.brush.cursor.set_color(theme.color("text"))
        self._draw_field()

    def draw_for(self, ratio: float) -> None:
        """Draw for a device with `ratio` pixels for each of the window."""
        self._iso_line.set_color(self._themes.current.color("iso"), ratio)

    @property
    def _shown(self) -> Floats | None:
        """The field, where it is one of the data that are shown."""
        field = self._field
        return field if field is not None and self._reading.fits(field) else None

    def _show_key(self, points: Points) -> None:
        names, target = points.class_names, points.columns[2]
        if len(names) == 2:
            self._color_bar.set_names(*names)
        elif not names:
            self._color_bar.set_range(target.name, rounded(target.low), rounded(target.high))
        else:
            self._legend.set_names(names)
        self._legend.setVisible(len(names) > 2)
        self._color_bar.setVisible(len(names) <= 2)
        self._corruption_key.show_points(points)
        self._fit()

    def _draw_field(self) -> None:
        field, theme = self._shown, self._themes.current
        if field is None:
            self._heatmap.show_nothing(theme.color("middle"))
            self._iso_line.show_fields((), 0.0)
            return
        discrete = self.discretise.isChecked()
        self._heatmap.show_field(*self._reading.colors(field, self._level, theme, discrete))
        self._iso_line.show_fields(self._reading.sheets(field), self._level)

    def _show_sets(self) -> None:
        self._points_item.show_sets(
            train=self.points.isChecked(), test=self.test_points.isChecked()
        )

    def _discretise(self, checked: bool) -> None:
        self._color_bar.set_discrete(checked)
        self._draw_field()

    def _switch_brush(self, on: bool) -> None:
        policy, shape = Qt.FocusPolicy, Qt.CursorShape
        self.setFocusPolicy(policy.StrongFocus if on else policy.NoFocus)
        self._canvas.paintable = on
        self._canvas.viewport().setCursor(shape.CrossCursor if on else shape.ArrowCursor)
        if on:
            self.setFocus()
        else:
            self._hover(None)
            self.setAccessibleDescription("")

    def _read_at_cursor(self) -> None:
        at, canvas = self.brush.cursor.at, self._canvas
        canvas.readout.follow(canvas.mapFromScene(canvas.view.mapViewToScene(at)))
        self._hover(at)
        words = f"Cursor at {at.x():.3f}, {at.y():.3f}"
        if self._shown is not None:
            words += f"; {self._tell(self._shown, at)[0].partition(': ')[2]}"
        self.setAccessibleDescription(words.replace("\n", "; "))

    def _hover(self, pointer: QPointF | None) -> None:
        self._pointer = pointer
        self._read_out()

    def _read_out(self) -> None:
        field = self._shown
        if self._pointer is None or field is None:
            self._canvas.readout.hide()
            self._color_bar.mark(None)
            return
        words, value = self._tell(field, self._pointer)
        self._canvas.readout.say(words)
        self._color_bar.mark(value)

    def _tell(self, field: Floats, at: QPointF) -> tuple[str, float | None]:
        """What is read at a place, and where that is on the colour bar."""
        x, y = at.x(), at.y()
        words, value = self._reading.tell(field, self._level, x, y)
        if self._harmed is not None and self.points.isChecked():
            marked = self._harmed.tell(x, y, _REACH / max(self._canvas.view.width(), 1.0))
            words += f"\n{marked}" if marked else ""
        return words, value
