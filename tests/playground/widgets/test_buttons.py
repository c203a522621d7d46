"""Buttons, boxes to tick and lists: by keyboard, by wheel, and as they look."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QStyleOptionComboBox,
    QVBoxLayout,
)

from playground.widgets.buttons import Button, CheckBox, ComboBox, MenuButton


def test_space_presses_the_focused_button_though_the_window_has_a_shortcut(shown, qtbot):
    button, box, pressed, other = Button("Copy"), ComboBox(), [], []
    host = shown(button, box)
    button.clicked.connect(lambda: pressed.append(True))
    shortcut = QShortcut(QKeySequence("Space"), host)
    shortcut.activated.connect(lambda: other.append(True))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert (pressed, other) == ([True], [])


def test_space_ticks_the_focused_box_though_the_window_has_a_shortcut(shown, qtbot):
    box, other = CheckBox("cos x"), []
    shortcut = QShortcut(QKeySequence("Space"), shown(box))
    shortcut.activated.connect(lambda: other.append(True))
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert (box.isChecked(), other) == (True, [])


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_an_empty_box_to_tick_stands_out_from_what_is_around_it(shown, themes, choice):
    themes.choose(choice)
    box = CheckBox("")
    shown(box)
    image = box.grab().toImage()
    places = ((x, y) for x in range(16) for y in range(image.height()))
    lightness = [image.pixelColor(x, y).lightness() for x, y in places]
    assert max(lightness) - min(lightness) > 60


def test_an_entry_that_is_too_long_for_its_list_is_shortened(shown):
    box = ComboBox()
    box.addItem("Xavier uniform")
    shown(box)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == "Xavier uniform"
    box.setFixedWidth(84)
    box.initStyleOption(option)
    assert option.currentText.endswith("…")


def test_the_wheel_does_not_change_a_list(shown, qtbot):
    box = ComboBox()
    box.addItems(["a", "b"])
    shown(box)
    box.setFocus()
    no = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        no,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert box.currentText() == "a"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_an_open_list_has_one_border_in_the_colour_of_the_theme(shown, themes, choice):
    box = ComboBox()
    box.addItems(["a", "b", "c"])
    shown(box)
    themes.choose(choice)
    box.showPopup()
    view = box.view()
    image = view.window().grab().toImage()
    wide, high = image.width(), image.height()
    columns = [{image.pixelColor(x, y).name() for y in range(high)} for x in (0, wide - 1)]
    assert columns == [{themes.current.border.lower()}] * 2
    rows = [{image.pixelColor(x, y).name() for x in range(1, wide - 1)} for y in range(1, high - 1)]
    assert {themes.current.border.lower()} not in rows
    assert len({view.visualRect(box.model().index(row, 0)).height() for row in range(3)}) == 1
    box.hidePopup()


@pytest.fixture
def dialog(qtbot):
    """A dialog that Return accepts, unless the keyboard is on its other button."""
    host, cancel, accept, line = QDialog(), Button("Cancel"), Button("Export"), QLineEdit()
    qtbot.addWidget(host)
    answers = QVBoxLayout(host)
    for widget in (line, cancel, accept):
        answers.addWidget(widget)
    accept.setDefault(True)
    pressed: list[str] = []
    for each in (cancel, accept):
        each.clicked.connect(lambda _, each=each: pressed.append(each.text()))
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    yield line, cancel, pressed
    host.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_return_presses_the_focused_button_of_a_dialog_and_not_its_default(dialog, qtbot, key):
    line, cancel, pressed = dialog
    line.setFocus()
    qtbot.keyClick(line, key)
    assert pressed == ["Export"]
    cancel.setFocus()
    qtbot.keyClick(cancel, key)
    assert pressed == ["Export", "Cancel"]
    qtbot.keyClick(cancel, key, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["Export", "Cancel"]


def test_a_held_return_presses_a_button_once(dialog):
    _, cancel, pressed = dialog
    cancel.setFocus()
    for held in (False, True, True):
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", held)
        QApplication.sendEvent(cancel, event)
    assert pressed == ["Cancel"]


def test_return_opens_the_menu_of_a_button(shown, qtbot):
    button = MenuButton("More")
    menu = QMenu(button)
    menu.addAction("One")
    button.setMenu(menu)
    shown(button)
    opened: list[str] = []

    def close() -> None:
        opened.append("menu")
        menu.close()

    menu.aboutToShow.connect(close, Qt.ConnectionType.QueuedConnection)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened == ["menu"])
