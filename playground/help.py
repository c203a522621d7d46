"""The help menu's two boxes: every shortcut, and what the program is made of."""

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QMessageBox, QWidget

from playground.actions import WindowActions
from playground.widgets.labels import PlainLabel

_CREDITS: Final = ("PySide6_Essentials", "pyqtgraph", "torch", "numpy", "safetensors", "tqdm")
_ELSEWHERE: Final = {
    "With the focus on the network": (
        ("Select a layer", "Left, Right, Home, End"),
        ("Read a unit of it", "Up, Down"),
        ("Read a weight into the unit", "Shift+Up, Shift+Down"),
        ("Insert a layer after it", "Insert, or L, T, R"),
        ("Remove it", "Delete"),
        ("Move it, also into a residual block and out of it", "Ctrl+Left, Ctrl+Right"),
        ("Cancel a drag", "Esc"),
    ),
    "On the loss curve": (("Read the losses of an epoch", "Left, Right, Home, End"),),
    "While painting": (("Move, paint, choose a class, stop", "Arrows, Space, 1 to 9, Esc"),),
    "In the table": (
        ("Type over a value", "F2"),
        ("Sort by the column, and back", "F3"),
        ("Copy the chosen rows", "Ctrl+C"),
        ("Close it", "Ctrl+W, Esc"),
    ),
}
_BETWEEN: Final = 14  # pixels, two groups of them
_Rows = Iterable[tuple[str, str]]


class ShortcutList(QDialog):
    """What the keyboard does everywhere, and beside it what it does in one place."""

    def __init__(self, everywhere: _Rows, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_list")
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QGridLayout(self)
        columns.setContentsMargins(24, 18, 24, 20)
        columns.setHorizontalSpacing(48)
        parts: tuple[Mapping[str, _Rows], ...] = ({"Everywhere": everywhere}, _ELSEWHERE)
        for number, groups in enumerate(parts):
            columns.addLayout(_table(groups), 0, number)


def tell_shortcuts(parent: QWidget, actions: WindowActions) -> None:
    """Open the list of shortcuts, made from the actions themselves."""
    shortcuts = ShortcutList(actions.rows(), parent)
    shortcuts.finished.connect(parent.activateWindow)
    shortcuts.open()


def tell_about(parent: QWidget) -> None:
    """Open the versions and the licence."""
    versions = "\n".join(f"{name} {version(name)}" for name in _CREDITS)
    box = QMessageBox(parent)
    box.setWindowTitle("About Neural Playground")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        "Drag a network together, watch it learn, and walk away with its weights.\n\n"
        f"MIT licence. Made with\nPython {platform.python_version()}\n{versions}"
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(parent.activateWindow)
    box.open()


def _table(groups: Mapping[str, _Rows]) -> QGridLayout:
    """Rows under their headings, the keys of all of them in one column."""
    table = QGridLayout()
    table.setHorizontalSpacing(20)
    table.setVerticalSpacing(3)
    table.setColumnStretch(0, 1)
    for heading, rows in groups.items():
        table.addWidget(PlainLabel(heading, "title"), table.rowCount(), 0, 1, 2)
        for text, keys in rows:
            number = table.rowCount()
            table.addWidget(PlainLabel(text, "body"), number, 0)
            table.addWidget(PlainLabel(keys, "muted"), number, 1)
        table.setRowMinimumHeight(table.rowCount(), _BETWEEN)
    table.setRowStretch(table.rowCount(), 1)
    return table
