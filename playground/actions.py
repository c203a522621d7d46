"""Every action of the window: text, shortcut, icon name and where it stands in the menus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from playground.widgets.tool_tips import as_plain


@dataclass(frozen=True, slots=True)
class Row:
    """One action: its object name is `action_<name>`; several shortcuts are separated by a bar."""

    menu: str
    name: str
    text: str
    shortcuts: str = ""
    tip: str = ""


ROWS: Final = (
    Row("&File", "new", "&New", "Ctrl+N", "The network and data of a fresh start"),
    Row("&File", "open", "&Open…", "Ctrl+O", "Open a document"),
    Row("&File", "save", "&Save", "Ctrl+S", "Save network, data, settings and trained weights"),
    Row("&File", "save_as", "Save &as…", "Ctrl+Shift+S", "Save in another file"),
    Row("&File", "export_weights", "&Export weights…", "Ctrl+E", "Save the trained weights"),
    Row("&File", "import_weights", "&Import weights…", "Ctrl+I", "Weights from another program"),
    Row("&File", "picture_network", "Picture of the net&work…", "", "As SVG, PNG or PDF"),
    Row("&File", "picture_boundary", "Picture of the &boundary…", "", "As SVG, PNG or PDF"),
    Row("&File", "picture_loss", "Picture of the &loss curve…", "", "As SVG, PNG or PDF"),
    Row("&File", "film", "&Film of the training…", "", "As GIF or MP4"),
    Row("&File", "losses", "Loss &history…", "", "Every loss of the run as CSV"),
    Row("&File", "quit", "&Quit", "Ctrl+Q", "Close the window"),
    Row("&Edit", "share_text", "Copy &share text", "Ctrl+Shift+C", "The document as one word"),
    Row("&Edit", "share_link", "Copy &TensorFlow Playground link", "", "The nearest it can do"),
    Row("&Edit", "paste_shared", "&Paste shared design…", "Ctrl+Shift+P", "Share text or a link"),
    Row("&Data", "import_data", "&Import data…", "Ctrl+Shift+I", "Points from CSV, TSV or .npz"),
    Row("&Data", "paste_data", "&Paste table", "Ctrl+Shift+V", "Points from copied rows"),
    Row("&Data", "data_table", "&Table of the data…", "Ctrl+T", "Every point with its outputs"),
    Row("&Data", "export_data", "&Export as CSV…", "", "Save the points in a table"),
    Row("&Network", "copy_layer", "&Copy layer", "Ctrl+D", "A copy of the selected layer after it"),
    Row("&Network", "delete_layer", "&Delete layer", "", "Remove the selected layer (Delete)"),
    Row("&Network", "move_layer_left", "Move layer &left", "", "Towards the input (Ctrl+Left)"),
    Row("&Network", "move_layer_right", "Move layer &right", "", "Towards the output (Ctrl+Right)"),
    Row("&Network", "dissolve_block", "Di&ssolve block", "Ctrl+Shift+G", "Keep its layers alone"),
    Row("&Training", "train", "&Train", "Space", "Train, or pause"),
    Row("&Training", "step", "&Step", ".", "Train on one mini-batch"),
    Row("&Training", "reset", "&Reset", "Ctrl+R", "Back to the same initial weights"),
    Row("&Training", "new_seed", "&New seed", "Ctrl+Shift+R", "Other data and initial weights"),
    Row("&Training", "find_rate", "&Find a learning rate…", "Ctrl+L", "Try rates on a copy"),
    Row(
        *("&Training", "evaluation", "&Evaluation…", "Ctrl+Shift+E"),
        "Confusion matrix, ROC curve and calibration",
    ),
    Row("&Help", "shortcuts", "&Keyboard shortcuts", "F1", "Everything the keyboard does"),
    Row("&Help", "about", "&About", "", "Version and licences"),
)
MENUS: Final = ("&File", "&Edit", "&Data", "&Network", "&Training", "&Help")


class WindowActions:
    """Creates the actions of a window and its menu bar; `self["train"]` is one of them."""

    def __init__(self, window: QMainWindow, undo_stack: QUndoStack) -> None:
        self._actions: dict[str, QAction] = {}
        self._texts: dict[str, str] = {}  # of those whose own changes
        self._menus: dict[str, QMenu] = {title: window.menuBar().addMenu(title) for title in MENUS}
        for menu in self._menus.values():
            menu.setToolTipsVisible(True)
        self._add_undo("undo", undo_stack.createUndoAction(window, "Undo"), "Ctrl+Z")
        self._add_undo("redo", undo_stack.createRedoAction(window, "Redo"), "Ctrl+Shift+Z|Ctrl+Y")
        for row in ROWS:
            action = QAction(row.text, window)
            action.setShortcuts(_keys(row.shortcuts))
            _show_tip(action, row.tip)
            self._add(row.menu, row.name, action)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def menu(self, title: str) -> QMenu:
        """One of `MENUS`."""
        return self._menus[title]

    def connect(self, **slots: Callable[[], object]) -> None:
        """Connect actions to what they do, by name."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(lambda _=False, slot=slot: slot())

    def before_each(self, slot: Callable[[], object]) -> None:
        """Call `slot` first, whichever action is triggered; to be asked for before `connect`."""
        for action in self._actions.values():
            action.triggered.connect(lambda _=False: slot())

    def rows(self) -> list[tuple[str, str]]:
        """Text and shortcuts of every action that has one, for the list of shortcuts."""
        return [
            (
                self._texts.get(name, action.text()).replace("&", ""),
                " or ".join(key.toString() for key in action.shortcuts()),
            )
            for name, action in self._actions.items()
            if action.shortcuts()
        ]

    def _add_undo(self, name: str, action: QAction, shortcuts: str) -> None:
        """Its text, and so its tip, says what would be undone."""
        self._texts[name] = name.capitalize()
        action.setShortcuts(_keys(shortcuts))
        action.changed.connect(lambda: _show_tip(action, action.text()))
        _show_tip(action, action.text())
        self._add("&Edit", name, action)

    def _add(self, menu: str, name: str, action: QAction) -> None:
        action.setObjectName(f"action_{name}")
        self._actions[name] = action
        self._menus[menu].addAction(action)


def _keys(shortcuts: str) -> list[QKeySequence]:
    return [QKeySequence(key) for key in shortcuts.split("|") if key]


def _show_tip(action: QAction, tip: str) -> None:
    key = action.shortcut().toString()
    action.setToolTip(as_plain(f"{tip} ({key})" if key else tip))
