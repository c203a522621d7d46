"""The loss curve: train and test loss at every evaluated epoch."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.plots import text
from playground.plots.announcer import Announcer, name
from playground.plots.axes import linear_ticks, log_range, log_ticks, nice_ceiling, plain
from playground.plots.canvas import EmptyNote, PlotCanvas
from playground.plots.curve_items import Curve, GridLines, HoverMark
from playground.plots.header import Header, LegendEntry, Toggle
from playground.plots.loss_history import LossHistory, envelope
from playground.theme import Theme, ThemeManager
from playground.training.snapshots import Snapshot

_TITLE: Final = "Loss"
_INVITATION, _UNTRAINABLE = "Press Space to train", "Nothing to train yet"
_LEFT, _TOP, _RIGHT, _BOTTOM = 42, 8, 5, 36
_MINIMUM_HEIGHT: Final = 110  # of the canvas, pixels
_COMFORT: Final = 90  # more than that it would like to have
_ROW_PIXELS = 34  # at least, between two numbers of the left axis
_DIGIT_PIXELS, _GAP_PIXELS = 7, 20  # of the numbers of the bottom axis
_FEWEST_EPOCHS: Final = 10.0
_LEAST_LOSS: Final = 1e-12  # a loss of zero has no logarithm: it is drawn at the bottom
_TRAIN, _TEST = "muted", "accent"  # colours in Theme


class LossPlot(QWidget):
    """Train and test loss per epoch on a linear or logarithmic axis.

    The pointer reads the values of an epoch; so do, with the keyboard on the plot, Left and Right,
    Home and End. The axes grow in steps and the curves are reduced to what the pixels show, so that
    a frame costs the same however long the run.
    """

    def __init__(self, theme_manager: ThemeManager, *, invitation: str = _INVITATION) -> None:
        """invitation: what stands where the curves will be."""
        super().__init__()
        self._invitation = invitation
        self.setObjectName("loss_plot")
        self.setAccessibleName(_TITLE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._themes = theme_manager
        self.history = LossHistory()
        self._area = QRectF()
        self._pointer: QPointF | None = None
        self._at: int | None = None  # the evaluation that the keyboard reads; None: the newest
        self._announcer = Announcer()
        self.logarithmic = Toggle("log", "Logarithmic loss axis", checked=True)
        self._header = Header(
            self,
            _TITLE,
            LegendEntry("train", _TRAIN, theme_manager, bold=False),
            LegendEntry("test", _TEST, theme_manager, bold=True),
            self.logarithmic,
        )
        self._canvas = PlotCanvas((0, _TOP, _RIGHT, 0), _LEFT, _BOTTOM)
        self._grid, self._mark = GridLines(), HoverMark()
        self._train, self._test = Curve(bold=False), Curve(bold=True)
        self._items = (self._grid, self._train, self._test, self._mark)
        for item in self._items:
            self._canvas.view.addItem(item, ignoreBounds=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._canvas.setParent(self)
        self._empty = EmptyNote(invitation, self._canvas)
        self.logarithmic.toggled.connect(self._redraw)
        self._canvas.hovered.connect(self._hover)
        self._canvas.view.sigResized.connect(self._redraw)
        theme_manager.changed.connect(self._apply_theme)
        self._apply_theme(theme_manager.current)
        self._redraw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Append what was evaluated since the last snapshot; `restart` begins a new curve."""
        self._empty.setText(self._invitation if snapshot.layers else _UNTRAINABLE)
        if snapshot.restart:
            self.history.clear()
            self._at = None
        self.history.extend(snapshot.history)
        if snapshot.restart or snapshot.history:
            self._draw_curves()
            self._read_out()
        if snapshot.metrics and self._announcer.due(snapshot.state):
            metrics = snapshot.metrics
            name(
                self,
                f"{_TITLE}; epoch {metrics.epoch:,.0f}; train {text.loss(metrics.train_loss)}; "
                f"test {text.loss(metrics.test_loss)}",
            )

    def minimumSizeHint(self) -> QSize:
        """As wide as the header, as high as a curve needs to be read."""
        header = self._header.minimumSizeHint()
        return QSize(header.width(), header.height() + _MINIMUM_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Header above, curves below."""
        width, height = self.width(), self.height()
        top = self._header.height_for(width)
        self._header.setGeometry(0, 0, width, top)
        self._canvas.setGeometry(0, top, width, height - top)

    def sizeHint(self) -> QSize:
        """High enough to compare two curves; the layout gives it what else is left."""
        least = self.minimumSizeHint()
        return QSize(least.width(), least.height() + _COMFORT)

    def _apply_theme(self, theme: Theme) -> None:
        self._canvas.set_theme(theme)
        self._canvas.bottom_axis.setLabel("epoch", color=theme.muted, **{"font-size": "12px"})
        self._header.set_theme(theme)
        self._grid.set_color(theme.color("grid"))
        self._train.set_color(theme.color(_TRAIN))
        self._test.set_color(theme.color(_TEST))
        self._mark.set_colors(theme.color("muted"), theme.color("surface"))
        self._read_out()

    def _redraw(self) -> None:
        """The axis or the size is another one."""
        self._area = QRectF()
        self._draw_curves()
        self._read_out()

    def _draw_curves(self) -> None:
        history = self.history
        drawable = len(history) > 1
        self._empty.setVisible(not drawable)
        self._grid.setVisible(drawable)
        self._fit_axes()
        columns = max(round(self._canvas.view.width()), 1)
        right = self._area.right()
        for curve, losses in ((self._train, history.train), (self._test, history.test)):
            x, y = envelope(history.epoch, losses, right, columns)
            curve.set_points(x, self._height(y) if drawable else y)

    def _fit_axes(self) -> None:
        """Move the axes only when the curves have left them: numbers and grid are dear to draw."""
        history = self.history
        right = nice_ceiling(
            max(float(history.epoch[-1]), _FEWEST_EPOCHS) if len(history) else 10.0
        )
        lowest, highest = self._extent()
        if self.logarithmic.isChecked():
            bottom, top = log_range(lowest, highest)
        else:
            bottom, top = 0.0, nice_ceiling(highest)
        area = QRectF(0.0, bottom, right, top - bottom)
        if area == self._area:
            return
        self._area = area
        view = self._canvas.view
        rows = int(view.height()) // _ROW_PIXELS
        columns = int(view.width()) // (_DIGIT_PIXELS * len(plain(right)) + _GAP_PIXELS)
        logarithmic = self.logarithmic.isChecked()
        ticks = log_ticks(bottom, top, rows) if logarithmic else linear_ticks(top, rows)
        view.setRange(area, padding=0.0, disableAutoRange=True)
        self._canvas.set_ticks(ticks, linear_ticks(right, columns, whole=True))
        for item in self._items:
            item.set_range(area)
        self._grid.set_levels([value for value, _ in ticks])
        self._canvas.settle()

    def _extent(self) -> tuple[float, float]:
        """The least positive and the greatest loss of both curves; [0.1, 1] of none."""
        if not len(self.history):
            return 0.1, 1.0
        both = np.concatenate((self.history.train, self.history.test))
        highest = max(float(both.max()), _LEAST_LOSS)
        lowest = float(both.min())
        if lowest <= 0.0:
            positive = both[both > 0.0]
            lowest = float(positive.min()) if positive.size else highest
        return max(lowest, _LEAST_LOSS), highest

    def _height(self, losses: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where losses stand on the left axis."""
        if not self.logarithmic.isChecked():
            return losses
        heights: NDArray[np.float64] = np.log10(np.maximum(losses, 10.0 ** self._area.top()))
        return heights

    def _hover(self, pointer: QPointF | None) -> None:
        self._pointer = pointer
        self._read_out()

    # ---- reading

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from epoch to epoch, Home and End to the first and the newest."""
        last = len(self.history) - 1
        at = last if self._at is None else self._at
        key = Qt.Key
        places = {key.Key_Left: at - 1, key.Key_Right: at + 1, key.Key_Home: 0, key.Key_End: last}
        place = places.get(Qt.Key(event.key()))
        if place is None or last < 1:
            event.ignore()
            return
        self._at = max(place, 0) if place < last else None
        self._read_out()
        self.setAccessibleDescription(self._words(max(min(place, last), 0)).replace("\n", "; "))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read the newest."""
        super().focusInEvent(event)
        self._read_out()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is read goes with the keyboard."""
        super().focusOutEvent(event)
        self._at = None
        self.setAccessibleDescription("")
        self._read_out()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line below the head, where the keyboard is."""
        if self.hasFocus():
            line = QRectF(0.0, self._header.height() - 2.0, self.width(), 2.0)
            QPainter(self).fillRect(line, self._themes.current.color("focus"))

    def _words(self, at: int) -> str:
        history = self.history
        epoch, train, test = history.epoch[at], history.train[at], history.test[at]
        return f"epoch {epoch:,.6g}\ntrain {text.loss(train)}\ntest {text.loss(test)}"

    def _read_out(self) -> None:
        history = self.history
        if len(history) < 2 or (self._pointer is None and not self.hasFocus()):
            self._canvas.readout.hide()
            self._mark.set_dots(())
            return
        at = len(history) - 1 if self._at is None else self._at
        if self._pointer is not None:
            at = history.nearest(self._pointer.x())
        epoch, losses = float(history.epoch[at]), np.array([history.train[at], history.test[at]])
        train, test = self._height(losses).tolist()
        theme = self._themes.current
        self._mark.set_dots(
            (
                (QPointF(epoch, train), theme.color(_TRAIN)),
                (QPointF(epoch, test), theme.color(_TEST)),
            )
        )
        if self._pointer is None:
            place = self._canvas.view.mapViewToScene(QPointF(epoch, test))
            self._canvas.readout.follow(self._canvas.mapFromScene(place))
        self._canvas.readout.say(self._words(at))
