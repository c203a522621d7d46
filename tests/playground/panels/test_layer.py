"""The layer panel: options from the catalogue, numbers from the snapshot."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from playground.document import edits, presets
from playground.document.spec import LayerSpec
from playground.panels.histogram import Histogram
from playground.panels.layer import LayerPanel
from tests.playground.panels.conftest import layer, snapshot


@pytest.fixture
def panel(document, themes, shown):
    return shown(LayerPanel(document, themes), 215)


def texts(panel: QWidget) -> str:
    return "\n".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())


def type_into(qtbot, edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    edit.insert(text)  # QTest cannot type letters beyond Latin-1
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_with_nothing_selected_it_says_what_to_do(panel):
    assert "Click a layer" in texts(panel)
    assert panel.findChild(QWidget, "units") is None


def test_a_linear_shows_its_widths_and_parameters(panel):
    panel.show_layer(2)
    assert "Linear 25 → 25 · 650 parameters" in texts(panel)
    assert panel.findChild(QLineEdit, "units").text() == "25"


def test_typed_units_become_one_edit(panel, document, qtbot):
    panel.show_layer(2)
    type_into(qtbot, panel.findChild(QLineEdit, "units"), "16")
    assert document.spec.layers[2]["units"] == 16
    assert "Linear 25 → 16 · 416 parameters" in texts(panel)
    document.undo_stack.undo()
    assert panel.findChild(QLineEdit, "units").text() == "25"


@pytest.mark.parametrize("text", ["0", "513", "3.5", "many", "-4"])
def test_bad_units_change_nothing_and_say_why(panel, document, qtbot, text):
    panel.show_layer(2)
    units = panel.findChild(QLineEdit, "units")
    before = document.spec
    type_into(qtbot, units, text)
    assert document.spec == before
    assert panel.window().findChild(QLabel, "bubble").text().startswith("Units")
    panel.findChild(QComboBox, "initialization").setFocus()
    assert units.text() == "25"


def test_the_last_linear_shows_the_outputs_of_the_data_and_cannot_be_typed_into(panel):
    panel.show_layer(6)
    units = panel.findChild(QLineEdit, "units")
    assert units.text() == "2"
    assert units.isReadOnly()
    assert "outside and inside" in units.toolTip().replace("\n", " ")


def test_gain_is_for_xavier_and_follows_the_next_activation(panel, document, qtbot):
    panel.show_layer(0)
    gain = panel.findChild(QComboBox, "gain")
    assert not gain.isEnabled()
    assert "Xavier" in gain.toolTip()
    initialization = panel.findChild(QComboBox, "initialization")
    initialization.setCurrentIndex(initialization.findText("Xavier uniform"))
    initialization.activated.emit(initialization.currentIndex())
    assert document.spec.layers[0]["initialization"] == "xavier"
    assert gain.isEnabled()
    assert gain.currentText() == "automatic (5/3)"
    relu = edits.remove_layer(document.spec, 1)
    document.edit("remove Tanh", relu)
    assert gain.currentText() == "automatic (1)"


@pytest.mark.parametrize(("text", "value"), [("√2", 2**0.5), ("5/3", 5 / 3), ("0,5", 0.5)])
def test_gain_is_typed_as_people_write_it(panel, document, qtbot, text, value):
    document.edit("preset", edits.set_layers(document.spec, presets.PRESETS[1].layers))
    panel.show_layer(0)
    gain = panel.findChild(QComboBox, "gain")
    type_into(qtbot, gain.lineEdit(), text)
    assert document.spec.layers[0]["gain"] == value
    type_into(qtbot, gain.lineEdit(), "automatic")
    assert document.spec.layers[0]["gain"] is None


def test_a_network_that_would_be_too_large_is_refused_at_the_field(panel, document, qtbot):
    wide, narrow = (presets.LayerSpec("linear", (("units", units),)) for units in (512, 1))
    document.edit("wide", edits.set_layers(document.spec, (*(wide,) * 8, narrow, *(wide,) * 2)))
    panel.show_layer(8)
    type_into(qtbot, panel.findChild(QLineEdit, "units"), "512")
    assert document.spec.layers[8]["units"] == 1
    assert "2,000,000 weights" in panel.window().findChild(QLabel, "bubble").text()


def test_the_numbers_come_from_the_snapshot_and_go_with_the_network(panel, document):
    panel.show_layer(0)
    panel.show_snapshot(snapshot((layer(),) * 8))
    assert "gradient norm  0.0213" in texts(panel)
    document.edit("rate", edits.set_training_option(document.spec, "learning_rate", 0.1))
    assert "gradient norm  0.0213" in texts(panel)
    document.edit("units", edits.set_layer_option(document.spec, 0, "units", 7))
    assert "gradient norm  —" in texts(panel)


def test_the_histogram_colours_signs(panel, themes):
    panel.show_layer(0)
    panel.show_snapshot(snapshot((layer(),) * 8))
    histogram = panel.findChild(Histogram)
    image = histogram.grab().toImage()
    floor = image.height() - 22
    assert image.pixelColor(image.width() // 4, floor).name() == themes.current.low
    assert image.pixelColor(3 * image.width() // 4, floor).name() == themes.current.high
    histogram.show_layer(layer(histogram=None))
    assert histogram.grab().toImage().pixelColor(20, floor).name() == themes.current.surface


def test_an_activation_shows_its_curve_and_its_help(panel):
    panel.show_layer(1)
    assert "Tanh · 25 units · no parameters" in texts(panel)
    assert "squashes" in texts(panel)
    assert panel.findChild(QWidget, "units") is None


def test_a_selection_past_the_end_is_as_none(panel, document):
    panel.show_layer(7)
    document.edit("remove", edits.remove_layer(document.spec, 7))
    assert "Click a layer" in texts(panel)


def test_a_block_shows_its_parameters_and_gives_its_last_linear_the_units(panel, document):
    document.edit("insert", edits.insert_layer(document.spec, 2, LayerSpec("residual")))
    for end in (2, 6):
        panel.show_layer(end)
        assert "Residual 25 → 25 · 1,300 parameters" in texts(panel)
    assert "adds the block's input" in texts(panel)
    panel.show_layer(3)
    assert not panel.findChild(QLineEdit, "units").isReadOnly()
    document.edit("fewer", edits.set_layer_option(document.spec, 5, "units", 3))
    panel.show_layer(5)
    assert panel.findChild(QLineEdit, "units").text() == "25"
    assert panel.findChild(QLineEdit, "units").isReadOnly()
