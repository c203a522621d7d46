"""The small pictures of layers: an activation's own curve, a grid of weights for a Linear."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.document.curves import CURVES
from playground.document.spec import LayerSpec

_DOMAIN: Final = 3.0
_STEPS: Final = 32
_GRID: Final = 3
_EXAGGERATED: Final = {"leaky_relu": {"negative_slope": 0.25}, "elu": {"alpha": 1.6}}


def paint_glyph(painter: QPainter, kind: str, box: QRectF, color: QColor) -> None:
    """Draw the picture of `kind` into `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind in CURVES:
        options = dict(LayerSpec(kind).options) | _EXAGGERATED.get(kind, {})
        function, _ = CURVES[kind].of(options)
        _paint_curve(painter, function, box, color)
    else:
        _PAINTERS[kind](painter, box, color)
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
    """All weights of a Linear."""
    _paint_squares(painter, box, [color] * _GRID**2)


def _paint_gaps(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Units, some of them switched off."""
    faint = QColor(color)
    faint.setAlphaF(0.25)
    _paint_squares(painter, box, [faint if index in (1, 3, 8) else color for index in range(9)])


def _paint_squares(painter: QPainter, box: QRectF, colors: Sequence[QColor]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    side = min(box.width(), box.height())
    pitch = (side + 1.6) / _GRID
    corner = box.center() - QPointF(side / 2, side / 2)
    for index, color in enumerate(colors):
        row, column = divmod(index, _GRID)
        at = corner + QPointF(column * pitch, row * pitch)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(at.x(), at.y(), pitch - 1.6, pitch - 1.6), 0.8, 0.8)


def _paint_columns(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Every unit brought into one range over the batch: bars of one height."""
    _paint_bars(painter, box, color, upright=True)


def _paint_rows(painter: QPainter, box: QRectF, color: QColor) -> None:
    """Every point brought into one range over its units: bars of one length."""
    _paint_bars(painter, box, color, upright=False)


def _paint_bars(painter: QPainter, box: QRectF, color: QColor, *, upright: bool) -> None:
    side = min(box.width(), box.height())
    painter.translate(box.center())
    if not upright:
        painter.rotate(90)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for index in range(_GRID):
        left = -side / 2 + index * side * 0.375
        painter.drawRoundedRect(QRectF(left, -side / 2, side / 4, side), 1, 1)


def _paint_waves(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A parabola and a wave: x² and sin x."""
    _paint_curve(painter, lambda x: x * x, box, color)
    faint = QColor(color)
    faint.setAlphaF(0.5)
    _paint_curve(painter, lambda x: -math.sin(x), box, faint)


def _paint_shortcut(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A line through a layer, and another one around it."""
    middle, low = box.center().x(), box.bottom() - box.height() / 4
    high, radius = box.top() + 1, box.height() / 2
    painter.setPen(QPen(color, 1.6, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(box.left(), low), QPointF(box.right(), low))
    around = QPainterPath(QPointF(box.left() + 2, low))
    around.lineTo(box.left() + 2, high + radius)
    around.quadTo(box.left() + 2, high, box.left() + 2 + radius, high)
    around.lineTo(box.right() - 2 - radius, high)
    around.quadTo(box.right() - 2, high, box.right() - 2, high + radius)
    around.lineTo(box.right() - 2, low)
    painter.drawPath(around)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    side = box.height() * 0.42
    painter.drawRoundedRect(QRectF(middle - side / 2, low - side / 2, side, side), 1, 1)


def _paint_sum(painter: QPainter, box: QRectF, color: QColor) -> None:
    """⊕"""
    side = min(box.width(), box.height())
    middle, reach = box.center(), side / 2 - 0.8
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, reach, reach)
    for way in (QPointF(reach, 0), QPointF(0, reach)):
        painter.drawLine(middle - way, middle + way)


_PAINTERS: Final[Mapping[str, Callable[[QPainter, QRectF, QColor], None]]] = MappingProxyType(
    {
        "linear": _paint_grid,
        "dropout": _paint_gaps,
        "batch_norm": _paint_columns,
        "layer_norm": _paint_rows,
        "features": _paint_waves,
        "residual": _paint_shortcut,
        "add": _paint_sum,
    }
)
