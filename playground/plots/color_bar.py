"""The key of the heatmap: which colour is which number, and which class."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from playground.plots.text import signed
from playground.theme import Theme
from playground.widgets.tool_tips import as_plain

HEIGHT: Final = 24
_BAR_WIDTH, _BAR_HEIGHT = 120.0, 9.0
_GAP: Final = 6.0
FONT_PIXELS: Final = 12


class ColorBar(QWidget):
    """class 0 −1 [scale] +1 class 1, with a mark at the value under the pointer.

    Names are shortened where there is no room, and whole in the tool tip.
    """

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = self._numbers = ("", "")
        self._mark: float | None = None
        self._discrete = False
        self.setFixedHeight(HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the scale."""
        self._theme = theme
        self.update()

    def set_names(self, low: str, high: str) -> None:
        """The classes at the two ends, −1 and +1."""
        self._names, self._numbers = (low, high), (signed(-1.0, 0), signed(1.0, 0))
        self.setAccessibleName(f"Colours: −1 is {low}, +1 is {high}")
        self.setToolTip(as_plain(f"−1: {low}\n+1: {high}"))
        self.update()

    def set_range(self, name: str, low: str, high: str) -> None:
        """The numbers at the two ends, and what they are of."""
        self._names, self._numbers = ("", ""), (low, high)
        self.setAccessibleName(f"Colours: {name} from {low} to {high}")
        self.setToolTip(as_plain(name))
        self.update()

    def set_discrete(self, discrete: bool) -> None:
        """Two colours alone, or the whole scale."""
        self._discrete = discrete
        self.update()

    def mark(self, value: float | None) -> None:
        """Point at a value; None: at none."""
        if value != self._mark:
            self._mark = value
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar in the middle, numbers and names at its ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0.0, 0.0, _BAR_WIDTH, _BAR_HEIGHT)
        bar.moveCenter(QPointF(self.width() / 2.0, self.height() / 2.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._gradient(bar))
        painter.drawRoundedRect(bar, 2.0, 2.0)
        font = QFont(self.font())
        font.setPixelSize(FONT_PIXELS)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        room = bar.left() - _GAP
        low, high = self._ends(QFontMetricsF(font), room)
        one_line = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        left = QRectF(0.0, 0.0, room, self.height())
        right = QRectF(bar.right() + _GAP, 0.0, room, self.height())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignRight | one_line), low)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignLeft | one_line), high)
        if self._mark is not None:
            self._paint_mark(painter, bar, self._mark)

    def _ends(self, metrics: QFontMetricsF, room: float) -> tuple[str, str]:
        """What stands left and right of the bar: the numbers, and what fits of the names."""
        shown = []
        for name, number in zip(self._names, self._numbers, strict=True):
            rest = room - metrics.horizontalAdvance(f"  {number}")
            shown.append(metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(rest, 0.0)))
        (low, high), (least, most) = shown, self._numbers
        return f"{low}  {least}".strip(), f"{most}  {high}".strip()

    def _gradient(self, bar: QRectF) -> QLinearGradient:
        theme = self._theme
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        stops = ((0.4999, "low"), (0.5, "high")) if self._discrete else ((0.5, "middle"),)
        for at, name in ((0.0, "low"), *stops, (1.0, "high")):
            gradient.setColorAt(at, theme.color(name))
        return gradient

    def _paint_mark(self, painter: QPainter, bar: QRectF, value: float) -> None:
        x = bar.center().x() + min(max(value, -1.0), 1.0) * bar.width() / 2.0
        tip = QPointF(x, bar.top() + 3.0)
        painter.setPen(QPen(self._theme.color("surface"), 1.0))
        painter.setBrush(self._theme.color("text"))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-4.5, -7.0), tip + QPointF(4.5, -7.0)]))
