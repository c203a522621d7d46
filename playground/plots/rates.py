"""Loss over learning rate: what a range test met, and the rate that is picked from it."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.plots import text
from playground.plots.announcer import name
from playground.plots.axes import log_ticks, nice_ceiling, plain, ticks_between
from playground.plots.canvas import EmptyNote, PlotCanvas
from playground.plots.curve_items import Curve, GridLines, HoverMark, RangeItem
from playground.plots.header import Header, LegendEntry
from playground.theme import Theme, ThemeManager
from playground.training.looks import RateCurve

_TITLE: Final = "Loss over learning rate"
_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 8, 6, 36
_HEIGHT: Final = 250
_ROW_PIXELS, _COLUMN_PIXELS = 34, 60
_PER_DECADE: Final = 20  # steps of the arrow keys
_ABOVE: Final = 2.0  # how far above its lowest value the loss is shown at least
_WORD_PIXELS, _WORD_GAP = 11, 5
_EVERY, _SMOOTHED, _PICK = "muted", "accent", "text"  # colours in Theme


class RatePlot(QWidget):
    """The curve of a range test on a logarithmic axis; a click or the arrow keys pick a rate.

    Signals:
        picked(float): the learning rate a person picked.
    """

    picked = Signal(float)

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("rate_plot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._themes = theme_manager
        self._curve: RateCurve | None = None
        self._pick: float | None = None
        self._pointer: QPointF | None = None
        self._area = QRectF()
        self._header = Header(
            self,
            _TITLE,
            LegendEntry("each step", _EVERY, theme_manager, bold=False),
            LegendEntry("smoothed", _SMOOTHED, theme_manager, bold=True),
        )
        self._canvas = PlotCanvas((0, _TOP, _RIGHT, 0), _LEFT, _BOTTOM)
        self._canvas.setParent(self)
        self._canvas.paintable = True
        self._grid, self._bad, self._mark = GridLines(), Region("diverges"), HoverMark()
        self._every, self._smoothed = Curve(bold=False), Curve(bold=True)
        self._suggested = Curve(bold=False)
        curves = (self._suggested, self._every, self._smoothed)
        self._items = (self._bad, self._grid, *curves, self._mark)
        for item in self._items:
            self._canvas.view.addItem(item, ignoreBounds=True)
        self._empty = EmptyNote("Trying the first rates…", self._canvas)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._canvas.hovered.connect(self._hover)
        self._canvas.pressed.connect(self._choose_at)
        self._canvas.dragged.connect(self._choose_at)
        self._canvas.view.sigResized.connect(self._fit_anew)
        theme_manager.changed.connect(self._apply_theme)
        self._apply_theme(theme_manager.current)

    def show_curve(self, curve: RateCurve) -> None:
        """Draw the test as far as it is."""
        self._curve = curve
        self._redraw()
        self._tell()

    def show_pick(self, rate: float | None) -> None:
        """Mark this rate on the curve."""
        self._pick = rate
        self._draw_mark()
        self._tell()

    def sizeHint(self) -> QSize:
        """Wide enough for six decades."""
        return QSize(620, _HEIGHT + 60)

    def minimumSizeHint(self) -> QSize:
        """As high as a curve needs to be read."""
        return QSize(360, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the pick, Home and End bring it to the ends of the curve."""
        curve, key = self._curve, event.key()
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if curve is None or not len(curve.rates):
            event.ignore()
        elif key in ways:
            now = self._pick or curve.rates[curve.lowest]
            self._choose(now * 10.0 ** (ways[key] / _PER_DECADE))  # type: ignore[index]
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(float(curve.rates[0 if key == Qt.Key.Key_Home else -1]))
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Header above, curve below; the frame of the focus around both."""
        inner = self.rect().adjusted(8, 4, -8, -4)
        top = self._header.height_for(inner.width())
        self._header.setGeometry(inner.x(), inner.y(), inner.width(), top)
        self._canvas.setGeometry(inner.adjusted(0, top, 0, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame where the keyboard is."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._themes.current.color("focus"), 2.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    # ---- drawing

    def _fit_anew(self) -> None:
        """Another size has room for other numbers."""
        self._area = QRectF()
        self._redraw()

    def _redraw(self) -> None:
        curve = self._curve
        drawable = curve is not None and len(curve.rates) > 1
        self._empty.setVisible(not drawable)
        if curve is None or not drawable:
            return
        self._fit_axes(curve)
        x = np.log10(curve.rates)
        most = self._area.bottom() + self._area.height()  # no line leads to 1e30
        for item, losses in ((self._every, curve.losses), (self._smoothed, curve.smoothed)):
            item.set_points(x, np.minimum(losses, most))
        bad = curve.diverges_from
        self._bad.set_start(None if bad is None else math.log10(bad))
        ends = np.array([self._area.top(), self._area.bottom()])
        at = None if curve.suggestion is None else math.log10(curve.suggestion)
        self._suggested.set_points(np.full(2, at or 0.0), ends)
        self._suggested.setVisible(at is not None)
        self._draw_mark()

    def _fit_axes(self, curve: RateCurve) -> None:
        """The loss from its lowest value to where it began, or twice that value."""
        low, high = float(curve.losses[: curve.lowest + 1].min()), float(curve.smoothed[0])
        low = min(low, float(curve.smoothed.min()))
        top = nice_ceiling(max(high, _ABOVE * curve.smoothed[curve.lowest]) * 1.1)
        left, right = math.log10(curve.first), math.log10(curve.last)
        bottom = max(low - 0.1 * (top - low), 0.0)
        area = QRectF(left, bottom, right - left, top - bottom)
        if area == self._area:
            return
        self._area = area
        view = self._canvas.view
        rows = max(int(view.height()) // _ROW_PIXELS, 1)
        columns = max(int(view.width()) // _COLUMN_PIXELS, 1)
        ticks = ticks_between(bottom, top, rows)
        view.setRange(area, padding=0.0, disableAutoRange=True)
        whole = [(x, word) for x, word in log_ticks(left, right, columns) if x == round(x)]
        self._canvas.set_ticks(ticks, whole)
        for item in self._items:
            item.set_range(area)
        self._grid.set_levels([value for value, _ in ticks])
        self._canvas.settle()

    def _draw_mark(self) -> None:
        rate = self._pick
        if rate is None or self._curve is None or len(self._curve.rates) < 2:
            self._mark.set_dots(())
            return
        height = min(self._loss_at(rate), self._area.bottom())
        color = self._themes.current.color(_SMOOTHED)
        self._mark.set_dots(((QPointF(math.log10(rate), height), color),))

    def _loss_at(self, rate: float) -> float:
        """The smoothed loss, between the two rates next to this one."""
        assert self._curve is not None
        return float(np.interp(math.log10(rate), np.log10(self._curve.rates), self._curve.smoothed))

    def _apply_theme(self, theme: Theme) -> None:
        self._canvas.set_theme(theme)
        self._canvas.bottom_axis.setLabel(
            "learning rate", color=theme.muted, **{"font-size": "12px"}
        )
        self._header.set_theme(theme)
        self._grid.set_color(theme.color("grid"))
        self._bad.set_color(theme.color("warning"))
        self._every.set_color(theme.color(_EVERY))
        self._suggested.set_color(theme.color(_SMOOTHED))
        self._smoothed.set_color(theme.color(_SMOOTHED))
        self._mark.set_colors(theme.color(_PICK), theme.color("surface"))
        self._draw_mark()

    # ---- the pick

    def _hover(self, pointer: QPointF | None) -> None:
        curve = self._curve
        if pointer is None or curve is None or len(curve.rates) < 2:
            self._canvas.readout.hide()
            return
        rate = 10.0 ** pointer.x()
        if rate > curve.rates[-1]:
            self._canvas.readout.hide()
            return
        self._canvas.readout.say(
            f"learning rate {short(rate)}\nloss {text.loss(self._loss_at(rate))}"
        )

    def _choose_at(self, place: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose(10.0 ** place.x())

    def _choose(self, rate: float) -> None:
        if self._curve is not None and len(self._curve.rates):
            rates = self._curve.rates
            self.picked.emit(rounded_rate(min(max(rate, float(rates[0])), float(rates[-1]))))

    def _tell(self) -> None:
        words = [_TITLE]
        curve = self._curve
        if curve is not None and curve.done and len(curve.rates):
            words.append(f"lowest at {short(curve.rates[curve.lowest])}")
            if curve.diverges_from is not None:
                words.append(f"diverges from {short(curve.diverges_from)}")
        name(self, "; ".join(words))
        if self._pick is not None and curve is not None and len(curve.rates):
            loss = text.loss(self._loss_at(self._pick))
            self.setAccessibleDescription(f"Picked {short(self._pick)}, loss {loss}")


class Region(RangeItem):
    """What lies right of a place, tinted, with a word at its top: before it where it is narrow."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self._start: float | None = None
        self._color = QColor()

    def set_color(self, color: QColor) -> None:
        """The colour of the word, and of the tint."""
        self._color = color
        self.update()

    def set_start(self, start: float | None) -> None:
        """Where it begins; None: nowhere."""
        self._start = start
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw tint and word."""
        if self._start is None:
            return
        area = QRectF(self._range)
        area.setLeft(self._start)
        box = painter.worldTransform().mapRect(area)
        painter.resetTransform()
        tint = QColor(self._color)
        tint.setAlphaF(0.12)
        painter.fillRect(box, tint)
        font = painter.font()
        font.setPixelSize(_WORD_PIXELS)
        painter.setFont(font)
        painter.setPen(self._color)
        width = painter.fontMetrics().horizontalAdvance(self._word)
        inside = width + 2 * _WORD_GAP <= box.width()
        left = (box.right() if inside else box.left()) - _WORD_GAP - width  # the curve is left
        painter.drawText(QPointF(left, box.top() + _WORD_GAP + _WORD_PIXELS), self._word)


def rounded_rate(rate: float) -> float:
    """To the two digits that count of a learning rate."""
    return float(f"{rate:.1e}")


def short(rate: float) -> str:
    """Two digits that count: 0.12, 2.5e−5."""
    return plain(rounded_rate(rate))
