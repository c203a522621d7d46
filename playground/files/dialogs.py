"""What is asked about files; every dialog returns at once and calls back."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.files.contents import SUFFIX, TEXT_SUFFIX, is_text

_FILTERS: Final = {
    f"Neural Playground documents (*{SUFFIX})": SUFFIX,
    f"Design only, for version control (*{TEXT_SUFFIX})": TEXT_SUFFIX,
}
_READABLE: Final = f"Neural Playground documents (*{SUFFIX} *{TEXT_SUFFIX})"
_Role = QMessageBox.ButtonRole
Take = Callable[[Path], None]


def ask_open(parent: QWidget, folder: str, take: Take) -> None:
    """Which document to open."""
    dialog = QFileDialog(parent, "Open", folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_READABLE, "All files (*)"])
    _show(dialog, "open_dialog", take, parent)


def ask_save(parent: QWidget, suggestion: Path, take: Take) -> None:
    """Where to save, and as what; Qt asks before a file is replaced."""
    dialog = QFileDialog(parent, "Save as", str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(_FILTERS))

    def follow(chosen: str) -> None:  # Qt itself renames what is in the field
        dialog.setDefaultSuffix(_FILTERS[chosen].removeprefix("."))

    dialog.filterSelected.connect(follow)
    first, second = _FILTERS
    wanted = second if is_text(suggestion) else first
    dialog.selectNameFilter(wanted)
    dialog.setDefaultSuffix(_FILTERS[wanted].removeprefix("."))
    dialog.selectFile(suggestion.name)
    _show(dialog, "save_dialog", take, parent)


def ask(
    parent: QWidget, name: str, text: str, more: str, choices: dict[str, Callable[[], None]]
) -> None:
    """A question with a button a choice, the first the default; Cancel does nothing.

    The button of a choice has its object name, "Save as…" is `save_as`, and a letter of its own,
    to press with Alt.
    """
    box = QMessageBox(parent)
    box.setObjectName(name)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)  # it may name a file
    box.setText(text)
    box.setInformativeText(more)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    letters: set[str] = set()
    for label, act in choices.items():
        role = _Role.DestructiveRole if label == "Discard" else _Role.AcceptRole
        letter = next(each for each in label if each.lower() not in letters)
        letters.add(letter.lower())
        button = box.addButton(label.replace(letter, f"&{letter}", 1), role)
        button.setObjectName("_".join(label.lower().strip("…").split()))
        button.clicked.connect(lambda _=False, act=act: act())
        if box.defaultButton() is None:
            box.setDefaultButton(button)
    box.finished.connect(parent.activateWindow)
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.open()


def _show(dialog: QFileDialog, name: str, take: Take, parent: QWidget) -> None:
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(parent.activateWindow)
    dialog.fileSelected.connect(lambda text: take(Path(text)))
    dialog.open()
