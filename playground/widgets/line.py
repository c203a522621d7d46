"""A thin line between two parts."""

from PySide6.QtWidgets import QFrame


class Line(QFrame):
    """One point thick; across what is above and below it, or `vertical`."""

    def __init__(self, *, vertical: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "line")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
