"""The line in which the window says something: a warning, or that a thing is done."""

from PySide6.QtWidgets import QWidget

from playground.widgets.labels import PlainLabel


class MessageLine(PlainLabel):
    """One sentence, or nothing; its room is kept, so that nothing around it jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "warning", parent)
        self.setObjectName("message")
        self.setWordWrap(True)
        self.setAccessibleName("Message")
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def say(self, sentence: str, role: str = "warning") -> None:
        """Show `sentence` in the style of `role`; "" shows nothing."""
        self.setProperty("role", role)
        self.style().polish(self)
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
