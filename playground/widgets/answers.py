"""The row at the foot of a dialog that can be left without a result."""

from PySide6.QtWidgets import QDialog, QHBoxLayout

from playground.widgets.buttons import Button


def answers(dialog: QDialog, accept: Button) -> QHBoxLayout:
    """At the right Cancel, which closes the dialog, and `accept`, which Enter presses."""
    accept.setProperty("role", "primary")
    accept.setDefault(True)
    cancel = Button("Cancel")
    cancel.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(cancel)
    row.addWidget(accept)
    return row
