"""Drags made of single events, as the window system would send them."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

COPY, LEFT, NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)
CTRL = Qt.KeyboardModifier.ControlModifier


def send(editor, event):
    QApplication.sendEvent(editor, event)
    return event


def enter(editor, data, at):
    event = QDragEnterEvent(at, COPY, data, LEFT, NONE)
    event.ignore()
    return send(editor, event)


def hover(editor, data, at):
    return send(editor, QDragMoveEvent(at, COPY, data, LEFT, NONE))


def drop(editor, data, at):
    return send(editor, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))


def key(editor, name, modifiers=NONE):
    QTest.keyClick(editor, name, modifiers)


def rects(editor):
    return [editor.layer_rect(index) for index in range(len(editor.document.spec.layers))]


def kinds(editor):
    return [layer.kind for layer in editor.document.spec.layers]


def mouse(editor, kind, at, modifiers=NONE):
    """A mouse event that may lie outside the widget, as while its button is held."""
    point = QPointF(at)
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    place = QPointF(editor.mapToGlobal(at))
    send(editor, QMouseEvent(kind, point, place, button, buttons, modifiers))


def drag(editor, start, end, modifiers=NONE, *, release=True):
    mouse(editor, QEvent.Type.MouseButtonPress, start, modifiers)
    mouse(editor, QEvent.Type.MouseMove, start + QPoint(0, 20), modifiers)
    mouse(editor, QEvent.Type.MouseMove, end, modifiers)
    if release:
        mouse(editor, QEvent.Type.MouseButtonRelease, end, modifiers)
