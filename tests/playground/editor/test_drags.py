from itertools import product

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QDragLeaveEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar

from playground.document.spec import LayerSpec
from playground.editor.advice_line import AdviceLine
from playground.editor.ghost import Ghost
from playground.editor.layout import SPREAD
from playground.editor.mime import MIME_TYPE, encode
from tests.playground.editor.drags import CTRL, drag, drop, enter, hover, kinds, mouse, rects, send
from tests.playground.editor.networks import network


@pytest.mark.parametrize("kind", ["linear", "tanh", "relu"])
@pytest.mark.parametrize("gap", [0, 3, 8])
def test_a_chip_dropped_into_a_gap_is_inserted_there(editor, kind, gap):
    data, at = encode(LayerSpec(kind)), editor.gap_rect(gap).center()
    assert enter(editor, data, QPoint(450, 600)).isAccepted()
    assert hover(editor, data, at).isAccepted()
    assert drop(editor, data, at).isAccepted()
    assert kinds(editor)[gap] == kind
    assert len(kinds(editor)) == 9
    assert editor.selected == gap
    assert editor.document.undo_stack.count() == 1


@pytest.mark.parametrize("gap", range(1, 8))
def test_both_neighbours_of_the_gap_move_aside_and_come_back(qtbot, editor, gap):
    before = rects(editor)
    data = encode(LayerSpec("relu"))
    enter(editor, data, editor.gap_rect(gap).center())

    def both_moved() -> bool:
        now = rects(editor)
        left = before[gap - 1].left() - now[gap - 1].left()
        return left >= SPREAD - 1 and now[gap].left() - before[gap].left() >= SPREAD - 1

    qtbot.waitUntil(both_moved)
    send(editor, QDragLeaveEvent())
    qtbot.waitUntil(lambda: rects(editor) == before)
    assert editor.document.undo_stack.count() == 0


def test_the_open_gap_follows_the_cursor(qtbot, editor):
    first, second = editor.gap_rect(2).center(), editor.gap_rect(6).center()
    data = encode(LayerSpec("tanh"))
    enter(editor, data, first)
    qtbot.waitUntil(lambda: editor.gap_rect(2).width() > 2 * SPREAD - 2)
    hover(editor, data, second)
    qtbot.waitUntil(lambda: editor.gap_rect(6).width() > 2 * SPREAD - 2)
    assert editor.gap_rect(2).width() < SPREAD


def test_a_bad_drag_is_refused_with_a_sentence(editor):
    data = QMimeData()
    data.setData(MIME_TYPE, b'{"kind": "conv"}')
    assert not enter(editor, data, QPoint(450, 100)).isAccepted()
    assert "conv" in editor.findChild(AdviceLine).text
    assert len(kinds(editor)) == 8


@pytest.mark.parametrize(
    ("layer", "gap", "expected"), [(0, 4, 3), (4, 0, 0), (2, 8, 7), (7, 1, 1), (3, 3, 3), (3, 4, 3)]
)
def test_a_layer_is_dragged_into_another_gap(editor, layer, gap, expected):
    before = list(editor.document.spec.layers)
    drag(editor, editor.layer_rect(layer).center(), editor.gap_rect(gap).center())
    after = list(before)
    after.insert(expected, after.pop(layer))
    assert list(editor.document.spec.layers) == after
    assert editor.selected == expected
    assert editor.document.undo_stack.count() == (0 if layer == expected else 1)


def test_ctrl_copies_the_layer(editor):
    drag(editor, editor.layer_rect(1).center(), editor.gap_rect(8).center(), CTRL)
    assert kinds(editor) == [*["linear", "tanh"] * 4, "tanh"]
    assert editor.document.undo_stack.count() == 1


@pytest.mark.parametrize("modifiers", [CTRL, Qt.KeyboardModifier.NoModifier])
def test_after_a_drop_the_card_under_the_cursor_is_the_hovered_one(editor, modifiers):
    start, end = editor.layer_rect(0).center(), editor.layer_rect(6).center()
    mouse(editor, QEvent.Type.MouseMove, start)
    assert editor._showing.hovered == 1
    drag(editor, start, end, modifiers)
    card = editor._view.card_at(QPointF(end))
    assert card is not None
    assert editor._showing.hovered == card != 1
    QTest.mouseMove(editor, editor.layer_rect(2).center())
    assert editor._showing.hovered == 3
    editor.document.undo_stack.undo()
    assert editor._showing.hovered is None


@pytest.mark.parametrize("end", [QPoint(300, -40), QPoint(-30, 200), QPoint(450, 900)])
def test_a_layer_dropped_outside_is_removed(editor, end):
    drag(editor, editor.layer_rect(2).center(), end)
    assert kinds(editor) == ["linear", "tanh", "tanh", "linear", "tanh", "linear", "tanh"]
    assert editor.document.undo_stack.count() == 1


def test_a_layer_dropped_on_the_remove_zone_is_removed(editor):
    zone = editor._view.remove_zone.center().toPoint()
    drag(editor, editor.layer_rect(7).center(), zone)
    assert len(kinds(editor)) == 7


def test_the_remove_zone_stands_above_the_scroll_bar(open_editor):
    editor = open_editor(network(*[4] * 20))
    bar = editor.findChild(QScrollBar)
    assert bar.isVisible()
    assert editor._view.remove_zone.bottom() < bar.y()


@pytest.mark.parametrize("layer", [6, 7])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_a_drop_would_remove_says_so_where_nothing_covers_it(editor, themes, layer, name):
    themes.choose(name)
    zone = editor._view.remove_zone.center().toPoint()
    ghost_words = []
    for end in (QPoint(450, 300), zone):
        drag(editor, editor.layer_rect(layer).center(), end, release=False)
        ghost = editor.window().findChildren(Ghost)[-1]
        assert ghost.geometry().center().y() == pytest.approx(end.y(), abs=1)
        card = editor.layer_rect(layer)
        above = QRect(0, 0, ghost.width(), (ghost.height() - card.height()) // 2)
        picture = ghost.pixmap().toImage().copy(above)
        colors = {picture.pixel(x, y) for x in range(above.width()) for y in range(above.height())}
        ghost_words.append(QColor(themes.current.warning).rgba() in colors)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        mouse(editor, QEvent.Type.MouseButtonRelease, end)
    assert ghost_words == [False, True]


def test_ctrl_outside_neither_copies_nor_removes(editor):
    drag(editor, editor.layer_rect(2).center(), QPoint(300, -40), CTRL)
    assert len(kinds(editor)) == 8


def test_escape_puts_a_dragged_layer_back(qtbot, editor):
    before, layers = rects(editor), kinds(editor)
    target = editor.gap_rect(6).center()
    drag(editor, editor.layer_rect(0).center(), target, release=False)
    qtbot.waitUntil(lambda: editor.gap_rect(6).width() > SPREAD)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    mouse(editor, QEvent.Type.MouseButtonRelease, target)
    qtbot.waitUntil(lambda: rects(editor) == before)
    assert kinds(editor) == layers
    assert editor.document.undo_stack.count() == 0


def test_ctrl_pressed_while_dragging_turns_a_removal_into_nothing(editor):
    drag(editor, editor.layer_rect(0).center(), QPoint(300, -40), release=False)
    assert editor._showing.removing
    QTest.keyPress(editor, Qt.Key.Key_Control)
    assert editor._showing.copying
    QTest.keyRelease(editor, Qt.Key.Key_Control)
    assert not editor._showing.copying
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_a_small_slip_of_the_hand_moves_nothing(editor):
    start = editor.layer_rect(0).center()
    mouse(editor, QEvent.Type.MouseButtonPress, start)
    mouse(editor, QEvent.Type.MouseMove, start + QPoint(3, 1))
    assert editor._showing.lifted is None
    mouse(editor, QEvent.Type.MouseButtonRelease, start + QPoint(3, 1))
    assert editor.document.undo_stack.count() == 0


def test_the_input_stays_where_it_is(editor):
    drag(editor, QPoint(60, 28), editor.gap_rect(4).center())
    assert len(kinds(editor)) == 8
    assert editor.document.undo_stack.count() == 0


def test_an_edit_from_elsewhere_ends_the_drag(editor):
    drag(editor, editor.layer_rect(0).center(), editor.gap_rect(6).center(), release=False)
    editor.insert("relu")
    assert editor._showing.lifted is None
    mouse(editor, QEvent.Type.MouseButtonRelease, editor.gap_rect(6).center())
    assert editor.document.undo_stack.count() == 1


def test_the_open_gap_keeps_its_line_while_the_run_draws_frames(qtbot, editor, themes):
    enter(editor, encode(LayerSpec("tanh")), editor.gap_rect(4).center())
    qtbot.waitUntil(lambda: editor.gap_rect(4).width() > 2 * SPREAD)
    picture = QImage(editor.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    view, theme = editor._view, themes.current
    view.paint(painter, editor._showing, theme, editor.font(), cards=False)  # as a frame does
    painter.end()
    x, y = editor.gap_rect(4).center().x(), view.diagram_top
    column = [picture.pixelColor(x, int(y) + step).name() for step in range(100)]
    assert len({name for name in column if name != "#ffffff"}) > 0


@pytest.mark.parametrize("kind", ["linear", "tanh"])
def test_the_place_that_waits_bears_no_name_under_the_one_at_the_cursor(qtbot, editor, kind):
    enter(editor, encode(LayerSpec(kind)), editor.gap_rect(4).center())
    qtbot.waitUntil(lambda: editor.gap_rect(4).width() > 2 * SPREAD)
    gap = editor.gap_rect(4)
    inside = QRect(gap.center() - QPoint(14, 10), QSize(28, 20))
    below = QRect(gap.center() + QPoint(-50, 24), QSize(45, 14))  # beside the dashed line
    row = editor.grab().toImage()
    assert all(plain(row.copy(place)) for place in (inside, below))
    assert not plain(row.copy(gap))


def plain(picture: QImage) -> bool:
    """Whether it has one colour."""
    places = product(range(picture.width()), range(picture.height()))
    return len({picture.pixel(x, y) for x, y in places}) == 1
