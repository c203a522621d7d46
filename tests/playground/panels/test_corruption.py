"""Class balance, label flips and outliers, under their fold."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QToolButton

from playground.document import edits
from playground.document.catalogue import CORRUPTIONS
from playground.own_data import arrays
from playground.panels.data import DataPanel

PLACES = np.random.default_rng(1).random((40, 2))


@pytest.fixture
def panel(document, themes, shown):
    return shown(DataPanel(document, themes), 215)


def slider(panel, name):
    return panel.findChild(QSlider, name)


def take_own(document, classes):
    labels = np.arange(40) % len(classes) if classes else np.linspace(-1, 1, 40)
    own = arrays.own_points(PLACES, labels, classes)
    document.edit("Import", edits.set_own_points(document.spec, own))


def test_they_are_out_of_the_way_until_asked_for(panel, qtbot):
    button = panel.findChild(QToolButton, "corruptions")
    assert not any(slider(panel, option.name).isVisible() for option in CORRUPTIONS)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert all(slider(panel, option.name).isVisible() for option in CORRUPTIONS)
    assert all(slider(panel, option.name).accessibleName() for option in CORRUPTIONS)


@pytest.mark.parametrize("name", [option.name for option in CORRUPTIONS])
def test_a_document_that_uses_one_shows_it(panel, document, name):
    document.edit("Open", edits.set_data_option(document.spec, name, 20))
    assert slider(panel, name).isVisible()
    assert slider(panel, name).value() == 20


def test_one_drag_is_one_step_of_undo(panel, document):
    flips = slider(panel, "flip_percent")
    for drag in ((5, 9, 14), (20, 30)):
        flips.sliderPressed.emit()
        for value in drag:
            flips.setValue(value)
    assert document.spec.data.flip_percent == 30
    assert document.undo_stack.undoText() == "Change label flips"
    document.undo_stack.undo()
    assert document.spec.data.flip_percent == 14
    document.undo_stack.undo()
    assert (document.spec.data.flip_percent, flips.value()) == (0, 0)
    assert not document.undo_stack.canUndo()


def test_balance_goes_from_one_to_ninety_nine_percent(panel, document):
    balance = slider(panel, "balance_percent")
    balance.setValue(0)
    assert document.spec.data.balance_percent == 1
    balance.setValue(100)
    assert document.spec.data.balance_percent == 99


def test_the_balance_of_points_of_ones_own_says_what_it_leaves(panel, document):
    take_own(document, ("a", "b"))
    balance = slider(panel, "balance_percent")
    tip = balance.parentWidget().toolTip
    assert "Leaves out some points of your own" in tip()
    assert tip().endswith("Now 20 a, 20 b.")
    balance.setValue(20)
    assert document.spec.data.count == 25
    assert panel.findChild(QSlider, "points").value() < 40
    assert tip().endswith("Now 20 a, 5 b.")
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert "Share of the second class" in tip()


def test_a_number_has_no_class_to_flip_and_says_so(panel, document):
    take_own(document, ())
    for name in ("balance_percent", "flip_percent"):
        assert not slider(panel, name).isEnabled()
        assert "it has no classes" in slider(panel, name).parentWidget().toolTip()
    assert slider(panel, "outlier_percent").isEnabled()
