"""The key of the heatmap of several classes: mark and name of each."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.plots.color_bar import FONT_PIXELS, HEIGHT
from playground.plots.marks import Marks
from playground.theme import Theme
from playground.widgets.tool_tips import as_plain

_MARK: Final = 9.0
_GAP: Final = 5.0  # between a mark and its name
_APART: Final = 12.0  # at least, between two classes


class Legend(QWidget):
    """Marks and names in a row; names are shortened where there is no room, and all in the tip."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self.setFixedHeight(HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the classes."""
        self._theme = theme
        self.update()

    def set_names(self, names: tuple[str, ...]) -> None:
        """The classes, in order."""
        self._names = names
        self.setAccessibleName(f"Classes: {', '.join(names)}")
        self.setToolTip(as_plain("\n".join(names)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All classes side by side, around the middle."""
        if not self._names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(FONT_PIXELS)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = self.width() / len(self._names) - _MARK - _GAP - _APART
        widest = max(room, 0.0)
        texts = [_shortened(metrics, name, widest) for name in self._names]
        widths = [_MARK + _GAP + metrics.horizontalAdvance(text) for text in texts]
        x = (self.width() - sum(widths) - _APART * (len(texts) - 1)) / 2.0
        marks = Marks(self._theme, len(texts))
        for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
            middle = QPointF(x + _MARK / 2.0, self.height() / 2.0)
            marks.draw(painter, number, middle, _MARK - 1.0, 1.0, test=False)
            painter.setPen(self._theme.color("muted"))
            left = x + _MARK + _GAP
            box = QRectF(left, 0.0, width, float(self.height()))
            painter.drawText(box, text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            x += width + _APART


def _shortened(metrics: QFontMetricsF, name: str, room: float) -> str:
    """The name, with dots at its end where it is too long; "" where that leaves nothing of it."""
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    return "" if text == "…" else text
