"""Loss, optimiser, schedule and the rest: what the toolbar's sheet shows and does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.document import edits
from playground.document.presets import default
from playground.document.training_kinds import EXTRA_OPTIONS, METHOD_OPTIONS, METHODS
from playground.panels.training_sheet import TrainingSheet
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import MenuButton
from playground.widgets.sheet import Sheet

CHOICES = [(option.name, kind) for option in METHOD_OPTIONS for kind in METHODS[option.name]]


@pytest.fixture
def document(qapp):
    return UndoableDocument(default())


@pytest.fixture
def sheet(qtbot, document):
    """The button with its sheet, opened by keyboard."""
    window = QWidget()
    window.resize(700, 600)
    button = MenuButton("Training")
    layout = QVBoxLayout(window)
    layout.addWidget(button)
    layout.addStretch(1)
    content = TrainingSheet(document)
    Sheet(button, content, "Training")
    document.setParent(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert content.isVisible()
    content.button = button
    content.host = window  # which lives as long
    return content


def choose(sheet, name, kind):
    box = sheet.findChild(QComboBox, name)
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize(("method", "kind"), CHOICES)
def test_every_choice_is_one_undo_step_and_shows_its_own_options(sheet, document, method, kind):
    before = document.spec
    choose(sheet, method, kind)
    chosen = getattr(document.spec.training, method)
    assert chosen.kind == kind
    for name, _ in chosen.options:
        assert sheet.findChild(QWidget, name) is not None
        assert sheet.findChild(QWidget, name).accessibleName()
    assert document.undo_stack.count() == (document.spec != before)
    document.undo_stack.undo()
    assert document.spec == before
    box = sheet.findChild(QComboBox, method)
    assert box.currentData() == getattr(before.training, method).kind


@pytest.mark.parametrize("option", EXTRA_OPTIONS, ids=lambda each: each.name)
def test_the_rest_is_typed(qtbot, sheet, document, option):
    sheet._fold.open()
    edit = sheet.findChild(QLineEdit, option.name)
    wanted = max(option.minimum, 0.5) if option.type == "float" else max(int(option.minimum), 3)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, str(wanted))
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert getattr(document.spec.training, option.name) == wanted
    before = document.spec
    edit.selectAll()
    qtbot.keyClicks(edit, "-1")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert document.spec == before


def test_a_loss_that_does_not_fit_is_explained_and_mended_in_one_step(sheet, document):
    fix = sheet.findChild(QPushButton, "training_advice_fix")
    assert not fix.isVisible()
    choose(sheet, "loss", "cross_entropy")
    assert fix.isVisible()
    assert fix.text() == "Remove Tanh"
    assert "Tanh after it holds them back" in fix.accessibleDescription()
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert document.spec.layers == default().layers[:-1]
    assert not fix.isVisible()
    document.undo_stack.undo()
    assert document.spec.layers == default().layers


def test_a_rate_that_is_usual_for_descent_is_high_for_adam(sheet, document):
    choose(sheet, "optimizer", "adam")
    assert document.spec.training.learning_rate == 0.01  # its own, with the choice
    high = edits.set_training_option(document.spec, "learning_rate", 0.15)
    document.edit("rate", high)
    fix = sheet.findChild(QPushButton, "training_advice_fix")
    assert fix.text() == "Set 0.01"


def test_escape_closes_and_gives_the_keyboard_back(sheet):
    assert sheet.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is sheet.button


def test_however_it_is_closed_the_keyboard_is_not_somewhere_else(sheet):
    QTest.mouseClick(sheet.button, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is sheet.button


def test_the_keyboard_begins_at_the_first_field_and_goes_on_to_the_next(sheet):
    first = QApplication.focusWidget()
    assert first is sheet.findChild(QComboBox, "loss")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet.findChild(QComboBox, "optimizer")


def test_tab_reaches_what_appeared_after_the_sheet_was_opened(sheet, qtbot):
    fix = sheet.findChild(QPushButton, "training_advice_fix")
    choose(sheet, "loss", "cross_entropy")
    schedule = sheet.findChild(QComboBox, "schedule")

    def tab_leads_to_the_fix():
        schedule.setFocus()
        QTest.keyClick(schedule, Qt.Key.Key_Tab)
        return QApplication.focusWidget() is fix

    qtbot.waitUntil(tab_leads_to_the_fix)
