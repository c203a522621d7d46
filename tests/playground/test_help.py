"""The help menu tells every shortcut and what the program is made of, in plain text."""

from importlib.metadata import version

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMessageBox

from playground.help import ShortcutList
from playground.widgets.labels import PlainLabel


def about(window) -> str:
    window.actions_["about"].trigger()
    (box,) = window.findChildren(QMessageBox)
    assert box.isVisible()
    assert box.textFormat() == Qt.TextFormat.PlainText
    text = box.text()
    box.reject()
    return text


def test_the_list_of_shortcuts_has_them_all_and_fits_a_low_screen(window):
    window.editor.insert("tanh")
    window.actions_["shortcuts"].trigger()
    (box,) = window.findChildren(ShortcutList)
    assert box.isVisible()
    texts = [label.text() for label in box.findChildren(QLabel)]
    assert {"Undo", "Redo"} < set(texts), "not what would be undone just now"
    text = "\n".join(texts)
    for action in window.findChildren(QAction):
        for key in action.shortcuts():
            assert key.toString() in text
    for key in ("Insert", "Delete", "Ctrl+Left", "Ctrl+Right", "Home", "Esc", "Arrows, Space"):
        assert key in text
    assert "&" not in text
    keys = [each for each in box.findChildren(PlainLabel) if each.property("role") == "muted"]
    assert len({each.x() for each in keys}) == 2  # one column of keys everywhere, one elsewhere
    assert box.sizeHint().height() < 680
    assert box.sizeHint().width() < 1000
    box.reject()


def test_about_names_the_versions_in_use(window):
    text = about(window)
    for name in ("torch", "pyqtgraph", "PySide6_Essentials"):
        assert f"{name} {version(name)}" in text


def test_a_box_can_be_opened_again(window, wait):
    about(window)
    wait(lambda: window.findChildren(QMessageBox) == [])
    about(window)
