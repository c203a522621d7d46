"""The data panel: every control is one undoable edit of the document."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSlider

from playground.document import edits
from playground.document.catalogue import DATA
from playground.own_data import arrays
from playground.panels.data import DataPanel
from playground.panels.data_sets import DataSets
from playground.training.snapshots import Points


@pytest.fixture
def panel(document, themes, shown):
    return shown(DataPanel(document, themes), 215)


def test_a_click_on_a_picture_chooses_the_data_set(panel, document, qtbot):
    moons = panel.findChild(QAbstractButton, "data_moons")
    qtbot.mouseClick(moons, Qt.MouseButton.LeftButton)
    assert document.spec.data.kind == "moons"
    document.undo_stack.undo()
    assert document.spec.data.kind == "disk"
    assert not moons.isChecked()
    assert panel.findChild(QAbstractButton, "data_disk").isChecked()


def test_the_pictures_are_reached_by_arrow_keys_and_chosen_by_space(panel, document, qtbot):
    disk = panel.findChild(QAbstractButton, "data_disk")
    disk.setFocus()
    qtbot.keyClick(disk, Qt.Key.Key_Right)
    xor = panel.findChild(QAbstractButton, "data_xor")
    assert xor.hasFocus()
    qtbot.keyClick(xor, Qt.Key.Key_Space)
    assert document.spec.data.kind == "xor"


def test_pictures_show_the_points_they_are_given(panel, themes):
    disk = panel.findChild(QAbstractButton, "data_disk")
    empty = disk.grab().toImage()
    spot = np.array([[0.5, 0.5]], np.float32)
    points = Points(spot, np.array([1]), spot, np.array([1]), ("outside", "inside"))
    panel.show_thumbnails({"disk": points})
    filled = disk.grab().toImage()
    assert filled != empty
    middle = filled.pixelColor(filled.width() // 2, (filled.height() - 19) // 2)
    assert middle.name() == themes.current.high


def test_one_drag_of_a_slider_is_one_step_of_undo(panel, document):
    slider = panel.findChild(QSlider, "noise_percent")
    for drag in ((5, 9, 14), (20, 30)):
        slider.sliderPressed.emit()
        for value in drag:
            slider.setValue(value)
    assert document.spec.data.noise_percent == 30
    document.undo_stack.undo()
    assert document.spec.data.noise_percent == 14
    document.undo_stack.undo()
    assert document.spec.data.noise_percent == 0
    assert slider.value() == 0
    assert not document.undo_stack.canUndo()


def test_points_go_in_log_steps_over_the_whole_range(panel, document):
    slider = panel.findChild(QSlider, "points")
    slider.setValue(slider.minimum())
    assert document.spec.data.points == 20
    slider.setValue(slider.maximum())
    assert document.spec.data.points == 10_000
    assert slider.maximum() - slider.minimum() < 40


def test_a_seed_is_typed(panel, document, qtbot):
    seed = panel.findChild(QLineEdit, "seed")
    seed.selectAll()
    qtbot.keyClicks(seed, "77")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert document.spec.seed == 77


@pytest.mark.parametrize("text", ["-1", "4294967296", "1.5", "abc", "nan"])
def test_a_bad_seed_changes_nothing_and_says_why(panel, document, qtbot, text):
    seed = panel.findChild(QLineEdit, "seed")
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, text)
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert document.spec.seed == 1
    assert seed.accessibleDescription()
    qtbot.keyClick(seed, Qt.Key.Key_Escape)
    assert seed.text() == "1"
    assert not seed.accessibleDescription()


def test_own_points_can_be_chosen_once_there_are_some(panel, document, qtbot):
    own = panel.findChild(QAbstractButton, "data_own")
    assert own not in panel.findChild(DataSets).group.buttons()  # arrow keys pass it by
    blank = own.grab().toImage()
    places = np.random.default_rng(1).random((40, 2))
    some = arrays.own_points(places, np.arange(40) % 3, ("a", "b", "c"))
    document.edit("Import", edits.set_own_points(document.spec, some))
    assert own.isChecked()
    assert own.grab().toImage() != blank
    points = panel.findChild(QSlider, "points")
    assert (points.isEnabled(), points.accessibleDescription()) == (False, "40")
    qtbot.mouseClick(panel.findChild(QAbstractButton, "data_moons"), Qt.MouseButton.LeftButton)
    assert document.spec.data.kind == "moons"
    assert (points.isEnabled(), points.accessibleDescription()) == (True, "2,000")
    qtbot.mouseClick(own, Qt.MouseButton.LeftButton)
    assert document.spec.data.own_points is some
    assert document.undo_stack.undoText() == "Data: Own"


@pytest.mark.parametrize("use", ["mouse", "keyboard"])
def test_the_place_of_own_points_leads_to_painting_while_there_are_none(
    panel, document, qtbot, use
):
    own = panel.findChild(QAbstractButton, "data_own")
    if use == "mouse":
        qtbot.mouseClick(own, Qt.MouseButton.LeftButton)
    else:
        own.setFocus()
        qtbot.keyClick(own, Qt.Key.Key_Space)
    assert panel.paint.isChecked()
    assert panel.findChild(QAbstractButton, "data_disk").isChecked()
    assert not document.undo_stack.canUndo()


def test_new_seed_draws_another_one_each_time(panel, document, qtbot):
    seen = {document.spec.seed}
    for _ in range(5):
        qtbot.mouseClick(panel.new_seed, Qt.MouseButton.LeftButton)
        seen.add(document.spec.seed)
    assert len(seen) >= 5
    for _ in range(5):
        document.undo_stack.undo()
    assert document.spec.seed == 1


@pytest.mark.parametrize("compact", [False, True])
def test_all_data_sets_stay_in_view_in_a_column_of_215_points(panel, compact):
    panel.set_compact(compact)
    panel.resize(215, panel.layout().minimumHeightForWidth(215))
    panel.layout().activate()
    for kind in DATA:
        button = panel.findChild(QAbstractButton, f"data_{kind}")
        assert panel.rect().contains(button.geometry().translated(button.parentWidget().pos()))
