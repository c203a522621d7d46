"""What a document says about itself: its title and description, as plain text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from playground.gallery.close_button import CloseButton
from playground.widgets.labels import PlainLabel


class DocumentNote(QFrame):
    """Stays until it is closed, or what it tells of is another document, network or data set.

    Signals:
        closed(): the user has read it.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document_note")
        self.setAccessibleName("About this document")
        self.setProperty("role", "card")
        self._title = PlainLabel("", "value")
        self._about = PlainLabel("", "muted")
        self._about.setWordWrap(True)
        close = CloseButton("Close the note")
        close.clicked.connect(self.closed)
        text = QVBoxLayout()
        text.setSpacing(2)
        for label in (self._title, self._about):
            text.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 9)
        layout.addLayout(text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, title: str, about: str) -> None:
        """Show these."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._about.setText(about)
        self.setAccessibleDescription(about)
