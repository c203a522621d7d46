"""Painting on the square by mouse and keyboard: says where it is touched, and no more."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from playground.plots.field_items import UNIT, UnitItem

_STEP, _SMALL_STEP = 0.02, 0.005  # of the cursor, in sides of the square
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_CURSOR_PIXELS: Final = 8.0


class Cursor(UnitItem):
    """The place that the arrow keys move."""

    def __init__(self) -> None:
        super().__init__()
        self.at = QPointF(0.5, 0.5)
        self._color = QColor()
        self.hide()

    def set_color(self, color: QColor) -> None:
        """The colour of the cross."""
        self._color = color
        self.update()

    def go(self, x: float, y: float) -> None:
        """To a place, kept inside the square."""
        self.at = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        """A cross of the same size at every zoom."""
        square = painter.worldTransform().mapRect(UNIT)
        painter.resetTransform()
        middle = QPointF(
            square.left() + self.at.x() * square.width(),
            square.bottom() - self.at.y() * square.height(),
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, 2.0))
        size = _CURSOR_PIXELS
        painter.drawLine(middle - QPointF(size, 0.0), middle + QPointF(size, 0.0))
        painter.drawLine(middle - QPointF(0.0, size), middle + QPointF(0.0, size))
        painter.drawEllipse(QRectF(-3.0, -3.0, 6.0, 6.0).translated(middle))


class Brush(QObject):
    """Turns the mouse on a canvas, and the keys of the plot around it, into strokes while it is on.

    Keys: arrows move the cursor (with Shift by less), Space and Return touch it, digits choose,
    Escape leaves. Where it holds, Space takes hold and lets go, and arrows drag between. Once the
    mouse has painted, Space is the window's again, until an arrow moves the cursor.

    Signals:
        pressed(float, float): a stroke begins at (x, y) of the square.
        dragged(float, float): it goes on, perhaps outside the square.
        released(): it ends.
        digit(int): 1 … 10 was typed; 0 counts as 10.
        left(): Escape.
        switched(bool): it is on, or no longer.
    """

    pressed = Signal(float, float)
    dragged = Signal(float, float)
    released = Signal()
    digit = Signal(int)
    left = Signal()
    switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.cursor = Cursor()
        self._on = self._holds = self._held = self._by_mouse = False

    def set_on(self, on: bool, *, holds: bool = False) -> None:
        """Take the mouse and the keys, or leave them."""
        if self._held:
            self.released.emit()
        self._on, self._holds, self._held, self._by_mouse = on, holds, False, False
        self.cursor.setVisible(on)
        self.switched.emit(on)

    def press(self, place: QPointF) -> None:
        """The mouse went down."""
        self._by_mouse = True
        self.cursor.go(place.x(), place.y())
        self.pressed.emit(place.x(), place.y())

    def drag(self, place: QPointF) -> None:
        """The mouse moved, still down."""
        self.cursor.go(place.x(), place.y())
        self.dragged.emit(place.x(), place.y())

    def key(self, event: QEvent) -> bool:
        """Take a key that belongs to painting; whether it did."""
        if not self._on or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        digit = event.text() if event.text().isdecimal() and event.text().isascii() else ""
        presses = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            key == Qt.Key.Key_Space and (self._held or not self._by_mouse)
        )
        if not (key in _ARROWS or presses or digit or key == Qt.Key.Key_Escape):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:  # Space is not the window's here
            event.accept()
        elif event.type() != QEvent.Type.KeyPress:
            return False
        elif key in _ARROWS:
            self._step(key, small=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif digit:
            self.digit.emit(int(digit) or 10)
        elif not event.isAutoRepeat():
            self._touch()
        return True

    def _step(self, key: Qt.Key, *, small: bool) -> None:
        size = _SMALL_STEP if small else _STEP
        right, up = _ARROWS[key]
        self._by_mouse = False
        at = self.cursor.at
        self.cursor.go(at.x() + size * right, at.y() + size * up)
        if self._held:
            self.dragged.emit(self.cursor.at.x(), self.cursor.at.y())

    def _touch(self) -> None:
        if self._held:
            self._held = False
            self.released.emit()
            return
        self.pressed.emit(self.cursor.at.x(), self.cursor.at.y())
        self._held = self._holds
        if not self._holds:
            self.released.emit()
