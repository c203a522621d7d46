import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from playground.document import edits
from playground.document.catalogue import LAYERS
from playground.document.layer_kinds import OFFERED
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.editor.advice_line import AdviceLine
from playground.editor.diagram import outline
from playground.editor.palette import LayerPalette
from playground.theme import DARK
from tests.playground.editor.drags import drag, enter, key
from tests.playground.editor.networks import network


def kinds(editor):
    return [layer.kind for layer in editor.document.spec.layers]


def test_the_keyboard_alone_selects_inserts_moves_copies_and_deletes(open_editor):
    editor = open_editor(network(4, 2))
    editor.setFocus()
    key(editor, Qt.Key.Key_Home)
    assert editor.selected == 0
    key(editor, Qt.Key.Key_R)
    assert (kinds(editor), editor.selected) == (["linear", "relu", "tanh", "linear", "tanh"], 1)
    key(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert (kinds(editor), editor.selected) == (["linear", "tanh", "relu", "linear", "tanh"], 2)
    key(editor, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert (kinds(editor), editor.selected) == (["linear", "relu", "tanh", "linear", "tanh"], 1)
    key(editor, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert kinds(editor) == ["linear", "relu", "relu", "tanh", "linear", "tanh"]
    assert editor.selected == 2
    key(editor, Qt.Key.Key_Delete)
    key(editor, Qt.Key.Key_Backspace)
    assert kinds(editor) == ["linear", "relu", "linear", "tanh"]
    key(editor, Qt.Key.Key_End)
    key(editor, Qt.Key.Key_Delete)
    assert (kinds(editor), editor.selected) == (["linear", "relu", "linear"], 2)
    stack = editor.document.undo_stack
    assert stack.count() == 7
    for _ in range(7):
        stack.undo()
    assert editor.document.spec == network(4, 2)


def test_arrows_stop_at_both_ends(editor):
    editor.setFocus()
    key(editor, Qt.Key.Key_Left)
    assert editor.selected == 7
    key(editor, Qt.Key.Key_Right)
    assert editor.selected == 7
    editor.select(0)
    editor.move_selected(-1)
    assert editor.document.undo_stack.count() == 0


def _entries(action):
    return action.menu().actions() if action.menu() else []


def test_the_insert_key_offers_every_kind(qtbot, open_editor):
    editor = open_editor(ExperimentSpec())
    editor.setFocus()
    key(editor, Qt.Key.Key_Insert)
    menu = editor.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    offered = [action.text() for action in menu.actions() if not action.menu()]
    offered += [each.text() for action in menu.actions() for each in _entries(action)]
    names = {f"&{LAYERS[kind].name}" for kind in OFFERED}
    assert offered[:3] == ["&Linear", "&Tanh", "&ReLU"]
    assert set(offered) - {""} == names
    menus = [menu, *(action.menu() for action in menu.actions() if action.menu())]
    assert all(each.toolTipsVisible() for each in menus), "what each kind does"
    key(menu, Qt.Key.Key_L)
    assert kinds(editor) == ["linear"]
    assert editor.selected == 0


def test_the_menu_key_offers_what_the_mouse_can_do(qtbot, editor):
    editor.select(1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(editor, event)
    menu = editor.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    names = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert names == ["&Insert after", "Move &left", "Move &right", "&Copy", "&Delete"]
    key(menu, Qt.Key.Key_D)
    assert len(kinds(editor)) == 7


def test_a_chip_is_inserted_by_click_enter_and_space(qtbot, editor, themes):
    palette = LayerPalette(themes)
    qtbot.addWidget(palette)
    palette.chosen.connect(editor.insert)
    palette.show()
    editor.select(0)
    for name, press in (
        ("chip_relu", lambda chip: QTest.mouseClick(chip, Qt.MouseButton.LeftButton)),
        ("chip_linear", lambda chip: QTest.keyClick(chip, Qt.Key.Key_Return)),
        ("chip_tanh", lambda chip: QTest.keyClick(chip, Qt.Key.Key_Space)),
    ):
        chip = palette.findChild(object, name)
        chip.setFocus()
        assert chip.accessibleName()
        press(chip)
    assert kinds(editor)[:4] == ["linear", "relu", "linear", "tanh"]
    assert editor.selected == 3


@pytest.mark.parametrize(("name", "taken"), [("Space", True), ("Return", True), ("S", False)])
def test_a_focused_chip_takes_space_from_the_window(qtbot, themes, name, taken):
    palette = LayerPalette(themes)
    qtbot.addWidget(palette)
    chip = palette.findChild(object, "chip_tanh")
    pressed = Qt.Key[f"Key_{name}"]
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, pressed, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QApplication.sendEvent(chip, asked)
    assert asked.isAccepted() == taken


def test_without_a_selection_a_layer_goes_to_the_end(editor):
    editor.insert("relu")
    assert kinds(editor)[-1] == "relu"
    assert editor.selected == 8


def test_a_refused_edit_says_why_and_changes_nothing(open_editor):
    editor = open_editor(ExperimentSpec((LayerSpec("tanh"),) * 64))
    before = editor.document.spec
    editor.insert("tanh")
    assert editor.document.spec == before
    assert "64 layers" in editor.findChild(AdviceLine).text


def test_advice_is_said_and_its_button_helps_in_one_step(open_editor):
    editor = open_editor(ExperimentSpec((LayerSpec("linear"), LayerSpec("linear"))))
    line = editor.findChild(AdviceLine)
    assert line.objectName() == "advice"
    assert "Two Linears in a row" in line.text
    button = line.findChild(QPushButton, "advice_fix")
    assert button.accessibleName() == "Add Tanh"
    top = editor.layer_rect(0).bottom()
    assert line.geometry().top() > top
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert kinds(editor) == ["linear", "tanh", "linear"]
    assert line.text == ""
    assert editor.document.undo_stack.count() == 1


def test_undo_and_redo_select_what_they_touch(editor):
    stack, changes = editor.document.undo_stack, []
    editor.select(3)
    editor.insert("relu")  # at 4
    editor.select(6)
    editor.delete_selected()
    drag(editor, editor.layer_rect(1).center(), editor.gap_rect(5).center())  # to 4
    width = edits.set_layer_option(editor.document.spec, 0, "units", 7)
    editor.document.edit("units", width)
    editor.select(7)
    editor.selection_changed.connect(changes.append)
    for _ in range(4):
        stack.undo()
        editor.select(7)
    assert changes == [0, 7, 1, 7, 6, 7, 4, 7]
    changes.clear()
    for _ in range(4):
        stack.redo()
        editor.select(7)
    assert changes == [4, 7, 6, 7, 4, 7, 0, 7]


def test_undo_follows_the_layer_that_was_moved_one_place(editor):
    editor.select(2)
    for by in (1, -1):
        editor.move_selected(by)
        assert editor.selected == 2 + by
        editor.document.undo_stack.undo()
        assert editor.selected == 2
        editor.document.undo_stack.redo()
        assert editor.selected == 2 + by
        editor.document.undo_stack.undo()


def test_undo_of_a_preset_or_of_the_data_keeps_the_selection(editor):
    editor.select(5)
    editor.document.edit("preset", edits.set_layers(editor.document.spec, network(3, 2).layers))
    assert editor.selected == 3
    editor.select(1)
    editor.document.undo_stack.undo()
    editor.document.edit("seed", edits.set_seed(editor.document.spec, 8))
    editor.document.undo_stack.undo()
    assert editor.selected == 1


def test_undo_beyond_the_edge_of_the_view_scrolls_there(open_editor):
    editor = open_editor(network(*(4,) * 31), width=620, height=430)
    editor.select(61)
    editor.insert("relu")
    editor.select(0)
    editor.document.undo_stack.undo()
    assert editor.selected == 61
    assert editor.rect().contains(editor.layer_rect(61))
    editor.select(0)
    editor.document.undo_stack.redo()
    assert editor.selected == 62
    assert editor.rect().contains(editor.layer_rect(62))


def test_one_edit_is_one_change_of_the_selection(editor):
    changes = []
    editor.selection_changed.connect(changes.append)
    editor.select(1)
    editor.insert("tanh")  # beside an equal one
    assert changes == [1, 2]


def test_the_selection_is_described_for_those_who_cannot_see_it(editor):
    assert editor.accessibleName()
    editor.select(2)
    description = editor.accessibleDescription()
    assert description == "Layer 3 of 8, Linear 25 to 25, Tanh follows"


def test_a_click_on_a_card_selects_it_and_on_nothing_selects_none(editor):
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=editor.layer_rect(4).center())
    assert editor.selected == 4
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(450, 635))
    assert editor.selected is None


def test_an_empty_network_teaches(open_editor):
    editor = open_editor(ExperimentSpec())
    assert "empty" in editor.findChild(AdviceLine).text
    assert "Insert" in editor.accessibleDescription()
    assert editor.gap_rect(0).left() >= 0


@pytest.mark.parametrize("size", [(900, 640), (620, 430)])
def test_the_theme_and_the_size_may_change(qtbot, themes, editor, size):
    editor.resize(*size)
    themes.choose("dark")
    picture = editor.grab().toImage()
    assert picture.pixelColor(2, 2).name() == DARK.canvas
    assert editor.layer_rect(7).right() < size[0]


def test_many_layers_scroll_to_the_selected_one(open_editor):
    editor = open_editor(network(*(4,) * 32), width=620, height=430)
    assert editor.layer_rect(63).left() > 620
    editor.setFocus()
    key(editor, Qt.Key.Key_End)
    assert editor.rect().contains(editor.layer_rect(63))
    assert not editor.rect().contains(editor.layer_rect(0))


def test_the_frame_of_a_column_is_clear_of_the_cards_which_are_painted_less_often(open_editor):
    editor = open_editor(network(64, 25), 665, 300)
    for column in editor._view.scene.columns:
        assert outline(column).top() - 1 >= editor._view.cards_bottom


def test_a_drag_of_something_else_is_ignored(editor):
    data = QMimeData()
    data.setText("linear")
    assert not enter(editor, data, QPoint(300, 30)).isAccepted()
