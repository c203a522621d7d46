"""An activation and its derivative, drawn."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.document.curves import CURVES, Function
from playground.document.spec import LayerSpec
from playground.theme import ThemeManager

_X_REACH = 3.0
_Y_REACH = 1.6
_SAMPLES = 241
_DASHES = Qt.PenStyle.DashLine


class ActivationCurve(QWidget):
    """f (solid) and f′ (dashed) of an activation for x from −3 to 3."""

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._functions: tuple[Function, ...] = ()
        self._themes = themes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The activation and its derivative")

    def show_layer(self, layer: LayerSpec) -> None:
        """Draw the activation `layer`, with its options."""
        self._functions = CURVES[layer.kind].of(dict(layer.options))
        self.update()

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
        pens = QPen(theme.color("accent"), 2.2), QPen(theme.color("muted"), 1.5, _DASHES)
        for function, pen in reversed(list(zip(self._functions, pens, strict=False))):
            self._draw(painter, function, pen)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        for row, (text, name) in enumerate((("f  solid", "accent"), ("f′ dashed", "muted"))):
            painter.setPen(theme.color(name))
            painter.drawText(QRectF(0, row * 16, self.width() / 2, 16), text)

    def _draw(self, painter: QPainter, function: Function, pen: QPen) -> None:
        painter.setPen(pen)
        xs = [_X_REACH * (2 * index / (_SAMPLES - 1) - 1) for index in range(_SAMPLES)]
        points = [self._map(x, y) for x in xs if abs(y := function(x)) <= _Y_REACH]
        painter.drawPolyline(points)

    def _map(self, x: float, y: float) -> QPointF:
        return QPointF(
            (x / _X_REACH + 1) / 2 * (self.width() - 2) + 1,
            (1 - y / _Y_REACH) / 2 * (self.height() - 2) + 1,
        )
