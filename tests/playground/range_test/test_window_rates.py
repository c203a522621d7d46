"""Find a learning rate, in the whole window."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from playground.document import edits
from playground.range_test.dialog import RangeDialog, verdict
from playground.training.looks import RateCurve
from playground.training.snapshots import RunState
from playground.training.trial import Trial
from tests.playground.conftest import settled


def ask(window, wait) -> RangeDialog:
    window.actions_["find_rate"].trigger()
    dialog = window.findChild(RangeDialog)
    wait(dialog.isVisible)
    return dialog


def button(dialog: RangeDialog, name: str) -> QAbstractButton:
    return dialog.findChild(QAbstractButton, name)


def done(dialog: RangeDialog) -> bool:
    return button(dialog, "close_range_test").text() == "Close"


def test_the_suggestion_becomes_the_rate_in_one_undo_step(window, wait):
    dialog = ask(window, wait)
    wait(lambda: done(dialog))
    before = window.document.spec
    use = button(dialog, "use_rate")
    assert use.isEnabled()
    rate = float(use.text().removeprefix("Use "))
    assert dialog.verdict.text().startswith(f"Suggestion: {rate:g}, a third of ")
    assert use.accessibleName() == f"Use learning rate {rate:g}"
    use.click()
    assert window.document.spec.training.learning_rate == rate
    assert window.document.undo_stack.count() == 1
    assert not dialog.isVisible()
    wait(window.editor.hasFocus)
    window.actions_["undo"].trigger()
    assert window.document.spec == before


def test_all_of_it_by_keyboard(window, wait):
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(RangeDialog)
    wait(lambda: done(dialog))
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    assert dialog.plot.hasFocus()
    first = button(dialog, "use_rate").text()
    QTest.keyClick(dialog.plot, Qt.Key.Key_Right)
    picked = button(dialog, "use_rate").text()
    assert picked != first
    QTest.keyClick(dialog.plot, Qt.Key.Key_Return)
    assert f"Use {window.document.spec.training.learning_rate:g}" == picked


def test_training_is_paused_and_left_where_it_is(window, wait):
    window.actions_["train"].trigger()
    wait(lambda: window.run.step_count > 20)
    dialog = ask(window, wait)
    wait(lambda: done(dialog) and settled(window))
    assert window.run.state is RunState.PAUSED
    steps, history = window.run.step_count, len(window.loss_plot.history)
    dialog.reject()
    wait(lambda: settled(window))
    assert window.run.step_count == steps
    assert len(window.loss_plot.history) == history
    assert window.document.undo_stack.count() == 0


def test_cancel_ends_the_test(window, wait, monkeypatch):
    threads, advance = [], Trial.advance

    def one_step(trial: Trial, until: float) -> None:
        threads.append(threading.current_thread())
        advance(trial, 0.0)
        trial.done = False  # it never ends by itself

    monkeypatch.setattr(Trial, "advance", one_step)
    dialog = ask(window, wait)
    wait(lambda: len(threads) > 3 and dialog.progress.value() > 0)
    assert dialog.progress.isVisible()
    assert not done(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait(lambda: settled(window) and window.findChild(RangeDialog) is None)
    assert threading.main_thread() not in threads
    assert window.message.text() == ""
    monkeypatch.undo()
    again = ask(window, wait)
    wait(lambda: done(again))
    assert again.verdict.text().startswith("Suggestion")


def test_without_a_network_the_window_says_so(window):
    window.document.edit("empty", edits.set_layers(window.document.spec, ()))
    window.actions_["find_rate"].trigger()
    assert window.message.text().startswith("The network is empty")
    assert window.findChild(RangeDialog) is None


CURVE = RateCurve(1e-5, 10.0, 1.0, True, *np.ones((3, 2)))


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        (replace(CURVE, rates=np.empty(0)), "not a finite number at any rate"),
        (CURVE, "No rate lowers the loss from here"),
        (replace(CURVE, suggestion=0.3), "hardly falls"),
        (replace(CURVE, diverges_from=2.0), "From 2 on, training diverges"),
    ],
)
def test_the_verdict_is_honest(curve: RateCurve, words: str) -> None:
    assert words in verdict(curve)
