"""Widgets below each other, at the side of a window."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

_ROOMY, _COMPACT = (20, 14, 12), (16, 10, 8)  # pixels beside, above and below, and between them


class Column(QWidget):
    """`widgets` in a column; in a low window they stand closer to each other."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self.set_compact(False)
        for widget in widgets:
            self._rows.addWidget(widget)

    def set_compact(self, compact: bool) -> None:
        """Whether to leave them the room that is between them."""
        beside, above, spacing = _COMPACT if compact else _ROOMY
        self._rows.setContentsMargins(beside, above, beside, above)
        self._rows.setSpacing(spacing)
