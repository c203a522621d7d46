"""The small pictures of layers: an activation's own curve, a grid of weights for a Linear."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

# What each activation of the catalogue computes, drawn over [-3, 3].
FUNCTIONS: Final[Mapping[str, Callable[[float], float]]] = MappingProxyType(
    {"tanh": math.tanh, "relu": lambda x: max(x, 0.0)}
)
_DOMAIN: Final = 3.0
_STEPS: Final = 32
_GRID: Final = 3


def paint_glyph(painter: QPainter, kind: str, box: QRectF, color: QColor) -> None:
    """Draw the picture of `kind` into `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind in FUNCTIONS:
        _paint_curve(painter, FUNCTIONS[kind], box, color)
    else:
        _paint_grid(painter, box, color)
    painter.restore()


def _paint_curve(
    painter: QPainter, function: Callable[[float], float], box: QRectF, color: QColor
) -> None:
    xs = [_DOMAIN * (2 * step / _STEPS - 1) for step in range(_STEPS + 1)]
    ys = [function(x) for x in xs]
    low, high = min(ys), max(ys)
    path = QPainterPath()
    for x, y in zip(xs, ys, strict=True):
        point = QPointF(
            box.left() + box.width() * (x / _DOMAIN + 1) / 2,
            box.bottom() - box.height() * (y - low) / (high - low),
        )
        if path.elementCount():
            path.lineTo(point)
        else:
            path.moveTo(point)
    round_pen = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(QPen(color, 1.8, *round_pen))
    painter.drawPath(path)


def _paint_grid(painter: QPainter, box: QRectF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    side = min(box.width(), box.height())
    pitch = (side + 1.6) / _GRID
    corner = box.center() - QPointF(side / 2, side / 2)
    for row in range(_GRID):
        for column in range(_GRID):
            at = corner + QPointF(column * pitch, row * pitch)
            painter.drawRoundedRect(QRectF(at.x(), at.y(), pitch - 1.6, pitch - 1.6), 0.8, 0.8)
