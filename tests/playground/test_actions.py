"""Every shortcut has one meaning, is shown, and leaves the focused control its own keys."""

import itertools
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from playground.actions import MENUS
from playground.document import edits
from playground.document.presets import PRESETS
from playground.editor.advice_line import AdviceLine


def test_no_two_actions_share_a_shortcut(window):
    keys = Counter(
        key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()
    )
    assert {"Space", ".", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+E", "Ctrl+Q"} <= keys.keys()
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_menus_show_what_their_entries_do(window):
    for title in MENUS:
        menu = window.actions_.menu(title)
        assert menu.toolTipsVisible(), title
    assert window.actions_["losses"].toolTip() == "Every loss of the run as CSV"


def test_every_tooltip_shows_the_shortcut(window):
    shown = [action for action in window.findChildren(QAction) if action.shortcuts()]
    assert len(shown) > 8
    for action in shown:
        assert action.shortcuts()[0].toString() in action.toolTip(), action.objectName()
    window.editor.insert("tanh")
    assert window.actions_["undo"].toolTip() == "Undo insert Tanh (Ctrl+Z)"


def test_the_tooltips_of_the_toolbar_show_the_shortcuts(window):
    buttons = window.training_panel.findChildren(QAbstractButton)
    tips = {each.accessibleName(): each.toolTip() for each in buttons}
    for name, key in (("Undo", "Ctrl+Z"), ("Train", "Space"), ("Step", "."), ("Reset", "Ctrl+R")):
        assert f"({key})" in tips[name]


def test_space_presses_the_focused_button_and_trains_elsewhere(window, qapp):
    with_fix = edits.set_layers(window.document.spec, (*PRESETS[1].layers[:-1],))
    window.document.edit("Xavier and a bare last Linear", with_fix)
    window.editor.select(1)  # a Tanh
    assert window.findChild(QAbstractButton, "advice_fix").isVisible()
    asked = []
    window.actions_["train"].triggered.disconnect()
    window.actions_["train"].triggered.connect(lambda: asked.append(1))
    trained, kept = [], []
    for layer, widget in itertools.product((1, 0), window.findChildren(QWidget)):
        window.editor.select(layer)
        if not _takes_focus(widget):
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert qapp.focusWidget() is widget
        before = len(asked)
        QTest.keyClick(widget, Qt.Key.Key_Space)
        (trained if len(asked) > before else kept).append(widget)
        _close_what_opened(window)
    assert window.editor in trained
    assert window.findChild(QPlainTextEdit, "code") in trained
    assert [each for each in trained if isinstance(each, QAbstractButton)] == []
    assert [each for each in trained if isinstance(each, QComboBox) and not each.isEditable()] == []
    controls = (QAbstractButton, QComboBox, QLineEdit)
    assert [each for each in kept if not isinstance(each, controls)] == []
    assert len(kept) > 20


def _takes_focus(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.accessibleName() != "Train"  # which trains because it is pressed
    )


def _close_what_opened(window: QWidget) -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        dialog.reject()


@pytest.mark.parametrize("name", ["learning_rate", "epochs", "units"])
def test_keys_of_a_field_stay_in_the_field(window, name):
    before = window.document.spec
    asked = []
    window.actions_["step"].triggered.connect(lambda: asked.append(1))
    field = window.findChild(QWidget, name)
    edit = field if isinstance(field, QLineEdit) else field.lineEdit()
    text = edit.text()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, ".5")
    assert asked == []
    assert edit.text() == f"{text}.5"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert edit.text() == text
    window.editor.setFocus()
    assert edit.text() == text
    assert window.document.spec == before


@pytest.mark.parametrize(
    ("name", "text"), [("learning_rate", "0.02"), ("epochs", "7"), ("units", "16"), ("seed", "5")]
)
def test_what_was_typed_counts_once_the_field_is_left(window, name, text):
    before = window.document.spec
    field = window.findChild(QWidget, name)
    edit = field if isinstance(field, QLineEdit) else field.lineEdit()
    field.setFocus()
    edit.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert window.document.spec != before
    assert edit.text() == text
    window.actions_["undo"].trigger()
    assert window.document.spec == before


def test_layer_actions_need_a_selected_layer(window):
    names = ("copy_layer", "delete_layer", "move_layer_left", "move_layer_right", "dissolve_block")
    window.editor.select(None)
    assert not any(window.actions_[name].isEnabled() for name in names)
    window.editor.select(2)
    assert all(window.actions_[name].isEnabled() for name in names)
    window.actions_["move_layer_right"].trigger()
    assert window.editor.selected == 3
    window.actions_["move_layer_left"].trigger()
    window.actions_["copy_layer"].trigger()
    window.actions_["delete_layer"].trigger()
    assert _undo_texts(window) == [
        *("move Linear", "move Linear", "copy Linear", "remove Linear"),
    ]
    window.editor.insert("residual")
    window.actions_["dissolve_block"].trigger()
    assert _undo_texts(window)[-2:] == ["insert Residual", "dissolve residual block"]


def test_why_an_edit_was_refused_is_said_until_something_else_is_done(window):
    window.actions_["dissolve_block"].trigger()
    line = window.editor.findChild(AdviceLine)
    assert "in no residual block" in line.text
    window.actions_["step"].trigger()
    assert line.text == ""


def _undo_texts(window) -> list[str]:
    stack = window.document.undo_stack
    return [stack.text(index) for index in range(stack.count())]
