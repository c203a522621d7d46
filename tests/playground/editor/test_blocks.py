"""Residual blocks on the canvas: as one by mouse and keyboard, and open for the layers in them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from playground.document.spec import ExperimentSpec, LayerSpec
from playground.editor.columns import columns
from playground.editor.hover import Hover, hover_text
from playground.editor.mime import encode
from tests.playground.editor.drags import CTRL, drag, drop, hover, key, rects
from tests.playground.editor.drags import enter as drag_enter

LINEAR, TANH = LayerSpec("linear", (("units", 6),)), LayerSpec("tanh")
BEGIN, END = LayerSpec("residual"), LayerSpec("add")
SPEC = ExperimentSpec((LINEAR, TANH, BEGIN, LINEAR, TANH, LINEAR, END, TANH, LINEAR))
SHIFT_CTRL = CTRL | Qt.KeyboardModifier.ShiftModifier
RIGHT, LEFT_KEY = Qt.Key.Key_Right, Qt.Key.Key_Left


@pytest.fixture
def editor(open_editor):
    return open_editor(SPEC)


def text(editor):
    names = {"residual": "[", "add": "]"}
    return "".join(names.get(each.kind, each.kind[0]) for each in editor.document.spec.layers)


def undo_all(editor):
    while editor.document.undo_stack.canUndo():
        editor.document.undo_stack.undo()


def test_arrows_go_through_the_block_and_its_layers(editor):
    editor.select(1)
    said = []
    for _ in range(6):
        key(editor, RIGHT)
        said.append(editor.accessibleDescription())
    assert editor.selected == 7
    assert said[0] == "Layer 3 of 9, Residual, begins residual block 1 of 1, Linear follows"
    assert said[1] == "Layer 4 of 9, Linear 6 to 6, in residual block 1 of 1, Tanh follows"
    assert said[4] == "Layer 7 of 9, Add, ends residual block 1 of 1, Tanh follows"
    assert "block" not in said[5]


@pytest.mark.parametrize("end", [2, 6])
def test_either_end_stands_for_the_whole_block(editor, end):
    for keys, expected, selected in (
        ([(RIGHT, CTRL)], "ltt[ltl]l", 3),
        ([(RIGHT, CTRL)] * 3, "lttl[ltl]", 4),
        ([(LEFT_KEY, CTRL)] * 3, "[ltl]lttl", 0),
        ([(Qt.Key.Key_D, CTRL)], "lt[ltl][ltl]tl", 7),
        ([(Qt.Key.Key_D, CTRL), (LEFT_KEY, CTRL)], "lt[ltl][ltl]tl", 2),
        ([(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)], "lttl", 2),
        ([(Qt.Key.Key_G, SHIFT_CTRL)], "ltltltl", 2),
    ):
        editor.select(end)
        for name, modifiers in keys:
            key(editor, name, modifiers)
        assert (text(editor), editor.selected) == (expected, selected)
        undo_all(editor)
        assert editor.document.spec == SPEC


def test_a_layer_goes_into_the_block_and_out_of_it_by_keyboard(editor):
    editor.select(7)
    key(editor, LEFT_KEY, CTRL)
    assert (text(editor), editor.selected) == ("lt[ltlt]l", 6)
    key(editor, RIGHT, CTRL)
    assert (text(editor), editor.selected) == ("lt[ltl]tl", 7)
    editor.select(3)
    key(editor, LEFT_KEY, CTRL)
    assert (text(editor), editor.selected) == ("ltl[tl]tl", 2)


def test_undo_selects_the_block_that_it_brings_back(editor):
    editor.select(6)
    key(editor, Qt.Key.Key_Delete)
    editor.select(0)
    editor.document.undo_stack.undo()
    assert editor.selected == 2
    key(editor, LEFT_KEY, CTRL)
    editor.select(8)
    editor.document.undo_stack.undo()
    assert (text(editor), editor.selected) == ("lt[ltl]tl", 2)


def test_undo_follows_a_layer_out_of_the_block_again(editor):
    editor.select(1)
    key(editor, RIGHT, CTRL)
    key(editor, RIGHT, CTRL)
    assert (text(editor), editor.selected) == ("l[lttl]tl", 3)
    editor.document.undo_stack.undo()
    assert (text(editor), editor.selected) == ("l[tltl]tl", 2)
    editor.select(8)
    editor.document.undo_stack.undo()
    assert (text(editor), editor.selected) == ("lt[ltl]tl", 1)


def test_dissolving_keeps_the_layers_and_without_a_block_says_so(editor):
    editor.select(4)
    key(editor, Qt.Key.Key_G, SHIFT_CTRL)
    assert (text(editor), editor.selected) == ("ltltltl", 2)
    key(editor, Qt.Key.Key_G, SHIFT_CTRL)
    assert "in no residual block" in editor._advice.text
    assert text(editor) == "ltltltl"


def test_r_still_is_relu_and_a_block_is_inserted_behind_the_one_that_is_selected(editor):
    editor.select(3)
    key(editor, Qt.Key.Key_R)
    assert text(editor) == "lt[lrtl]tl"
    editor.insert("residual")
    assert (text(editor), editor.selected) == ("lt[lrtl][ltl]tl", 8)


def menu_of(qtbot, editor):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(editor, event)
    menu = editor.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    return menu


def test_the_menu_speaks_of_the_block(qtbot, editor):
    editor.select(2)
    menu = menu_of(qtbot, editor)
    names = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert names[1:] == [
        *("Move block &left", "Move block &right", "&Copy block", "&Delete block"),
        "Di&ssolve block",
    ]
    key(menu, Qt.Key.Key_S)
    assert text(editor) == "ltltltl"


@pytest.mark.parametrize("end", [2, 6])
def test_either_end_drags_the_whole_block_and_the_others_leave_it_whole(editor, end):
    places = rects(editor)
    drag(editor, places[end].center(), places[8].center() + QPoint(70, 0))
    assert (text(editor), editor.selected) == ("lttl[ltl]", 4)
    undo_all(editor)
    drag(editor, places[end].center(), places[4].center(), CTRL)
    assert text(editor) in ("lt[ltl][ltl]tl",)
    undo_all(editor)
    drag(editor, places[end].center(), QPoint(-40, 300))
    assert text(editor) == "lttl"
    undo_all(editor)
    drag(editor, places[end].center(), places[4].center())
    assert not editor.document.undo_stack.canUndo()  # it stays where it is


def test_layers_are_dragged_into_the_block_within_it_and_out_of_it(editor):
    places = rects(editor)
    drag(editor, places[7].center(), editor.gap_rect(4).center())
    assert text(editor) == "lt[lttl]l"
    undo_all(editor)
    drag(editor, places[4].center(), editor.gap_rect(3).center())
    assert text(editor) == "lt[tll]tl"
    undo_all(editor)
    drag(editor, places[4].center(), places[8].center() + QPoint(90, 0))
    assert text(editor) == "lt[ll]tlt"


def test_a_residual_chip_brings_a_block_and_keeps_out_of_others(editor):
    inside = rects(editor)[4].center()
    data = encode(LayerSpec("residual"))
    assert drag_enter(editor, data, inside).isAccepted()
    assert hover(editor, data, inside).isAccepted()
    drop(editor, data, inside)
    assert text(editor) in ("lt[ltl][ltl]tl",)
    assert editor._advice.text == ""


def test_half_a_block_from_another_program_is_refused(editor):
    at = rects(editor)[4].center()
    data = encode(LayerSpec("add"))
    drag_enter(editor, data, at)
    drop(editor, data, at)
    assert text(editor) == text_of(SPEC)
    assert "An Add ends a residual block" in editor._advice.text


def text_of(spec):
    return "lt[ltl]tl" if spec == SPEC else ""


def test_a_click_on_the_frame_selects_the_block_and_one_on_a_unit_its_linear(editor):
    (frame,) = editor._view.frames
    first, last = rects(editor)[2], rects(editor)[6]
    assert frame.box.left() == pytest.approx(first.center().x(), abs=1)
    assert frame.box.right() == pytest.approx(last.center().x(), abs=1)
    click(editor, QPointF(frame.box.right() - 4, frame.box.bottom() - 4))
    assert editor.selected == 2
    inner = editor._view.scene.columns[2].place.tile_rect(1).center()
    click(editor, inner)
    assert editor.selected == 3
    click(editor, QPointF(frame.box.right() + 20, frame.box.bottom() - 4))
    assert editor.selected is None


def click(editor, at):
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=at.toPoint())


def test_the_frame_and_the_shortcut_are_painted(editor, themes):
    """In the row of cards by Python, below it by Qt; both change when the block is dissolved."""
    (frame,) = editor._view.frames
    low = QPoint(round(frame.box.left()) + 3, round(frame.box.bottom()) - 10)
    middle = QPoint(round(frame.box.center().x()), 4)
    plain = themes.current.color("canvas").name()

    def colors():
        editor._draw_frame()
        picture = editor.grab().toImage()
        return picture.pixelColor(low).name(), picture.pixelColor(middle).name()

    inside, above = colors()
    assert inside not in (plain, themes.current.color("border").name())
    assert above == themes.current.color("accent").name()
    editor.select(2)
    key(editor, Qt.Key.Key_G, SHIFT_CTRL)
    assert colors() == (plain, plain)


def test_columns_show_what_goes_into_a_block_and_the_sum_that_comes_out(editor):
    found = columns(SPEC)
    assert [(each.layer, each.output) for each in found] == [
        *((None, None), (0, 1), (3, 4), (5, 7), (8, 8))
    ]
    bare = ExperimentSpec((LINEAR, BEGIN, LINEAR, END, LINEAR))
    assert [(each.layer, each.output) for each in columns(bare)][1:3] == [(0, 0), (2, 3)]


def test_a_unit_of_the_sum_says_so(open_editor):
    editor = open_editor(ExperimentSpec((LINEAR, BEGIN, LINEAR, TANH, LINEAR, END, LINEAR)))
    scene = editor._view.scene
    name, details = hover_text(Hover(QPointF(), unit=(3, 1)), scene, editor.document.spec)
    assert name == "Linear 3, unit 2"
    assert details.startswith("added to what went into the block · bias")
