"""What was done to the points on purpose: which mark says so, how many, and what of each.

A ring is around a point whose label was flipped, a diamond around an outlier; what was left out is
small, hollow and pale.
"""

import math
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.plots.color_bar import FONT_PIXELS
from playground.plots.text import rounded
from playground.theme import Theme
from playground.training.snapshots import Points

KEY_HEIGHT: Final = 18
_MARK: Final = 10.0  # pixels across, in the key
_GAP: Final = 6.0
_APART: Final = 18.0
LEFT_OUT_RADIUS: Final = 2.0


class Harm(IntFlag):
    """What happened to a point; both can."""

    NONE = 0
    FLIPPED = 1
    OUTLIER = 2


def harms(points: Points) -> NDArray[np.intp]:
    """Of every training point a number of `Harm`, (N,)."""
    flipped, outliers = points.flipped, points.outliers
    return (flipped * Harm.FLIPPED.value + outliers * Harm.OUTLIER.value).astype(np.intp)


def outline(harm: Harm, radius: float) -> QPainterPath:
    """The mark around a point of `radius` at (0, 0)."""
    path = QPainterPath()
    if Harm.FLIPPED in harm:
        path.addEllipse(QPointF(), radius, radius)
    if Harm.OUTLIER in harm:
        far = radius * math.sqrt(2.0)
        corners = (QPointF(far, 0), QPointF(0, far), QPointF(-far, 0), QPointF(0, -far))
        path.moveTo(corners[-1])
        for corner in corners:
            path.lineTo(corner)
    return path


class HarmedPoints:
    """Finds the marked points among `points`, and tells what was done to them."""

    def __init__(self, points: Points) -> None:
        self._points = points
        numbers = harms(points)
        self._rows = numbers.nonzero()[0]
        self._harms = [Harm(number) for number in numbers[self._rows].tolist()]
        self._places = np.concatenate((points.train[self._rows], points.left_out))

    def tell(self, x: float, y: float, reach: float) -> str:
        """What was done to the one next to (x, y), at most `reach` away; "": none is there."""
        if not len(self._places):
            return ""
        away = np.hypot(*(self._places - (x, y)).T)
        nearest = int(away.argmin())
        if away[nearest] > reach:
            return ""
        if nearest >= len(self._rows):
            label = int(self._points.left_out_classes[nearest - len(self._rows)])
            return f"{self._points.class_names[label]}, left out by the class balance"
        return self._words(int(self._rows[nearest]), self._harms[nearest])

    def _words(self, row: int, harm: Harm) -> str:
        points, before = self._points, self._points.original
        assert before is not None, "nothing is marked without"
        words = []
        if Harm.FLIPPED in harm:
            words.append(f"flipped, was {points.class_names[int(before.train_classes[row])]}")
        if Harm.OUTLIER in harm and points.class_names:
            old_x, old_y = before.train[row]
            words.append(f"outlier, was at ({old_x:.2f}, {old_y:.2f})")
        elif Harm.OUTLIER in harm:
            words.append(f"outlier {self._target(points, row)}, was {self._target(before, row)}")
        return "; ".join(words)

    @staticmethod
    def _target(points: Points, row: int) -> str:
        target = points.columns[2]
        share = (float(points.train_classes[row]) + 1.0) / 2.0
        return rounded(target.low + share * (target.high - target.low))


class CorruptionKey(QWidget):
    """The marks and how many points have each; hidden where none has."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[tuple[QPainterPath, str], ...] = ()
        self.setFixedHeight(KEY_HEIGHT)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def show_points(self, points: Points) -> None:
        """Count the marks of these points."""
        flips, outliers = int(points.flipped.sum()), int(points.outliers.sum())
        flipped = "label flipped" if flips == 1 else "labels flipped"
        moved = "outlier" if outliers == 1 else "outliers"
        radius = _MARK / 2.0 - 1.0
        small = outline(Harm.FLIPPED, LEFT_OUT_RADIUS)
        rows = (
            (outline(Harm.FLIPPED, radius), flips, flipped),
            (outline(Harm.OUTLIER, radius), outliers, moved),
            (small, len(points.left_out), "left out"),
        )
        self._rows = tuple((mark, f"{count:,} {words}") for mark, count, words in rows if count)
        self.setAccessibleName(f"Marked points: {', '.join(words for _, words in self._rows)}")
        self.setVisible(bool(self._rows))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Side by side, around the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(FONT_PIXELS)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        widths = [_MARK + _GAP + metrics.horizontalAdvance(words) for _, words in self._rows]
        x = (self.width() - sum(widths) - _APART * (len(widths) - 1)) / 2.0
        for (mark, words), width in zip(self._rows, widths, strict=True):
            middle = QPointF(x + _MARK / 2.0, self.height() / 2.0)
            painter.setPen(self._theme.color("text"))
            painter.drawPath(mark.translated(middle))
            painter.setPen(self._theme.color("muted"))
            left = x + _MARK + _GAP
            box = QRectF(left, 0.0, width, float(self.height()))
            painter.drawText(box, words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            x += width + _APART
