"""The head of a plot: its title, and small switches or a legend at the right."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from playground.theme import Theme, ThemeManager
from playground.widgets.buttons import TICK_BOX, draw_tick_box, keeps_space
from playground.widgets.labels import ElidedLabel

_ROW: Final = 28
_DASH: Final = 14  # of the legend
_SPACING: Final = 1
_OVERLAP: Final = 4  # of the two rows


class Toggle(QToolButton):
    """A quiet switch with a check box before its word."""

    def __init__(self, text: str, name: str, *, checked: bool) -> None:
        """name: the accessible one, also shown as the tool tip."""
        super().__init__()
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setProperty("role", "quiet")
        self.setStyleSheet(
            "QToolButton { font-size: 12px; padding: 2px 3px 2px 16px; min-height: 18px; }"
            "QToolButton:focus { padding: 1px 2px 1px 15px; }"
        )
        self.setCheckable(True)
        self.setChecked(checked)

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut."""
        return keeps_space(event) or super().event(event)

    def sizeHint(self) -> QSize:
        """Without the two blanks Qt adds to the word."""
        hint = super().sizeHint()
        blanks = self.fontMetrics().horizontalAdvance(" ") * 2
        return QSize(hint.width() - blanks, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word, and the box before it."""
        super().paintEvent(event)
        draw_tick_box(self, QPointF(2.5, (self.height() - TICK_BOX) // 2 + 0.5))


class LegendEntry(QLabel):
    """A coloured dash and the word it stands for."""

    def __init__(self, text: str, color: str, theme_manager: ThemeManager, *, bold: bool) -> None:
        """color: a field of Theme. bold: whether the curve is."""
        super().__init__(text)
        self._color = color
        self._width = 2.0 if bold else 1.0
        self._themes = theme_manager
        self.setProperty("role", "muted")
        self.setContentsMargins(_DASH + 6, 0, 10, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dash before the word."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._themes.current.color(self._color), self._width))
        y = self.height() // 2 + (0.0 if self._width > 1.0 else 0.5)
        painter.drawLine(QPointF(0.0, y), QPointF(_DASH, y))


class Header(QWidget):
    """A title with small widgets at its right, or below it where there is no room.

    Its height follows from its width, so the plot below places it: a layout would ask twice.
    """

    def __init__(self, parent: QWidget, title: str, *entries: QWidget, short: str = "") -> None:
        """short: the title where both parts fit into one row only with it."""
        super().__init__(parent)
        self._shortest = short or title
        self._title = ElidedLabel("", "title", self)
        self._title.setText(title, shorter=short)
        self._entries = QWidget(self)
        row = QHBoxLayout(self._entries)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        for entry in entries:
            row.addWidget(entry)

    def minimumSizeHint(self) -> QSize:
        """The wider of the two parts: they can stand below each other."""
        widths = (self._title.sizeHint().width(), self._entries.sizeHint().width())
        return QSize(max(widths), _ROW)

    def set_theme(self, _theme: Theme) -> None:
        """Draw again, in the colours of the theme."""
        for child in self._entries.findChildren(QWidget):
            child.update()

    def height_for(self, width: int) -> int:
        """One row where both parts fit, two where not."""
        self._title.ensurePolished()
        title = self._title.fontMetrics().horizontalAdvance(self._shortest)
        entries = self._entries.sizeHint().width()
        return _ROW if title + _SPACING + entries <= width else 2 * _ROW - _OVERLAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set out the two parts."""
        width, height = self.width(), self.height()
        entries = self._entries.sizeHint().width()
        left = width - entries if self.height_for(width) == _ROW else 0
        self._title.setGeometry(0, 0, left - _SPACING if left else width, _ROW)
        self._entries.setGeometry(left, height - _ROW, entries, _ROW)
