"""Everything that can have the focus has a name; every label is plain text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.panels.code_strip import CodeStrip
from playground.panels.data import DataPanel
from playground.panels.layer import LayerPanel
from playground.panels.presets import PresetButton
from playground.panels.training import TrainingPanel


@pytest.fixture
def window(document, actions, themes, shown):
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layer = LayerPanel(document, themes)
    for panel in (
        TrainingPanel(document, actions, themes),
        DataPanel(document, themes),
        layer,
        CodeStrip(document, themes),
        PresetButton(document),
    ):
        layout.addWidget(panel)
    layer.show_layer(0)
    return shown(whole)


def test_every_focusable_widget_has_a_name(window):
    focusable = [
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert len(focusable) > 20
    nameless = [each for each in focusable if not each.accessibleName()]
    assert not nameless, nameless


def test_labels_never_read_markup(window):
    for label in window.findChildren(QLabel):
        if label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_object_names_others_rely_on(window):
    names = {each.objectName() for each in window.findChildren(QWidget)}
    assert names >= {
        *("training_panel", "data_panel", "layer_panel", "code_strip", "presets"),
        *("learning_rate", "batch_size", "epochs", "speed", "theme", "seed", "new_seed"),
        *("units", "initialization", "gain", "points", "train_percent", "noise_percent"),
    }


def test_the_whole_tree_paints_in_both_themes(window, themes):
    for choice in ("dark", "light"):
        themes.choose(choice)
        picture = window.grab().toImage()
        assert picture.pixelColor(2, 2).name() == themes.current.surface


def test_typed_fields_have_tooltips_with_their_limits(window):
    assert "1 to 512" in window.findChild(QLineEdit, "units").toolTip()
    assert "0.15" in window.findChild(QWidget, "learning_rate").toolTip()


def test_every_tool_tip_is_in_lines_that_can_be_read(window):
    tips = [
        each.toolTip() for each in (*window.findChildren(QWidget), *window.findChildren(QAction))
    ]
    long = [tip for tip in tips if max(map(len, tip.split("\n"))) > 90]
    assert any("\n" in tip for tip in tips)
    assert long == []
