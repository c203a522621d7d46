"""How far a film is, and the button that ends it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from playground.widgets.buttons import Button
from playground.widgets.labels import PlainLabel


class FilmProgress(QDialog):
    """Stands beside the window, which can be used meanwhile; closing it cancels.

    Signals:
        cancelled(): by a person.
    """

    cancelled = Signal()

    def __init__(self, name: str, frames: int, parent: QWidget) -> None:
        """name: of the film's file. frames: how many it has."""
        super().__init__(parent)
        self.setObjectName("film_progress")
        self.setWindowTitle("Film of the training")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._frames = frames
        self.text = PlainLabel(f"Making {name}: starting…", "body")
        self.text.setWordWrap(True)
        self._name = name
        self.bar = QProgressBar()
        self.bar.setRange(0, frames)
        self.bar.setAccessibleName("Frames made")
        self.cancel = Button("Cancel")
        self.cancel.setObjectName("film_cancel")
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        for widget in (self.text, self.bar):
            rows.addWidget(widget)
        rows.addLayout(buttons)
        self.setMinimumWidth(420)

    def show_frame(self, number: int) -> None:
        """So many frames are made."""
        self.bar.setValue(number)
        self.text.setText(f"Making {self._name}: frame {number:,} of {self._frames:,}")

    def show_finishing(self) -> None:
        """All are made, and the file is being written."""
        self.bar.setValue(self._frames)
        self.text.setText(f"Writing {self._name}…")
        self.cancel.setEnabled(False)

    def reject(self) -> None:
        """Called by Qt for Escape, by the button, and when the window of it is closed."""
        if self.cancel.isEnabled():
            self.cancelled.emit()
            super().reject()
