"""Small controls: typing, sliding, icons, labels."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QWidget,
)

from playground.widgets.entry import TypedEntry
from playground.widgets.fold import Fold
from playground.widgets.icons import FOLDER, icon, pixmap
from playground.widgets.labels import ElidedLabel, LiveLabel
from playground.widgets.readout import Readout
from playground.widgets.slider import StepSlider


class Even:
    """Holds an even number, as text."""

    def __init__(self) -> None:
        self.text = "2"
        self.taken: list[str] = []

    def commit(self, text: str) -> None:
        if int(text) % 2:
            raise ValueError(f"{text} is odd.")
        self.taken.append(text)
        self.text = text


@pytest.fixture
def typed(shown):
    value, edit, other = Even(), QLineEdit("2"), QLineEdit()
    TypedEntry(edit, value.commit, lambda: value.text)
    host = shown(edit, other)
    edit.setFocus()
    edit.selectAll()
    return value, edit, other, host


def note(host: QWidget) -> str:
    """The sentence that is showing."""
    return "".join(each.text() for each in host.findChildren(QLabel, "bubble") if each.isVisible())


def test_return_takes_the_text_over(typed, qtbot):
    value, edit, _, host = typed
    qtbot.keyClicks(edit, "8")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert value.taken == ["8"]
    assert note(host) == ""


def test_leaving_takes_the_text_over_once(typed, qtbot):
    value, edit, other, _ = typed
    qtbot.keyClicks(edit, "8")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    other.setFocus()
    assert value.taken == ["8"]


def test_a_refusal_is_said_at_the_field_and_the_text_stays_to_be_mended(typed, qtbot):
    value, edit, _, host = typed
    qtbot.keyClicks(edit, "7")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert value.taken == []
    assert note(host) == "7 is odd."
    assert edit.text() == "7"
    bubble = host.findChild(QLabel, "bubble")
    assert host.rect().contains(bubble.geometry())
    assert not bubble.geometry().intersects(edit.geometry())
    qtbot.keyClicks(edit, "4")
    assert note(host) == ""


def test_escape_brings_the_old_text_back(typed, qtbot):
    value, edit, _, host = typed
    qtbot.keyClicks(edit, "7")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert (edit.text(), note(host), value.taken) == ("2", "", [])


def test_leaving_with_a_bad_text_restores_it(typed, qtbot):
    value, edit, other, host = typed
    qtbot.keyClicks(edit, "7")
    other.setFocus()
    assert (edit.text(), note(host), value.taken) == ("2", "7 is odd.", [])


def test_the_note_stays_inside_a_window_that_ends_below_the_field(shown, qtbot):
    value, edit = Even(), QLineEdit("2")
    entry = TypedEntry(edit, value.commit, lambda: value.text)
    host = shown(edit)
    edit.move(390, 262)
    entry.refuse("A sentence that is long enough to be broken into two lines, or even three.")
    bubble = host.findChild(QLabel, "bubble")
    assert host.rect().contains(bubble.geometry())
    assert not bubble.geometry().intersects(edit.geometry())


def slider() -> StepSlider:
    return StepSlider("Points", (10, 100, 1000, None), lambda value: f"{value} points")


def test_a_slider_tells_values_and_shows_any(shown):
    made, heard = slider(), []
    shown(made)
    made.chosen.connect(heard.append)
    made.slider.setValue(2)
    made.slider.setValue(3)
    assert heard == [1000, None]
    made.show_value(120)
    assert made.slider.value() == 1
    assert made.number.text() == "120 points"
    assert heard == [1000, None]


def test_two_drags_are_two_gestures(shown):
    made = slider()
    shown(made)
    first = made.gesture
    made.slider.setValue(2)
    assert made.gesture == first
    made.slider.sliderPressed.emit()
    assert made.gesture != first


def test_icons_take_the_colour_they_are_asked_for(qapp):
    names = [path.stem for path in FOLDER.glob("*.svg")]
    assert len(names) >= 9
    for name in names:
        image = pixmap(name, QColor("magenta"), size=32, scale=2).toImage()
        solid = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert solid == {"#ff00ff"}, name
    assert not icon(names[0], QColor("magenta")).isNull()


def test_a_long_label_is_shortened_and_told_in_its_tooltip(shown):
    label = ElidedLabel("A title that is much longer than two hundred points can show at once")
    host = shown(label)
    host.grab()
    assert label.toolTip() == label.text()
    label.setText("<b>short</b>")
    host.grab()
    assert label.toolTip() == ""
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_label_prefers_a_shorter_text_to_an_ellipsis(shown):
    label = ElidedLabel()
    shown(label)
    label.setText("A title of more than two hundred points", shorter="A title")
    assert label.shown_text == "A title"
    label.setFixedWidth(400)
    assert label.shown_text == label.text()
    label.setFixedWidth(label.fontMetrics().horizontalAdvance("A ti…") + 1)  # widths are rounded
    assert label.shown_text == "A ti…"


def test_the_counter_has_six_digits_and_a_comma(shown):
    readout = Readout("epoch")
    shown(readout)
    for number, text in ((0, "000,000"), (250, "000,250"), (1_234_567, "1,234,567")):
        readout.show_number(number, "epoch")
        assert text in [each.text() for each in readout.findChildren(QLabel)]


def test_a_live_label_keeps_its_size_until_a_text_is_longer(shown):
    label = LiveLabel("8.8e-08")
    shown(label)
    size = label.size()
    label.setText("0.5")
    assert label.size() == size
    label.setText("1,234,567.89")
    assert label.width() > size.width()
    assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    label.setStyleSheet("font-size: 40px")
    assert label.height() > size.height()


def test_a_live_label_is_spoken_once_a_second_at_most_and_of_its_last_text(shown, qtbot):
    label = LiveLabel("000", "counter")
    shown(label)
    said = []
    told = type(label).setAccessibleName
    label.setAccessibleName = lambda text: (said.append(text), told(label, text))
    for number in range(100):
        label.setText(f"{number:03}", spoken=f"epoch {number}")
    assert said == ["epoch 0"]
    qtbot.waitUntil(lambda: said == ["epoch 0", "epoch 99"])


def test_return_opens_a_fold(shown, qtbot):
    fold = Fold("More", "More of it", QLabel("inside"))
    shown(fold)
    fold.button.setFocus()
    qtbot.keyClick(fold.button, Qt.Key.Key_Return)
    assert fold.button.isChecked()
