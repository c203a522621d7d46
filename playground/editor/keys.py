"""The canvas by keyboard alone: select, insert, move, copy, delete, dissolve a block."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from playground.document.catalogue import COMMON, LAYERS
from playground.document.layer_kinds import OFFERED
from playground.editor.stack import LayerStack

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def handle_key(event: QKeyEvent, stack: LayerStack, offer_kinds: Callable[[], None]) -> bool:
    """Do what a key asks of the stack; False where it asks nothing.

    The first letter of a kind inserts it (L: Linear, T: Tanh, R: ReLU).
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    methods: dict[tuple[Qt.KeyboardModifier, Qt.Key], Callable[[], None]] = {
        (_NONE, Qt.Key.Key_Left): lambda: stack.step(-1),
        (_NONE, Qt.Key.Key_Right): lambda: stack.step(1),
        (_NONE, Qt.Key.Key_Home): lambda: stack.select(0),
        (_NONE, Qt.Key.Key_End): lambda: stack.select(len(stack.layers) - 1),
        (_NONE, Qt.Key.Key_Insert): offer_kinds,
        (_NONE, Qt.Key.Key_Delete): stack.delete_selected,
        (_NONE, Qt.Key.Key_Backspace): stack.delete_selected,
        (_CTRL, Qt.Key.Key_Left): lambda: stack.move_selected(-1),
        (_CTRL, Qt.Key.Key_Right): lambda: stack.move_selected(1),
        (_CTRL, Qt.Key.Key_D): stack.copy_selected,
        (_CTRL | _SHIFT, Qt.Key.Key_G): stack.dissolve_selected,
    }
    method = methods.get((modifiers, Qt.Key(event.key())))
    if method is not None:
        method()
        return True
    if modifiers == _NONE and (text := event.text().upper()):
        for kind in (*COMMON, *OFFERED):
            if LAYERS[kind].name.startswith(text):
                stack.insert(kind)
                return True
    return False
