"""The toolbar: run buttons mirror the window's actions, settings edit the document."""

from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QSlider

from playground.document import edits
from playground.document.optimizer_kinds import OPTIMIZERS
from playground.document.presets import PRESETS
from playground.document.spec import LossSpec, OptimizerSpec
from playground.document.training_kinds import LOSSES
from playground.panels.training import TrainingPanel
from playground.training.snapshots import RunState
from playground.widgets.labels import ElidedLabel
from tests.playground.panels.conftest import snapshot


@pytest.fixture
def panel(document, actions, themes, shown):
    return shown(TrainingPanel(document, actions, themes), 1600)


def button(panel, name):
    found = panel.findChildren(QAbstractButton)
    return next(each for each in found if each.accessibleName() == name)


def texts(panel):
    return [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("Undo", "undo"),
        ("Train", "train"),
        ("Step", "step"),
        ("Reset", "reset"),
        ("Export weights", "export_weights"),
    ],
)
def test_buttons_trigger_the_actions_and_follow_them(panel, actions, qtbot, name, action):
    wanted = getattr(actions, action)
    with qtbot.waitSignal(wanted.triggered):
        qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)
    wanted.setEnabled(False)
    wanted.setToolTip("because")
    assert not button(panel, name).isEnabled()
    assert button(panel, name).toolTip() == "because"


def test_train_says_pause_while_the_run_is_going(panel):
    train = button(panel, "Train")
    panel.show_state(RunState.RUNNING)
    assert train.text() == "Pause"
    panel.show_state(RunState.PAUSED)
    assert train.text() == "Train"


def test_epoch_and_pace_are_read_out(panel):
    panel.show_state(RunState.RUNNING)
    panel.show_snapshot(snapshot())
    assert "000,250" in texts(panel)
    assert "epoch · 1,120 epochs/s" in texts(panel)
    panel.show_snapshot(snapshot(epochs_per_second=0.4, steps_per_second=4.0))
    assert "epoch · 4 steps/s" in texts(panel)
    panel.show_state(RunState.PAUSED)
    assert "epoch · 2,500 steps" in texts(panel)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "0,03", 0.03),
        ("batch_size", "64", 64),
        ("epochs", "1,000", 1000),
        ("epochs", "until paused", None),
    ],
)
def test_settings_are_typed(panel, document, qtbot, name, text, value):
    box = panel.findChild(QComboBox, name)
    edit = box.lineEdit()
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert getattr(document.spec.training, name) == value
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert box.currentText() in ("0.15", "100", "until paused")


def test_settings_are_picked_from_the_list(panel, document):
    box = panel.findChild(QComboBox, "learning_rate")
    box.activated.emit(box.findText("0.3"))
    assert document.spec.training.learning_rate == 0.3
    assert box.currentText() == "0.3"


@pytest.mark.parametrize("text", ["nan", "1e999", "0", "1,000", "fast"])
def test_a_bad_learning_rate_changes_nothing_and_says_why(panel, document, qtbot, text):
    box = panel.findChild(QComboBox, "learning_rate")
    edit = box.lineEdit()
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert document.spec.training.learning_rate == 0.15
    assert panel.window().findChild(QLabel, "bubble").text().startswith("Learning rate")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "0.15"
    assert not panel.window().findChild(QLabel, "bubble").isVisible()


def test_speed_goes_from_one_step_a_second_to_full(panel):
    asked = []
    panel.speed_changed.connect(asked.append)
    slider = panel.findChild(QSlider, "speed")
    slider.setValue(slider.minimum())
    assert "1/s" in texts(panel)
    slider.setValue(slider.maximum())
    assert "full" in texts(panel)
    assert asked == [1, None]
    panel.show_speed(10)
    assert "10/s" in texts(panel)
    assert asked == [1, None]


def test_the_theme_is_switched_and_followed(panel, themes):
    box = panel.findChild(QComboBox, "theme")
    box.activated.emit(box.findText("Dark"))
    assert themes.current.name == "dark"
    themes.choose("light")
    assert box.currentText() == "Light"


@pytest.mark.parametrize("width", [1150, 1280, 1600])
def test_every_speed_is_read_in_full(panel, width):
    panel.resize(width, 60)
    slider = panel.findChild(QSlider, "speed")
    for position in range(slider.minimum(), slider.maximum() + 1):
        slider.setValue(position)
        slider.parentWidget().layout().activate()
        for label in slider.parentWidget().findChildren(QLabel):
            assert label.sizeHint().width() <= label.width(), label.text()


@pytest.mark.parametrize("width", [1150, 1200, 1240, 1280, 1600])
def test_nothing_is_cut_off_or_overlaps(panel, width):
    panel.show_state(RunState.RUNNING)
    panel.show_snapshot(snapshot())
    panel.resize(width, 60)
    panel.layout().activate()
    assert panel.layout().minimumSize().width() <= width
    for each in panel.findChildren(QLabel) + panel.findChildren(QComboBox):
        if each.isVisible():
            corner = each.mapTo(panel, each.rect().bottomRight())
            assert panel.rect().contains(corner), each.accessibleName()
    for field in panel.findChildren(QLineEdit):
        text, room = field.fontMetrics().horizontalAdvance(field.text()), field.contentsRect()
        assert text <= room.width() - 4, field.accessibleName()  # Qt keeps two free at each side


@pytest.mark.parametrize("width", [1280, 1400, 1550, 1600])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_title_of_a_preset_is_not_shortened_by_an_ellipsis(panel, document, width, preset):
    panel.resize(width, 60)
    document.edit("preset", edits.set_layers(document.spec, preset.layers))
    panel.grab()
    shown = [each.shown_text for each in panel.findChildren(ElidedLabel) if each.isVisible()]
    assert len(shown) == 2
    assert shown[0].startswith("Disk")
    for part in preset.label.split(" of the report"):
        assert part in shown[0] + shown[1]
    assert "…" not in shown[0] + shown[1]


@pytest.mark.parametrize("width", [1150, 1280, 1600])
def test_optimiser_and_loss_are_named_the_loss_in_short_if_need_be(panel, document, width):
    panel.resize(width, 60)
    panel.grab()
    assert button(panel, "Training: SGD, MSE").text() == "SGD, MSE"
    scores = replace(
        document.spec.training, optimizer=OptimizerSpec("adam"), loss=LossSpec("cross_entropy")
    )
    document.edit("scores", replace(document.spec, training=scores))
    assert button(panel, "Training: Adam, Cross-entropy").text() == "Adam, CE"


@pytest.mark.parametrize(
    ("width", "optimizers", "losses"),
    [(1150, ("sgd", "adam"), ("mse", "bce", "cross_entropy")), (1600, OPTIMIZERS, LOSSES)],
)
def test_usual_choices_are_named_whole_and_all_of_them_in_a_wide_window(
    panel, document, width, optimizers, losses
):
    panel.resize(width, 60)
    for optimizer, loss in product(optimizers, losses):
        chosen = replace(
            document.spec.training, optimizer=OptimizerSpec(optimizer), loss=LossSpec(loss)
        )
        document.edit("chosen", replace(document.spec, training=chosen))
        assert "…" not in panel.findChild(QAbstractButton, "training").text()


def test_the_buttons_stand_still_whatever_the_title(panel, document):
    train = button(panel, "Train")
    for width in (1280, 1600):
        panel.resize(width, 60)
        panel.layout().activate()
        before = train.mapTo(panel, train.rect().topLeft())
        document.edit("short", edits.set_layers(document.spec, ()))
        panel.layout().activate()
        assert train.mapTo(panel, train.rect().topLeft()) == before
        document.undo_stack.undo()


def test_the_title_is_the_documents(panel, document):
    assert "Disk — Tanh network of the report" in texts(panel)
