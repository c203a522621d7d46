"""The evaluation beside the main window: live while it is shown, and true to the figures."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

import core
from playground.document import edits
from playground.document.presets import default
from playground.document.training_kinds import LOSSES
from playground.evaluation import words
from playground.evaluation.evaluation_window import EvaluationWindow
from playground.own_data import arrays
from playground.plots import text
from playground.training.snapshots import RunState, Snapshot
from tests.playground.conftest import settled
from tests.playground.training.test_own_points import slope, three_classes


def shown(window, wait) -> EvaluationWindow:
    """The evaluation, with the figures of where the run rests."""
    window.actions_["evaluation"].trigger()
    evaluation = window.findChild(EvaluationWindow)
    wait(evaluation.isVisible)
    rests(window, evaluation, wait)
    return evaluation


def rests(window, evaluation, wait) -> None:
    """Wait until both windows show the same step, or why there is none."""

    def same() -> bool:
        outputs = evaluation._outputs
        current = outputs is not None and (outputs.revision, outputs.step) == (
            window.run.revision,
            window.run.step_count,
        )
        none = outputs is None and evaluation.state.text() != words.WAITING
        return settled(window) and not evaluation._feed._asked and (current or none)

    wait(same)


def number(window, name: str) -> str:
    return window.findChild(QLabel, name).text()


def take_steps(window, wait, steps: int) -> None:
    before = window.run.step_count
    for done in range(steps):
        window.actions_["step"].trigger()
        wait(lambda done=done: window.run.step_count > before + done)
    wait(lambda: settled(window))


def set_document(window, spec) -> None:
    window.document.edit("other", spec)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_error_is_that_of_the_figures(window, wait, loss):
    spec = edits.set_layers(default(), default().layers[:-1])
    set_document(window, edits.choose_method(spec, "loss", loss))
    evaluation = shown(window, wait)
    take_steps(window, wait, 5)
    rests(window, evaluation, wait)
    assert evaluation.confusion.figure == f"error {number(window, 'test_error')}"
    evaluation.which.setCurrentIndex(0)
    assert evaluation.confusion.figure == f"error {number(window, 'train_error')}"
    assert evaluation.state.text() == "Step 5 (epoch 0.50)"
    calibrated = LOSSES[loss].probabilities
    assert (evaluation.reliability.note == "") == calibrated
    assert evaluation.roc.figure.startswith("AUC ")


def test_a_target_has_r2_and_residuals(window, wait):
    set_document(window, slope())
    evaluation = shown(window, wait)
    take_steps(window, wait, 3)
    rests(window, evaluation, wait)
    assert evaluation.scatter.isVisible()
    assert not evaluation.confusion.isVisible()
    assert evaluation.scatter.figure == f"R² {number(window, 'test_error')}"
    evaluation.which.setCurrentIndex(0)
    assert evaluation.scatter.figure == f"R² {number(window, 'train_error')}"
    assert evaluation.residuals.figure.startswith("RMSE ")
    assert not evaluation.class_.isVisible()


def test_more_classes_have_a_curve_each(window, wait):
    set_document(window, three_classes())
    evaluation = shown(window, wait)
    assert evaluation.class_.isVisible()
    assert [evaluation.class_.itemText(i) for i in range(3)] == ["red", "green", "blue"]
    rocs = evaluation._outputs.measures[1].found.rocs
    for index, roc in enumerate(rocs):
        evaluation.class_.setCurrentIndex(index)
        assert evaluation.roc.figure == f"AUC {text.score(roc.area)}"
    take_steps(window, wait, 1)
    rests(window, evaluation, wait)
    assert evaluation.class_.currentText() == "blue"  # the choice stays
    set_document(window, default())
    rests(window, evaluation, wait)
    assert not evaluation.class_.isVisible()


def test_it_follows_training_and_names_its_step(window, wait):
    evaluation = shown(window, wait)
    window.actions_["train"].trigger()
    wait(lambda: evaluation._outputs.step > 0)
    wait(lambda: "training goes on" in evaluation.state.text())
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.PAUSED)
    rests(window, evaluation, wait)
    assert evaluation.state.text().startswith(f"Step {window.run.step_count:,} (epoch ")
    assert evaluation.confusion.figure == f"error {number(window, 'test_error')}"


def test_nobody_pays_for_what_nobody_sees(window, wait, monkeypatch):
    evaluation = shown(window, wait)
    evaluation.close()
    wait(lambda: settled(window))
    asked = []
    monkeypatch.setattr(window.run, "request_outputs", lambda **_: asked.append(1))
    take_steps(window, wait, 2)
    assert asked == []
    monkeypatch.undo()
    again = shown(window, wait)
    assert again is evaluation
    assert again.state.text() == "Step 2 (epoch 0.20)"


def test_another_network_takes_the_old_figures_away(window, wait):
    evaluation = shown(window, wait)
    take_steps(window, wait, 1)
    rests(window, evaluation, wait)
    set_document(window, edits.set_seed(window.document.spec, 9))
    assert evaluation.confusion.note == words.WAITING
    assert evaluation.state.text() == words.WAITING
    rests(window, evaluation, wait)
    assert evaluation.confusion.note == ""
    assert evaluation.state.text() == "Step 0 (epoch 0.00)"


def test_without_a_network_it_says_why(window, wait):
    evaluation = shown(window, wait)
    set_document(window, edits.set_layers(default(), ()))
    wait(lambda: evaluation.confusion.note.startswith("The network is empty"))
    assert evaluation.state.text().startswith("The network is empty")


def test_outputs_that_are_no_numbers_are_said(window, wait, monkeypatch):
    forward = core.Sequential.forward

    def spoilt(self, x):
        values = forward(self, x).clone()
        values[0] = np.nan
        return values

    monkeypatch.setattr(core.Sequential, "forward", spoilt)
    set_document(window, edits.set_seed(window.document.spec, 4))
    evaluation = shown(window, wait)
    assert evaluation.confusion.note.startswith("For 1 of 1,000 points the network's output is no")
    assert number(window, "test_error") == text.NOTHING


def test_a_class_without_test_points_has_no_curve(window, wait):
    places = np.random.default_rng(2).random((40, 2))
    classes = np.zeros(40, np.int64)
    own = arrays.own_points(places, classes, ("a", "b"))
    set_document(window, edits.set_own_points(default(), own))
    evaluation = shown(window, wait)
    assert evaluation.roc.note == (
        "Among the test points either none or all are of b, so there is nothing to tell apart."
    )
    assert evaluation.confusion.note == ""


def test_keys_and_names(window, wait):
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier(0x06000000))
    evaluation = window.findChild(EvaluationWindow)
    wait(evaluation.isActiveWindow)
    rests(window, evaluation, wait)
    assert evaluation.confusion.hasFocus()  # where Space trains
    evaluation.which.setFocus()
    reached = [QApplication.focusWidget()]
    for _ in range(3):
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    views = [evaluation.confusion, evaluation.roc, evaluation.reliability]
    assert reached == [evaluation.which, *views]
    focusable = [
        each
        for each in evaluation.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.focusProxy() is None
    ]
    assert [each for each in focusable if not each.accessibleName()] == []
    assert evaluation.roc.accessibleName() == f"ROC curve, {evaluation.roc.figure}"
    steps = window.run.step_count
    QTest.keyClick(evaluation, ".")  # the main window's keys work here too
    wait(lambda: window.run.step_count == steps + 1 and settled(window))
    QTest.keyClick(evaluation, Qt.Key.Key_Escape)
    wait(lambda: not evaluation.isVisible() and window.isActiveWindow())


def test_the_button_beside_the_figures_opens_it(window, wait):
    button = window.findChild(QAbstractButton, "evaluation_button")
    assert button.isVisible()
    assert "(Ctrl+Shift+E)" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    evaluation = window.findChild(EvaluationWindow)
    wait(evaluation.isVisible)
    rests(window, evaluation, wait)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hostile_names_are_shown_as_they_are(window, wait, theme):
    window._themes.choose(theme)
    spec = three_classes()
    own = replace(spec.data.own_points, classes=("<b>a</b>", "<img src=x>", "c" * 40))
    set_document(window, edits.set_own_points(spec, own))
    evaluation = shown(window, wait)
    QTest.keyClick(evaluation.confusion, Qt.Key.Key_Down)
    assert "points of <b>a</b>" in evaluation.confusion.accessibleDescription()
    for label in evaluation.findChildren(QLabel):
        if "<" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText
    assert evaluation.findChild(QComboBox, "evaluated_class").itemText(1) == "<img src=x>"
    evaluation.resize(evaluation.minimumSize())
    assert not evaluation.grab().isNull()


def test_stale_figures_say_so():
    class Figures:
        step, revision = 40, 1

    def at(step: int, state: RunState) -> Snapshot:
        return Snapshot(
            *(1, state, step, None, (), False, None, 0.0, None, (), 0.0, 0.0)  # type: ignore[arg-type]
        )

    spec = default()
    assert words.state(Figures(), spec, None) == "Step 40 (epoch 4.00)"
    assert words.state(Figures(), spec, at(40, RunState.RUNNING)) == "Step 40 (epoch 4.00)"
    assert words.state(Figures(), spec, at(41, RunState.RUNNING)).endswith("training goes on")
    assert words.state(Figures(), spec, at(41, RunState.PAUSED)).endswith("at step 41 by now")


@pytest.mark.parametrize("loss", [each for each in LOSSES if not LOSSES[each].probabilities])
def test_every_loss_without_probabilities_says_why(loss):
    sentence = words.not_calibrated(LOSSES[loss])
    assert sentence.startswith(LOSSES[loss].label)
    assert "probabilities" in sentence
    assert sentence.endswith("With cross-entropy the network says how sure it is.")
