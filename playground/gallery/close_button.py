"""A small × that takes something off the window."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from playground.widgets.buttons import Button

_SIDE, _ARM = 26, 4.0


class CloseButton(Button):
    """`name` is its tool tip and what a screen reader says."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "quiet")
        self.setAccessibleName(name)
        self.setToolTip(f"{name} (Esc)")
        self.setFixedSize(QSize(_SIDE, _SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then its cross."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self.palette().buttonText().color()
        painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle = QPointF(self.width() / 2, self.height() / 2)
        for slope in (1, -1):
            arm = QPointF(_ARM, slope * _ARM)
            painter.drawLine(middle - arm, middle + arm)
