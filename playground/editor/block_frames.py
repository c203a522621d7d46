"""Residual blocks on the canvas: a light frame around the columns, the shortcut on top of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.document.blocks import Block, blocks
from playground.document.spec import ExperimentSpec
from playground.theme import Theme

_TOP: Final = 4.0  # of the shortcut, above all cards
_RADIUS: Final = 9.0
_ARROW: Final = 4.5
_OPACITY: Final = 0.6


@dataclass(frozen=True, slots=True)
class BlockFrame:
    """Where a block stands: from the middle of its Residual to the middle of its Add.

    rise: where the shortcut leaves the one and comes down on the other.
    """

    block: Block
    box: QRectF
    rise: float

    def outline(self) -> QPainterPath:
        """The frame."""
        path = QPainterPath()
        path.addRoundedRect(self.box, _RADIUS, _RADIUS)
        return path

    def shortcut(self) -> QPainterPath:
        """The way around the layers of the block: up, along the top, and down to the sum."""
        left, right = self.box.left(), self.box.right()
        radius = min(_RADIUS, (right - left) / 2)
        path = QPainterPath(QPointF(left, self.rise))
        path.quadTo(left, _TOP, left + radius, _TOP)
        path.lineTo(right - radius, _TOP)
        path.quadTo(right, _TOP, right, self.rise)
        return path

    def arrow(self) -> QPolygonF:
        """The tip of the shortcut."""
        x, y = self.box.right(), self.rise
        return QPolygonF([QPointF(x, y), QPointF(x - _ARROW, y - 7), QPointF(x + _ARROW, y - 7)])


def frames(spec: ExperimentSpec, boxes: Sequence[QRectF], bottom: float) -> tuple[BlockFrame, ...]:
    """The frame of every block; `boxes` are the cards, the input's first."""
    found = []
    for block in blocks(spec.layers):
        begin, end = boxes[block.begin + 1], boxes[block.end + 1]
        left, right = begin.center().x(), end.center().x()
        box = QRectF(left, _TOP, max(right - left, 1.0), bottom - _TOP)
        found.append(BlockFrame(block, box, begin.top()))
    return tuple(found)


def frame_color(theme: Theme) -> QColor:
    """What a frame is filled with: hardly more than the canvas, as curves cross it."""
    color = theme.color("hover")
    color.setAlphaF(_OPACITY)
    return color


def paint_frame(painter: QPainter, frame: BlockFrame, theme: Theme, *, selected: bool) -> None:
    """Draw one frame and its shortcut."""
    painter.setPen(QPen(theme.color("accent" if selected else "border"), 1.6 if selected else 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush if selected else frame_color(theme))
    painter.drawPath(frame.outline())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), 2.2, c=Qt.PenCapStyle.FlatCap))
    painter.drawPath(frame.shortcut())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawPolygon(frame.arrow())
