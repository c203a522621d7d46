"""The line in which the window says something: a warning, or that a thing is done."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.labels import PlainLabel


class MessageLine(PlainLabel):
    """One sentence, or nothing; its room is kept, so that nothing around it jumps.

    A screen reader is asked to speak it, for the keyboard is elsewhere.

    What was said of something done, or refused, is over when the user goes on to something else;
    what is said of a state that lasts stays until another sentence takes its place.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "warning", parent)
        self.setObjectName("message")
        self.setWordWrap(True)
        self.setAccessibleName("Message")
        self._lasting = False
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def say(self, sentence: str, role: str = "warning") -> None:
        """Show `sentence` in the style of `role`; "" shows nothing."""
        self._lasting = False
        self.setProperty("role", role)
        self.style().polish(self)
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def keep(self, sentence: str) -> None:
        """Show a warning that holds until something else is said."""
        self.say(sentence)
        self._lasting = True

    def add(self, sentence: str) -> None:
        """Warn of what came of the thing whose doing is told, and say both."""
        done = self.text() if self.property("role") == "muted" else ""
        self.say(f"{done} {sentence}".strip())

    def go_on(self) -> None:
        """The user does something else: a sentence that does not last has been read."""
        if self.text() and not self._lasting:
            self.say("")
