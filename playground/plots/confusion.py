"""The confusion matrix: how many points of each class were taken for which."""

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    qGray,
)

from playground.plots import text
from playground.plots.canvas import Readout
from playground.plots.marks import Marks
from playground.plots.titled import Titled
from playground.theme import Theme, ThemeManager
from playground.training.looks import Counts

_HEAD: Final = 22  # of the row of class names
_CAPTION: Final = 16  # of what rows and columns are
_WIDEST: Final = 0.3  # of the width, for the names at the left
_MARK: Final = 9.0
_GAP: Final = 5.0
_SIZES: Final = (14, 11, 9)  # of the counts, pixels
_SHARE: Final = 11
_TWO_LINES: Final = 34.0  # height of a cell from which on it has room for the share
_STRONGEST: Final = 0.8
_MIDDLE_GRAY: Final = 110  # of 255: dark and light text have the same contrast
_MOVES: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class ConfusionMatrix(Titled):
    """Counts, and shares of their row; the pointer or the arrow keys read a cell in words."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__("Confusion matrix", theme_manager)
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._names: tuple[str, ...] = ()
        self._cell: tuple[int, int] | None = None
        self._readout = Readout(self)
        self.setMouseTracking(True)

    def show_counts(self, counts: Counts, names: tuple[str, ...]) -> None:
        """Row i, column j: points of class i that were taken for class j."""
        if names != self._names:
            self._cell = None
        self._counts, self._names = counts, names
        wrong = 1.0 - float(np.trace(counts)) / float(counts.sum())
        self._tell(f"error {text.percent(wrong)}")
        self._read_out()
        self.update()

    def explain(self, sentence: str) -> None:
        """Say why nothing can be counted."""
        self._counts, self._cell = np.zeros((0, 0), np.int64), None
        super().explain(sentence)
        self._readout.hide()
        self.update()

    def words(self, row: int, column: int) -> str:
        """A cell as a sentence."""
        count, all_ = int(self._counts[row, column]), int(self._counts[row].sum())
        share = f" ({text.percent(count / all_)})" if all_ else ""
        taken = "recognised" if row == column else f"taken for {self._names[column]}"
        return f"{count:,} of {text.counted(all_, 'point')} of {self._names[row]}\n{taken}{share}"

    # ---- reading

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from cell to cell."""
        move, size = _MOVES.get(event.key()), len(self._counts)  # type: ignore[call-overload]
        if move is None or not size:
            event.ignore()
            return
        row, column = self._cell or (0, 0)
        if self._cell is not None:
            row = min(max(row + move[0], 0), size - 1)
            column = min(max(column + move[1], 0), size - 1)
        self._go((row, column))
        self._readout.follow(self._box(row, column).center().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the cell under the pointer."""
        self._readout.follow(event.position().toPoint())
        self._go(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read."""
        self._go(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The read cell goes with the keyboard."""
        super().focusOutEvent(event)
        self._go(None)

    def _go(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._read_out()
            self.update()

    def _read_out(self) -> None:
        if self._cell is None:
            self._readout.hide()
            self.setAccessibleDescription("")
            return
        words = self.words(*self._cell)
        self._readout.say(words)
        self.setAccessibleDescription(words.replace("\n", " "))

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, then cells."""
        super().paintEvent(event)
        if not len(self._counts):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._themes.current
        self._draw_names(painter, theme)
        rows = np.maximum(self._counts.sum(1, keepdims=True), 1)
        for (row, column), share in np.ndenumerate(self._counts / rows):
            self._draw_cell(painter, theme, row, column, float(share))
        if self._cell is not None:
            painter.setPen(QPen(theme.color("text"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(*self._cell).adjusted(1, 1, -1, -1), 4, 4)

    def _draw_names(self, painter: QPainter, theme: Theme) -> None:
        grid, metrics = self._grid(), QFontMetricsF(_font(_SHARE))
        painter.setFont(_font(_SHARE))
        painter.setPen(theme.color("muted"))
        top = QRectF(grid.left(), self.body.top() - 1.0, grid.width(), _CAPTION)
        painter.drawText(top, int(_CENTRE), "taken for")
        marks = Marks(theme, len(self._names))
        for number, class_name in enumerate(self._names):
            head, side = self._box(0, number), self._box(number, 0)
            head = QRectF(head.left(), grid.top() - _HEAD, head.width(), _HEAD)
            side = QRectF(
                self.body.left(), side.top(), grid.left() - self.body.left(), side.height()
            )
            for place in (head, side):
                room = place.width() - _MARK - 2 * _GAP
                shown = metrics.elidedText(class_name, Qt.TextElideMode.ElideRight, room)
                shown = "" if shown == "…" else shown
                width = _MARK + (_GAP + metrics.horizontalAdvance(shown) if shown else 0.0)
                left = place.center().x() - width / 2 if place is head else place.left()
                middle = QPointF(left + _MARK / 2, place.center().y())
                marks.draw(painter, number, middle, _MARK - 1.0, 1.0, test=False)
                painter.setPen(theme.color("muted"))
                painter.drawText(
                    QRectF(left + _MARK + _GAP, place.top(), room + _GAP, place.height()),
                    int(Qt.AlignmentFlag.AlignVCenter),
                    shown,
                )

    def _draw_cell(
        self, painter: QPainter, theme: Theme, row: int, column: int, share: float
    ) -> None:
        box = self._box(row, column).adjusted(1, 1, -1, -1)
        color = theme.color("accent" if row == column else "warning")
        strength = _STRONGEST * share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 4, 4)
        tint = QColor(color)
        tint.setAlphaF(strength)
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(_ink(theme, _mixed(theme.color("sunken"), color, strength)))
        count = f"{int(self._counts[row, column]):,}"
        size = self._size(box)
        if size is None:  # the read-out still tells
            return
        painter.setFont(_font(size, bold=True))
        two = box.height() >= _TWO_LINES
        percent = f"{100.0 * share:.1f} %"
        if not two or not _fits(percent, _SHARE, box):
            painter.drawText(box, int(_CENTRE), count)
            return
        half = QRectF(box.left(), box.center().y() - 17.0, box.width(), 18.0)
        painter.drawText(half, int(_CENTRE), count)
        painter.setFont(_font(_SHARE))
        painter.drawText(half.translated(0.0, 17.0), int(_CENTRE), percent)

    def _size(self, box: QRectF) -> int | None:
        """The font size at which the largest count fits into a cell."""
        widest = f"{int(self._counts.max()):,}"
        return next((size for size in _SIZES if _fits(widest, size, box)), None)

    def _grid(self) -> QRectF:
        """The cells, without the names."""
        body, metrics = QRectF(self.body), QFontMetricsF(_font(_SHARE))
        widest = max((metrics.horizontalAdvance(each) for each in self._names), default=0.0)
        names = min(widest + _MARK + 2 * _GAP, _WIDEST * body.width())
        return body.adjusted(names, _CAPTION + _HEAD, 0.0, 0.0)

    def _box(self, row: int, column: int) -> QRectF:
        grid, size = self._grid(), len(self._counts)
        width, height = grid.width() / size, grid.height() / size
        return QRectF(grid.left() + column * width, grid.top() + row * height, width, height)

    def _at(self, place: QPointF) -> tuple[int, int] | None:
        size, grid = len(self._counts), self._grid()
        if not size or not grid.contains(place):
            return None
        column = int((place.x() - grid.left()) / grid.width() * size)
        row = int((place.y() - grid.top()) / grid.height() * size)
        return min(row, size - 1), min(column, size - 1)


def _mixed(ground: QColor, color: QColor, strength: float) -> QColor:
    parts = zip(ground.getRgb()[:3], color.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(below + (above - below) * strength) for below, above in parts))


def _ink(theme: Theme, ground: QColor) -> QColor:
    """Of the theme's dark and its light text the one that is read better on `ground`."""
    both = (theme.color("text"), theme.color("on_accent"))
    dark, light = sorted(both, key=lambda ink: qGray(ink.rgb()))
    return dark if qGray(ground.rgb()) > _MIDDLE_GRAY else light


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Medium)
    return font


def _fits(words: str, pixels: int, box: QRectF) -> bool:
    metrics = QFontMetricsF(_font(pixels, bold=True))
    return metrics.horizontalAdvance(words) <= box.width() - 2.0 and pixels + 2 <= box.height()
