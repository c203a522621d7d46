"""At 1280 x 720 nothing is cut off, in either theme and whatever the window shows."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from playground.document import edits
from playground.document.presets import PRESETS
from playground.main_window import MainWindow
from playground.own_data import arrays
from playground.training.snapshots import RunState
from playground.widgets.labels import ElidedLabel
from tests.playground.conftest import settled

_AIR = 1  # pixel: controls of a fixed height keep that much around their letters


def parts(window: MainWindow) -> Iterator[QWidget]:
    """Everything on the screen, less what Qt's own controls are made of."""
    for widget in window.centralWidget().findChildren(QWidget):
        if widget.isVisible() and not _inside_a_control(widget):
            yield widget


def _inside_a_control(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        control = isinstance(parent, (QComboBox, QLineEdit, QAbstractScrollArea))
        if control and not isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut_off(window: MainWindow) -> list[str]:
    """What sticks out of its parent, or has no room for its own words."""
    found = []
    for widget in parts(window):
        parent = widget.parentWidget()
        if not parent.rect().contains(widget.geometry()):
            found.append(f"{_name(widget)} sticks out of {_name(parent)}")
        if _too_small(widget):
            found.append(f"{_name(widget)} is {widget.size()}, needs {widget.sizeHint()}")
    return found


def _too_small(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        wanted = widget.minimumSizeHint()
    elif isinstance(widget, (QAbstractButton, QLineEdit, QComboBox)):
        wanted = widget.minimumSizeHint()
    else:
        return False
    return widget.width() < wanted.width() - _AIR or widget.height() < wanted.height() - _AIR


def _name(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or repr(widget)


def overlaps(window: MainWindow) -> list[str]:
    """Neighbours in a panel that cover each other."""
    found = []
    for name in ("training_panel", "data_panel", "layer_panel", "layer_palette", "code_strip"):
        panel = window.findChild(QWidget, name)
        children = [each for each in panel.children() if isinstance(each, QWidget)]
        shown = [each for each in children if each.isVisible() and each.objectName() != "bubble"]
        for index, one in enumerate(shown):
            for other in shown[index + 1 :]:
                if one.geometry().intersects(other.geometry()):
                    found.append(f"{_name(one)} covers {_name(other)}")
    return found


@pytest.fixture(params=["light", "dark"])
def low_window(window, wait, request) -> MainWindow:
    window._themes.choose(request.param)
    window.resize(1280, 720)
    wait(lambda: (window.width(), window.height()) == (1280, 720))
    return window


def check(window: MainWindow) -> None:
    assert cut_off(window) == []
    assert overlaps(window) == []
    area = window.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0


def test_all_of_the_first_look_fits(low_window):
    assert len(list(parts(low_window))) > 80
    check(low_window)


def test_a_low_window_shows_the_curves_as_well_as_the_boundary(low_window):
    boundary, loss = low_window.boundary_plot, low_window.loss_plot
    side, height = (each._canvas.view.height() for each in (boundary, loss))
    assert side > 240
    assert height > 125
    title = boundary.findChild(ElidedLabel)
    assert title.shown_text == "Boundary"  # in one row with what is shown
    assert title.geometry().right() < boundary.points.mapTo(boundary, QPoint()).x()
    low_window.resize(1600, 1000)
    low_window.centralWidget().layout().activate()
    assert title.shown_text == "Decision boundary"


def test_the_options_of_every_layer_fit(low_window, wait):
    low_window.document.edit(
        "xavier", edits.set_layers(low_window.document.spec, PRESETS[1].layers)
    )
    for index in range(len(PRESETS[1].layers)):
        low_window.editor.select(index)
        wait(lambda: cut_off(low_window) == [])
        check(low_window)


def test_the_longest_numbers_of_the_data_fit(low_window, wait):
    spec = low_window.document.spec
    data = replace(spec.data, points=10_000, noise_percent=50)
    low_window.document.edit("large and noisy", replace(spec, data=data))
    wait(lambda: settled(low_window))
    check(low_window)
    own = arrays.own_points(np.full((100_000, 2), 0.5), np.arange(100_000) % 2, ("a", "b"))
    low_window.document.edit("own", edits.set_own_points(low_window.document.spec, own))
    wait(lambda: settled(low_window))
    check(low_window)


def test_a_long_sentence_and_a_run_fit(low_window, wait):
    low_window.actions_["train"].trigger()
    wait(lambda: low_window.run.state is RunState.RUNNING and low_window.run.step_count > 20)
    low_window.say(
        "Training failed at step 12,345: the loss is no longer a finite number. Learning rate 10 "
        "is too high for this network. Reset and try 0.15. " * 2
    )
    wait(lambda: low_window.message.isVisible() and cut_off(low_window) == [])
    check(low_window)


def test_advice_and_a_long_network_fit(low_window, wait):
    layers = PRESETS[1].layers[:-1] + PRESETS[1].layers[:-1]
    low_window.document.edit("long", edits.set_layers(low_window.document.spec, layers))
    low_window.editor.select(2)
    wait(lambda: cut_off(low_window) == [])
    check(low_window)


def test_balance_flips_and_outliers_fit(low_window, wait):
    before = cut_off(low_window)
    spec = edits.set_data_option(low_window.document.spec, "flip_percent", 10)
    low_window.document.edit("flips", spec)
    wait(lambda: low_window.boundary_plot._corruption_key.isVisible())
    left = low_window.findChild(QScrollArea)  # an open fold makes its column scroll
    assert left.verticalScrollBar().maximum() > 0
    assert [each for each in cut_off(low_window) if "qt_scrollarea_viewport" not in each] == before
    assert overlaps(low_window) == []
    low_window.resize(1600, 1000)  # where the open fold leaves room for the layer, too
    wait(lambda: low_window.height() == 1000 and overlaps(low_window) == [])
    assert low_window.findChild(QScrollArea).verticalScrollBar().maximum() == 0


def test_a_control_that_is_cut_is_found(low_window):
    low_window.findChild(QWidget, "new_seed").setFixedWidth(20)
    low_window.centralWidget().layout().activate()
    assert any("new_seed" in each for each in cut_off(low_window))
    low_window.findChild(QWidget, "chip_relu").move(100_000, 0)
    assert any("chip_relu sticks out" in each for each in cut_off(low_window))
