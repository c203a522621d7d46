"""How one point looks: its colour and shape say the class, and whether it trains or tests.

Two classes, or numbers: circles train, squares test. More classes: each has a shape of its own, for
those who cannot tell the colours apart, and what tests is hollow.
"""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from playground.plots.corruption import Harm, outline
from playground.point_colors import colors
from playground.theme import Theme

_INK: Final = 0.22  # how far a class colour moves towards the text, to stand out of its own field
_AROUND: Final = 12.0  # pixels more across, for the outline of what was done to a point
_CROSS: Final = 0.32  # half the width of a beam


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of data with so many classes; 0: the target is a number."""

    theme: Theme
    classes: int

    def picture(
        self, number: int, *, test: bool, size: float, ratio: float, harm: Harm = Harm.NONE
    ) -> QPixmap:
        """One point `size` pixels across, and its outline; `number` is that of its colour.

        harm: what was done to it, which another outline around it tells.
        """
        edge = 1.0 if size > 4.0 else 0.6
        across = size + 2.0 * edge + (_AROUND if harm else 0.0)
        pixmap = QPixmap(round(across * ratio + 0.5), round(across * ratio + 0.5))
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(across, across) / 2.0
        self.draw(painter, number, middle, size, edge, test=test)
        if harm:
            self._surround(painter, harm, middle, size / 2.0 + edge)
        painter.end()
        return pixmap

    def draw(
        self,
        painter: QPainter,
        number: int,
        middle: QPointF,
        size: float,
        edge: float,
        *,
        test: bool,
    ) -> None:
        """Draw the mark around `middle`."""
        color = _ink(colors(self.theme, self.classes)[number], self.theme.color("text"))
        radius = size / 2.0 + edge / 2.0
        if self.classes > 2:
            path = shape(number, radius).translated(middle)
            painter.strokePath(path, QPen(self.theme.color("point_edge"), edge * 2.0))
            hollow = QPen(color, max(size * 0.22, 1.0))
            painter.fillPath(path, self.theme.color("surface") if test else color)
            if test:
                painter.strokePath(path, hollow)
            return
        painter.setPen(QPen(self.theme.color("point_edge"), edge))
        painter.setBrush(color)
        box = QRectF(-radius, -radius, 2.0 * radius, 2.0 * radius).translated(middle)
        if test:
            painter.drawRect(box.adjusted(0.4, 0.4, -0.4, -0.4))
        else:
            painter.drawEllipse(box)

    def _surround(self, painter: QPainter, harm: Harm, middle: QPointF, radius: float) -> None:
        path = outline(harm, radius + 1.0).translated(middle)
        painter.strokePath(path, QPen(self.theme.color("surface"), 3.2))
        painter.strokePath(path, QPen(self.theme.color("text"), 1.4))


def shape(number: int, radius: float) -> QPainterPath:
    """The outline of class 0 … 9 around (0, 0), all about equally heavy."""
    path = QPainterPath()
    match number:
        case 0:
            path.addEllipse(QPointF(), radius, radius)
        case 1:
            side = 2.0 * radius - 0.8
            path.addRect(QRectF(-side / 2.0, -side / 2.0, side, side))
        case 2 | 3 | 4:  # a triangle, a diamond, a triangle on its tip
            corners, turn = ((3, -90.0), (4, -90.0), (3, 90.0))[number - 2]
            path.addPolygon(_star(corners, radius * 1.15, radius * 1.15, turn))
        case 5 | 6:  # a plus, a cross
            path = _cross(radius * 1.1, 0.0 if number == 5 else math.pi / 4)
        case 7:
            path.addPolygon(_star(10, radius * 1.25, radius * 0.55, -90.0))
        case 8:
            path.addPolygon(_star(3, radius * 1.15, radius * 1.15, 0.0))
        case _:
            path.addPolygon(_star(3, radius * 1.15, radius * 1.15, 180.0))
    path.closeSubpath()
    return path


def _star(corners: int, outer: float, inner: float, turn: float) -> QPolygonF:
    """A polygon whose corners are `outer` and `inner` away from the middle in turns."""
    start = math.radians(turn)
    return QPolygonF(
        [
            QPointF(math.cos(angle), math.sin(angle)) * (inner if index % 2 else outer)
            for index in range(corners)
            for angle in (start + 2.0 * math.pi * index / corners,)
        ]
    )


def _cross(radius: float, turn: float) -> QPainterPath:
    beam = radius * _CROSS
    around = (
        *((beam, radius), (beam, beam), (radius, beam)),
        *((radius, -beam), (beam, -beam), (beam, -radius)),
        *((-beam, -radius), (-beam, -beam), (-radius, -beam)),
        *((-radius, beam), (-beam, beam), (-beam, radius)),
    )
    cos, sin = math.cos(turn), math.sin(turn)
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(cos * x - sin * y, sin * x + cos * y) for x, y in around]))
    return path


def _ink(color: QColor, text: QColor) -> QColor:
    keep = 1.0 - _INK
    return QColor.fromRgbF(
        color.redF() * keep + text.redF() * _INK,
        color.greenF() * keep + text.greenF() * _INK,
        color.blueF() * keep + text.blueF() * _INK,
    )
