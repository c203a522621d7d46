"""The help menu tells every shortcut and what the program is made of, in plain text."""

from importlib.metadata import version

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox


def ask(window, name: str) -> str:
    window.actions_[name].trigger()
    (box,) = window.findChildren(QMessageBox)
    assert box.isVisible()
    assert box.textFormat() == Qt.TextFormat.PlainText
    text = box.text()
    box.reject()
    return text


def test_the_list_of_shortcuts_has_them_all(window):
    text = ask(window, "shortcuts")
    for action in window.findChildren(QAction):
        for key in action.shortcuts():
            assert key.toString() in text
    for key in ("Insert", "Delete", "Ctrl+Left", "Ctrl+Right", "Home", "Esc", "Arrows, Space"):
        assert key in text
    assert "&" not in text


def test_about_names_the_versions_in_use(window):
    text = ask(window, "about")
    for name in ("torch", "pyqtgraph", "PySide6_Essentials"):
        assert f"{name} {version(name)}" in text


def test_a_box_can_be_opened_again(window, wait):
    ask(window, "about")
    wait(lambda: window.findChildren(QMessageBox) == [])
    ask(window, "about")
