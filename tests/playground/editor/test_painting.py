"""What the canvas paints and says under the pointer, and when."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document import edits
from playground.editor.cards import Card, CardPainter, Look, name_rooms
from playground.editor.diagram import paint_labels
from playground.editor.edges import Edge
from playground.editor.editor import NetworkEditor
from playground.editor.hover import Hover, hover_text
from playground.editor.layout import row
from playground.own_data import arrays
from playground.theme import LIGHT
from tests.playground.editor.drags import drag, key, mouse
from tests.playground.editor.networks import snapshot


def test_hovering_shows_live_values(editor):
    scene = editor._view.scene
    middle = scene.columns[1].place.tile_rect(6).center().toPoint()
    QTest.mouseMove(editor, middle)
    hover = editor._showing.hover
    assert hover.unit == (1, 6)
    name, details = hover_text(hover, scene, editor.document.spec)
    assert name == "Linear 1, unit 7"
    assert details.startswith("after Tanh · bias ")
    over = Hover(hover.at, edge=Edge(1, 3, 4))
    assert hover_text(over, scene, editor.document.spec)[1].startswith("weight ")


def test_the_unit_that_is_read_stands_out(editor):
    place = editor._view.scene.columns[1].place

    def around(unit):
        QApplication.processEvents()
        return editor.grab(place.tile_rect(unit).adjusted(-2, -2, 2, 2).toRect()).toImage()

    editor.setFocus()
    editor.select(0)
    before = around(0), around(2)
    key(editor, Qt.Key.Key_Down)
    assert around(0) != before[0]
    for _ in range(2):
        key(editor, Qt.Key.Key_Down)
    assert around(0) == before[0]
    assert around(2) != before[1]


def test_the_keyboard_reads_the_units_of_the_selected_layer(editor):
    editor.setFocus()
    heard = []

    def press(*keys):
        for each in keys:
            key(editor, each)
        heard.append(editor.accessibleDescription().split("; ")[0])
        return editor._showing.hover

    up, down, right = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right
    editor.select(0)
    assert press(down).unit == (1, 0)
    assert press(down, down).unit == (1, 2)
    assert editor.accessibleDescription().startswith("Linear 1, unit 3; after Tanh · bias ")
    assert press(up, up, up).unit == (1, 0)
    assert press(right) is None, "another layer is selected"
    assert heard[-1].startswith("Layer 2 of 8, Tanh")
    assert press(up).unit == (1, 24), "a Tanh is shown in the column of its Linear"
    assert press(right, down).unit == (2, 0)
    editor.select(None)
    assert press(down).unit == (0, 0)
    assert heard[-1] == "Input x"
    editor.clearFocus()
    assert editor._showing.hover is None
    assert editor.accessibleDescription() == "8 layers, none selected"


def test_the_keyboard_reads_the_weights_into_the_unit(editor):
    editor.setFocus()
    up, down, shift = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier

    def weight(*keys):
        for each in keys:
            key(editor, each, shift)
        return editor._showing.hover

    editor.select(2)
    assert weight(down).unit == (2, 0), "first a unit, for it is not yet said which"
    key(editor, down)
    assert weight(down).edge == Edge(1, 0, 1)
    assert weight(down, down).edge == Edge(1, 2, 1)
    value = editor._view.scene.weights[1][1, 2]
    name, number = editor.accessibleDescription().split("; ")
    assert name == "From Linear 1, unit 3 to Linear 2, unit 2"
    assert number.replace("−", "-") == f"weight {value:.3f}"
    assert weight(up, up, up).edge == Edge(1, 0, 1), "there is none above the first"
    key(editor, down)
    assert editor._showing.hover.unit == (2, 2), "from the unit that the weight goes into"
    assert weight(up).edge == Edge(1, 24, 2)
    editor.select(None)
    key(editor, down)
    assert weight(down).unit == (0, 1), "no weight goes into an input"


class Recorder(QPainter):
    """Keeps the texts that it draws, and how wide they are."""

    def __init__(self, image):
        super().__init__(image)
        self.texts, self.widths = [], []

    def drawText(self, place, flags, text):
        self.texts.append(text)
        self.widths.append(self.fontMetrics().horizontalAdvance(text))


def test_a_long_name_of_a_class_is_shortened_at_its_end(editor):
    names = ("short", "a name with no room here")
    own = arrays.own_points(np.full((4, 2), 0.5), np.arange(4) % 2, names)
    editor.document.edit("Import", edits.set_own_points(editor.document.spec, own))
    editor._draw_frame()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Recorder(image)
    paint_labels(painter, editor._view.scene.columns[-1], LIGHT, editor.font())
    painter.end()
    assert painter.texts[0] == "short"
    assert painter.texts[1].startswith("a name with")
    assert painter.texts[1].endswith("…")


class Painted(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_what_lies_over_the_diagram_is_painted_at_once_while_no_run_draws(qtbot, editor):
    QTest.mouseMove(editor, QPoint(3, 3))  # the pointer may be over the unit from before
    marks = Painted(editor._marks)
    qtbot.waitUntil(lambda: not editor._redraw.isActive())

    def repainted() -> bool:
        return marks.count > before

    unit = editor._view.scene.columns[1].place.tile_rect(6).center().toPoint()
    for act in (
        lambda: QTest.mouseMove(editor, unit),
        lambda: QTest.mouseMove(editor, editor.layer_rect(2).center()),
        lambda: drag(editor, editor.layer_rect(2).center(), QPoint(450, 400), release=False),
        lambda: mouse(editor, QEvent.Type.MouseMove, QPoint(450, 620)),
        lambda: key(editor, Qt.Key.Key_Escape),
        lambda: QApplication.sendEvent(editor, QEvent(QEvent.Type.Leave)),
    ):
        QApplication.processEvents()
        before = marks.count
        act()
        qtbot.waitUntil(repainted)


def test_a_hovered_weight_follows_the_run(qtbot, editor):
    over = Hover(editor.rect().center(), edge=Edge(1, 3, 4))
    newer = snapshot(editor.document.spec, seed=9)
    value = f"{newer.layers[2].weights[4, 3]:.3f}".replace("-", "−")
    editor.show_snapshot(newer)

    def says() -> bool:
        return hover_text(over, editor._view.scene, editor.document.spec)[1] == f"weight {value}"

    qtbot.waitUntil(says)


def test_snapshots_in_between_are_skipped_and_the_last_is_drawn(qtbot, editor):
    drawn = editor.frames_drawn
    for seed in range(50):
        editor.show_snapshot(snapshot(editor.document.spec, seed=seed))
        QApplication.processEvents()
    last = snapshot(editor.document.spec, seed=49).layers[0].weights
    qtbot.waitUntil(lambda: bool((editor._view.scene.weights[0] == last).all()))
    assert editor.frames_drawn - drawn < 50


def test_the_picture_is_drawn_anew_on_a_screen_of_another_density(qtbot, editor, monkeypatch):
    monkeypatch.setattr(NetworkEditor, "devicePixelRatioF", lambda _: 2.0)
    QApplication.sendEvent(editor, QEvent(QEvent.Type.DevicePixelRatioChange))
    columns = editor._diagram._columns
    qtbot.waitUntil(lambda: all(each.pixmap().devicePixelRatio() == 2.0 for each in columns))


@pytest.mark.parametrize("width", [500, 5000])
def test_the_names_of_neighbouring_chips_do_not_run_into_one_another(qapp, width):
    names = ["Sigmoid", "Leaky ReLU", "Features", "Softplus", "ELU"] * 4
    shown = [Card("input", "Input"), *(Card("relu", name) for name in names)]
    boxes = row([card.kind for card in shown[1:]], width).cards
    middles = [box.center().x() for box in boxes]
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Recorder(image)
    for card, box, room in zip(shown, boxes, name_rooms(shown, boxes), strict=True):
        if card.round:
            CardPainter(LIGHT, qapp.font()).paint(painter, card, box, Look(room=room), 0)
    painter.end()
    wide = painter.widths
    assert len(wide) == len(names)
    assert painter.texts[4] == "ELU"
    for one, other, apart in zip(wide, wide[1:], np.diff(middles[1:]), strict=False):
        assert (one + other) / 2 <= apart
