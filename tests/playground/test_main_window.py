"""The window as a whole: what a person does in one part, and what the others then show."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMessageBox, QSlider, QWidget

import core
from core.module import Module
from playground.document import edits
from playground.document.presets import PRESETS
from playground.editor.advice_line import AdviceLine
from playground.main_window import MainWindow
from playground.own_data.arrays import own_points
from playground.plots.canvas import EmptyNote
from playground.settings import Settings
from playground.training.snapshots import RunState
from tests.playground.conftest import settled

ACTIONS = (
    *("undo", "redo", "train", "step", "reset", "export_weights"),
    *("delete_layer", "move_layer_left", "move_layer_right", "quit"),
)
WIDGETS = (
    *("layer_palette", "network_editor", "boundary_plot", "loss_plot", "data_panel"),
    *("layer_panel", "training_panel", "chip_linear", "chip_tanh", "chip_relu"),
    *("learning_rate", "batch_size", "units", "initialization", "gain", "speed", "seed"),
    *("new_seed", "theme", "code_strip", "test_error", "train_error", "message"),
)


def type_into(window: MainWindow, name: str, text: str) -> None:
    field = window.findChild(QWidget, name)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_preset(window: MainWindow, name: str) -> None:
    window.findChild(QAction, f"preset_{name}").trigger()


def click(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def message(window: MainWindow) -> str:
    label = window.findChild(QLabel, "message")
    assert label.isVisible() == bool(label.text())
    return label.text()


def train(window: MainWindow, wait, steps: int = 20) -> None:
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.RUNNING and window.run.step_count > steps)


def pause(window: MainWindow, wait) -> None:
    window.actions_["train"].trigger()
    wait(lambda: settled(window))


def test_every_name_others_rely_on_is_there_once(window):
    for name in ACTIONS:
        assert len(window.findChildren(QAction, f"action_{name}")) == 1, name
    for name in WIDGETS:
        assert len(window.findChildren(QWidget, name)) == 1, name


def test_the_window_never_computes_a_network(window, wait, monkeypatch, tmp_path: Path):
    computed = []

    def guarded(original):
        def forward(*arguments):
            computed.append(threading.current_thread() is threading.main_thread())
            assert not computed[-1], "a network was computed in the window's thread"
            return original(*arguments)

        return forward

    kinds = [Module, *Module.__subclasses__(), core.MSELoss]
    assert {core.Linear, core.Tanh, core.ReLU, core.Sequential} <= set(kinds)
    for kind in kinds:
        monkeypatch.setattr(kind, "forward", guarded(kind.forward))

    train(window, wait)
    for point in (QPoint(60, 200), QPoint(300, 300), QPoint(320, 40)):
        QTest.mouseMove(window.editor, point)
    for plot in (window.boundary_plot, window.loss_plot):
        QTest.mouseMove(plot._canvas.viewport(), plot._canvas.rect().center())
    window.resize(1200, 700)
    window.grab()
    pause(window, wait)
    steps = window.run.step_count
    window.actions_["step"].trigger()
    wait(lambda: window.run.step_count == steps + 1)
    window.weights.export(tmp_path / "weights.pt", "pt")
    wait(lambda: message(window).startswith("Exported"))
    click(window, "chip_relu")
    wait(lambda: window.run.state is RunState.IDLE)
    window._themes.choose("dark")
    window.grab()
    window.close()
    assert computed
    assert not any(computed)


def test_train_step_and_reset_are_shown_by_toolbar_numbers_and_title(window, wait):
    loss = window.findChild(QLabel, "test_loss")
    first = loss.text()
    train(window, wait, 200)
    assert window.actions_["train"].text() == "&Pause"
    assert not window.actions_["step"].isEnabled()
    pause(window, wait)
    assert window.actions_["train"].text() == "&Train"
    assert loss.text() != first
    window.actions_["reset"].trigger()
    wait(lambda: window.run.state is RunState.IDLE and loss.text() == first)
    window.actions_["step"].trigger()
    wait(lambda: window.run.step_count == 1)
    assert window.run.state is RunState.PAUSED
    assert window.windowTitle() == "Disk — Tanh network of the report[*] — Neural Playground"


def test_divergence_is_explained_and_training_goes_on_at_a_lower_rate(window, wait):
    choose_preset(window, next(each.name for each in PRESETS if each.layers[1].kind == "relu"))
    type_into(window, "learning_rate", "10")
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.FAILED and settled(window))
    assert "at step " in message(window)
    assert "Learning rate 10 is too high" in message(window)
    window.editor.select(3)
    window.actions_["about"].trigger()
    window.findChild(QMessageBox).close()
    assert "Learning rate 10 is too high" in message(window)  # it still holds
    failed_at = window.run.step_count

    type_into(window, "learning_rate", "0.01")
    wait(lambda: window.run.state is RunState.PAUSED and settled(window))
    assert message(window) == ""
    assert window.run.step_count == failed_at
    window.actions_["reset"].trigger()  # as the sentence says: the last finite weights are huge
    wait(lambda: window.run.state is RunState.IDLE and settled(window))
    train(window, wait)
    assert message(window) == ""


def test_an_edit_in_training_rebuilds_the_network_and_says_so(window, wait):
    train(window, wait)
    click(window, "chip_relu")
    wait(lambda: window.run.state is RunState.IDLE and settled(window))
    assert message(window) == "The network was rebuilt: its layers changed."
    assert window.run.step_count == 0
    window.actions_["train"].trigger()
    assert message(window) == ""
    wait(lambda: window.run.state is RunState.RUNNING)


def test_the_learning_rate_changes_in_training_without_a_rebuild(window, wait):
    rebuilt, states = [], []
    window.run.settings_rebuilt.connect(rebuilt.append)
    train(window, wait)
    window.run.state_changed.connect(states.append)
    steps = window.run.step_count
    type_into(window, "learning_rate", "0.02")
    assert window.document.spec.training.learning_rate == 0.02
    wait(lambda: window.run.step_count > steps + 50)
    assert (rebuilt, states, message(window)) == ([], [], "")


def test_undo_and_redo_bring_every_kind_of_edit_back(window, wait):
    document, first = window.document, window.document.spec
    undo, redo = window.actions_["undo"], window.actions_["redo"]
    assert not undo.isEnabled()
    type_into(window, "learning_rate", "0.05")
    type_into(window, "batch_size", "50")
    click(window, "chip_linear")
    type_into(window, "units", "16")
    click(window, "new_seed")
    click(window, "data_xor")
    choose_preset(window, PRESETS[1].name)
    last = document.spec
    assert window.document.undo_stack.count() == 7
    while undo.isEnabled():
        undo.trigger()
    assert document.spec == first
    assert window.findChild(QComboBox, "learning_rate").currentText() == "0.15"
    while redo.isEnabled():
        redo.trigger()
    assert document.spec == last


def test_a_stack_that_cannot_be_trained_says_so_and_recovers(window, wait):
    for _ in range(8):
        window.actions_["delete_layer"].trigger()
    loss, boundary = (
        plot.findChild(EmptyNote) for plot in (window.loss_plot, window.boundary_plot)
    )
    wait(lambda: loss.isVisible() and loss.text() == "Nothing to train yet")
    assert not boundary.isVisible()
    advice = window.editor.findChild(AdviceLine)
    assert "drag a Linear here" in advice.text
    assert message(window) == ""
    for name in ("train", "step"):
        window.say("")
        window.actions_[name].trigger()
        assert message(window) == advice.text
        wait(lambda: settled(window))
        assert message(window) == advice.text
    window.actions_["undo"].trigger()
    assert message(window) == ""
    click(window, "chip_linear")
    train(window, wait)
    assert message(window) == ""


def test_what_is_missing_before_a_training_is_said_as_it_is(window):
    one = own_points(np.array([[0.5, 0.5]]), np.array([0]), ("A", "B"))
    window.document.edit("one point", edits.set_own_points(window.document.spec, one))
    window.actions_["train"].trigger()
    assert message(window).startswith("Two points at least")


def test_after_an_advice_is_followed_the_keyboard_is_on_the_layer_it_put_in(window):
    bare = edits.set_layers(window.document.spec, PRESETS[1].layers[:-1])
    window.document.edit("Xavier and a bare last Linear", bare)
    for press in (
        lambda button: QTest.mouseClick(button, Qt.MouseButton.LeftButton),
        lambda button: (button.setFocus(), QTest.keyClick(button, Qt.Key.Key_Space)),
    ):
        window.editor.select(0)
        press(window.findChild(QAbstractButton, "advice_fix"))
        assert len(window.document.spec.layers) == 8
        assert window.editor.hasFocus()
        assert window.editor.selected == 7
        window.actions_["undo"].trigger()


def test_a_press_on_a_chip_leaves_the_keyboard_where_it_was(window):
    field = window.findChild(QWidget, "learning_rate")
    for focused in (window.editor, field):
        focused.setFocus()
        chip = window.findChild(QAbstractButton, "chip_tanh")
        QTest.mousePress(chip, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=QPoint(0, 200))  # thought again
        assert focused.hasFocus()
    assert len(window.document.spec.layers) == 8


def test_how_the_window_looked_is_remembered(open_window, tmp_path: Path):
    first = open_window()
    box = first.findChild(QComboBox, "theme")
    box.activated.emit(box.findText("Dark"))
    first.findChild(QSlider, "speed").setValue(3)
    for toggle in (first.boundary_plot.points, first.loss_plot.logarithmic):
        toggle.click()
    first.weights.export(tmp_path / "weights.pt", "pt")
    first.resize(1300, 750)
    first.close()

    second = open_window()
    assert second.height() == 750  # the width is more than the offscreen screen has
    assert second._themes.current.name == "dark"
    assert second.findChild(QComboBox, "theme").currentText() == "Dark"
    assert second.findChild(QSlider, "speed").value() == 3
    assert not second.boundary_plot.points.isChecked()
    assert not second.loss_plot.logarithmic.isChecked()
    second.actions_["export_weights"].trigger()
    dialog = second.findChild(QWidget, "export_dialog")
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.reject()


@pytest.mark.parametrize("damage", ["rubbish", "Z2FyYmFnZQ==", "-1"])
def test_damaged_settings_give_the_first_look(open_window, settings_folder, damage):
    settings = Settings()
    for name, value in (("theme", "dark"), ("speed", 5.0), ("geometry", b"x"), ("log_loss", False)):
        setattr(settings, name, value)
    settings.export_folder = "/nowhere"
    for key in settings.store.allKeys():
        settings.store.setValue(key, damage)
    settings.store.sync()
    window = open_window()
    assert (window.width(), window.height()) == (1600, 1000)
    assert window._themes.choice == "system"
    assert window.findChild(QSlider, "speed").value() == 10
    assert window.loss_plot.logarithmic.isChecked()
    window.actions_["export_weights"].trigger()
    window.findChild(QWidget, "export_dialog").reject()
