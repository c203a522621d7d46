"""Where the keyboard is after the window was away, or a dialog over it."""

import pytest
from PySide6.QtWidgets import QDialog, QWidget


def test_the_keyboard_is_where_it_was_when_the_window_comes_back(window, wait):
    field = window.findChild(QWidget, "seed")
    field.setFocus()
    field.setText("12")  # half typed
    window.showMinimized()
    wait(window.isMinimized)
    window.showNormal()
    window.activateWindow()
    wait(window.isActiveWindow)
    assert window.focusWidget() is field
    assert field.text() == "12"
    assert window.document.undo_stack.count() == 0


@pytest.mark.parametrize(
    "action",
    ["export_weights", "import_weights", "find_rate", "import_data", "export_data", "film"],
)
def test_the_keyboard_is_where_it_was_when_a_dialog_closes(window, wait, action):
    button = window.findChild(QWidget, "export")
    button.setFocus()
    window.actions_[action].trigger()
    (dialog,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    wait(dialog.isActiveWindow)
    dialog.reject()
    wait(button.hasFocus)
