"""An activation and its derivative, drawn."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.theme import ThemeManager

Function = Callable[[float], float]

CURVES: Final[Mapping[str, tuple[Function, Function]]] = {
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "relu": (lambda x: max(x, 0.0), lambda x: float(x > 0)),
}
_X_REACH = 3.0
_Y_REACH = 1.6
_SAMPLES = 241


class ActivationCurve(QWidget):
    """f (solid) and f′ (dashed) of the activation `kind` for x from −3 to 3."""

    def __init__(self, kind: str, themes: ThemeManager) -> None:
        super().__init__()
        self._function, self._derivative = CURVES[kind]
        self._themes = themes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The activation and its derivative")

    def sizeHint(self) -> QSize:
        """As in the side column."""
        return QSize(215, 116)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, derivative, activation, and which is which."""
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, down = self._map(-_X_REACH, 0), self._map(0, _Y_REACH)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(across, self._map(_X_REACH, 0))
        painter.drawLine(down, self._map(0, -_Y_REACH))
        self._draw(painter, self._derivative, QPen(theme.color("muted"), 1.5, Qt.PenStyle.DashLine))
        self._draw(painter, self._function, QPen(theme.color("accent"), 2.2))
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        for row, (text, name) in enumerate((("f  solid", "accent"), ("f′ dashed", "muted"))):
            painter.setPen(theme.color(name))
            painter.drawText(QRectF(0, row * 16, self.width() / 2, 16), text)

    def _draw(self, painter: QPainter, function: Function, pen: QPen) -> None:
        painter.setPen(pen)
        xs = [_X_REACH * (2 * index / (_SAMPLES - 1) - 1) for index in range(_SAMPLES)]
        painter.drawPolyline([self._map(x, function(x)) for x in xs if function(x) <= _Y_REACH])

    def _map(self, x: float, y: float) -> QPointF:
        return QPointF(
            (x / _X_REACH + 1) / 2 * (self.width() - 2) + 1,
            (1 - y / _Y_REACH) / 2 * (self.height() - 2) + 1,
        )
