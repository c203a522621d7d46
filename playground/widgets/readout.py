"""The epoch, large, with a caption below."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.labels import LiveLabel


class Readout(QWidget):
    """A whole number of at least six digits, as a counter shows it: 000,250."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._number = LiveLabel("0,000,000", "counter")
        font = self._number.font()
        if hasattr(QFont, "Tag"):
            font.setFeature(QFont.Tag("zero"), 1)
        self._number.setFont(font)
        self._caption = LiveLabel(name, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(self._number)
        layout.addWidget(self._caption)
        layout.addStretch(1)
        self.show_number(0, name)

    def show_number(self, number: int, caption: str) -> None:
        """Show `number` over `caption`."""
        self._number.setText(f"{number:07,}", spoken=f"{self._name} {number}")
        self._caption.setText(caption)
