"""A control under its name."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.labels import PlainLabel


class Field(QWidget):
    """`control` with its `name` above it, as its buddy and as its accessible name."""

    def __init__(self, name: str, control: QWidget) -> None:
        super().__init__()
        self.label = PlainLabel(name, "field")
        self.label.setBuddy(control)
        control.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.label)
        layout.addWidget(control)
        layout.addStretch(1)
