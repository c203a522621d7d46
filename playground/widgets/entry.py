"""Typing a value: Return or leaving the field commits it, Esc brings the old one back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.widgets.bubble import Bubble

_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class TypedEntry(QObject):
    """What `edit` does with the text typed into it.

    commit(text) takes the text over, or raises ValueError with the one sentence that is then
    shown at `control`. current() is the text of the value in force. `control`, the drop-down
    list around `edit` if there is one, has the focus and gets the keys in its place.
    """

    def __init__(
        self,
        edit: QLineEdit,
        commit: Callable[[str], None],
        current: Callable[[], str],
        control: QWidget | None = None,
    ) -> None:
        super().__init__(edit)
        self._edit, self._commit, self._current = edit, commit, current
        self._bubble: Bubble | None = None
        self._control = control or edit
        edit.returnPressed.connect(self._enter)
        edit.textEdited.connect(self.dismiss)
        self._control.installEventFilter(self)

    def refuse(self, sentence: str) -> None:
        """Say at the control why its input was not taken."""
        if self._bubble is None:
            self._bubble = Bubble(self._control)
        self._bubble.say(sentence)

    def dismiss(self) -> None:
        """Take the sentence back."""
        if self._bubble is not None and self._bubble.isVisible():
            self._bubble.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc restores the text; leaving the field commits it, or restores it when refused.

        Space means nothing in a number, and undo nothing before anything is typed: the window
        may have both.
        """
        if event.type() == QEvent.Type.ShortcutOverride and self._is_the_windows(event):
            event.ignore()
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride and self._changed():
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._changed():
                self._restore()
                self._edit.selectAll()
                self.dismiss()
                return True
        leaves = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut
        if leaves and event.reason() not in _STAYS:  # type: ignore[attr-defined]
            self._take()
            self._restore()
        return super().eventFilter(watched, event)

    def _is_the_windows(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        undo = any(event.matches(key) for key in _UNDO)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return (undo and not self._changed()) or (event.key() == Qt.Key.Key_Space and plain)

    def _changed(self) -> bool:
        return self._edit.text() != self._current()

    def _restore(self) -> None:
        if self._changed():
            self._edit.setText(self._current())

    def _enter(self) -> None:
        if self._take():
            self._restore()
        self._edit.selectAll()

    def _take(self) -> bool:
        if not self._changed():
            return True
        try:
            self._commit(self._edit.text())
        except ValueError as error:
            self.refuse(str(error))
            return False
        self.dismiss()
        return True
