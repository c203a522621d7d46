"""The help menu's two boxes: every shortcut, and what the program is made of."""

import platform
from importlib.metadata import version
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.actions import WindowActions

_CREDITS: Final = ("PySide6_Essentials", "pyqtgraph", "torch", "numpy", "safetensors", "tqdm")
_ON_THE_NETWORK: Final = (
    ("Select a layer", "Left, Right, Home, End"),
    ("Insert a layer after it", "Insert, or L, T, R"),
    ("Remove it", "Delete"),
    ("Move it, also into a residual block and out of it", "Ctrl+Left, Ctrl+Right"),
    ("Cancel a drag", "Esc"),
)
_PAINTING: Final = (("Move, paint, choose a class, stop", "Arrows, Space, 1 to 9, Esc"),)
_IN_THE_TABLE: Final = (
    ("Type over a value", "F2"),
    ("Copy the chosen rows", "Ctrl+C"),
    ("Close it", "Ctrl+W, Esc"),
)


def tell_shortcuts(parent: QWidget, actions: WindowActions) -> None:
    """Open the list of shortcuts, made from the actions themselves."""
    everywhere = "\n".join(f"{text}:  {keys}" for text, keys in actions.rows())
    network = "\n".join(f"{text}:  {keys}" for text, keys in _ON_THE_NETWORK)
    painting = "\n".join(f"{text}:  {keys}" for text, keys in _PAINTING)
    table = "\n".join(f"{text}:  {keys}" for text, keys in _IN_THE_TABLE)
    _tell(
        parent,
        "Keyboard shortcuts",
        f"{everywhere}\n\nWith the focus on the network\n{network}\n\n"
        f"While painting\n{painting}\n\nIn the table\n{table}",
    )


def tell_about(parent: QWidget) -> None:
    """Open the versions and the licence."""
    versions = "\n".join(f"{name} {version(name)}" for name in _CREDITS)
    _tell(
        parent,
        "About Neural Playground",
        "Drag a network together, watch it learn, and walk away with its weights.\n\n"
        f"MIT licence. Made with\nPython {platform.python_version()}\n{versions}",
    )


def _tell(parent: QWidget, heading: str, text: str) -> None:
    box = QMessageBox(parent)
    box.setWindowTitle(heading)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
