"""What a person does with the File menu."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QMessageBox

from playground.document import edits
from playground.main_window import MainWindow
from playground.training.snapshots import RunState
from tests.playground.conftest import Wait, settled


def edit(window: MainWindow) -> None:
    """Insert one more layer."""
    spec = window.document.spec
    window.document.edit("one more", edits.set_layers(spec, (*spec.layers, spec.layers[1])))


def train(window: MainWindow, wait: Wait, steps: int = 5) -> None:
    """Make a few steps."""
    before = window.run.step_count
    for done in range(steps):
        window.actions_["step"].trigger()
        wait(lambda done=done: window.run.step_count > before + done)
    wait(lambda: settled(window))


def name_file(window: MainWindow, wait: Wait, dialog: str, path: Path) -> None:
    """Type a name into a file dialog and press Return."""
    wait(lambda: window.findChild(QFileDialog, dialog) is not None)
    found = window.findChild(QFileDialog, dialog)
    found.activateWindow()
    wait(found.isActiveWindow)
    field = found.findChild(QLineEdit, "fileNameEdit")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)


def save_as(window: MainWindow, wait: Wait, path: Path) -> None:
    """Save as, by keyboard, until the file is there."""
    window.actions_["save_as"].trigger()
    name_file(window, wait, "save_dialog", path)
    wait(lambda: window.files.file.path == path)


def save(window: MainWindow, wait: Wait) -> None:
    """Save in the document's file."""
    window.say("")
    window.actions_["save"].trigger()
    wait(lambda: window.message.text().startswith("Saved"))


def open_(window: MainWindow, wait: Wait, path: Path) -> None:
    """Open, by keyboard."""
    window.actions_["open"].trigger()
    name_file(window, wait, "open_dialog", path)


def box(window: MainWindow, name: str) -> QMessageBox | None:
    """The question of this name, where it is asked."""
    return next((each for each in window.findChildren(QMessageBox, name) if each.isVisible()), None)


def answer(window: MainWindow, wait: Wait, question: str, button: str) -> None:
    """Press a button of a question once it is asked."""
    wait(lambda: box(window, question) is not None)
    found = box(window, question)
    assert found is not None
    if button == "cancel":
        QTest.keyClick(found, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(found.findChild(QAbstractButton, button), Qt.MouseButton.LeftButton)
    wait(lambda: box(window, question) is None)


def rests(window: MainWindow) -> bool:
    """Whether the run rests with some steps done."""
    return window.run.state is RunState.PAUSED and settled(window)
