"""The table in the window: live, honest about its step, and a place to type, copy and save."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from playground.document import edits
from playground.document.own_points import Column
from playground.own_data import arrays
from playground.plots.announcer import Announcer
from playground.training.run import Run
from playground.training.snapshots import RunState
from tests.playground.conftest import settled
from tests.playground.data_table.conftest import has_outputs, text, use
from tests.playground.data_table.tables import prices, three_classes
from tests.playground.test_window_names import focusable

TAG = "<img src='/etc/passwd'>"


def test_every_point_has_its_row_and_outputs_come_at_rest(window, table):
    assert table.model.rowCount() == 2000
    assert text(table, 0, "set") == "train"
    assert text(table, 1999, "set") == "test"
    assert table.state.text() == "Outputs of step 0 (epoch 0.00)"
    assert "Generated points can only be read" in table.note.text()


def test_it_is_sorted_by_keyboard_too(table):
    losses = table.model.rows.outputs.losses
    column = table.model.names.index("loss")
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(0, column))
    for best in (losses.min(), losses.max()):
        QTest.keyClick(table.view, Qt.Key.Key_F3)
        assert losses[table.model.order[0]] == best
    table.which.setFocus()
    QTest.keyClick(table.which, Qt.Key.Key_F3)  # wherever the keyboard is in its window
    assert losses[table.model.order[0]] == losses.min()
    assert table.view.horizontalHeader().sortIndicatorSection() == column


def test_a_click_into_the_plot_leaves_it_above_the_window(window, table):
    assert table.windowType() is Qt.WindowType.Dialog  # window managers keep these above
    assert table.windowHandle().transientParent() is window.windowHandle()


def test_the_error_of_the_table_is_that_of_the_figures_at_the_same_step(window, table, wait):
    window.actions_["train"].trigger()
    wait(lambda: window.run.step_count > 200)
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.PAUSED and settled(window))
    step = window.run.step_count
    wait(lambda: table.model.rows.outputs.step == step)
    errors = [
        f"{each.wrong / each.points:.2%}".replace("%", " %") for each in table.model.rows.figures()
    ]
    names = ("train_error", "test_error")
    assert errors == [window.numbers.findChild(QLabel, name).text() for name in names]
    assert f"{step:,}" in table.state.text()
    assert all(error in table.summary.text() for error in errors)
    table.which.setCurrentText("Wrong ones")
    wrong = sum(each.wrong for each in table.model.rows.figures())
    assert 0 < wrong == table.model.rowCount()
    assert {text(table, row, "result") for row in range(wrong)} == {"wrong"}


def test_it_is_live_while_it_is_open_and_asks_nothing_once_closed(window, table, wait, monkeypatch):
    asked = []
    real = Run.request_outputs
    monkeypatch.setattr(
        Run, "request_outputs", lambda run, **how: asked.append(1) or real(run, **how)
    )
    window.actions_["train"].trigger()
    seen: set[int] = set()
    wait(lambda: seen.add(table.model.rows.outputs.step) or len(seen) > 3)
    assert table.state.text().endswith("training goes on")
    table.close()
    assert not table.isVisible()
    assert not any(each.isActive() for each in table.findChildren(QTimer))
    before, step = len(asked), window.run.step_count
    wait(lambda: window.run.step_count > step + 200)
    assert len(asked) == before
    table.open()
    wait(lambda: table.model.rows.outputs.step > step)
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.PAUSED)


def test_outputs_of_a_network_that_is_gone_are_cleared_at_once(window, table, wait):
    window.document.edit("no loss", edits.choose_method(window.document.spec, "loss", "hinge"))
    assert not has_outputs(table)
    assert table.state.text() == "No outputs yet"
    assert text(table, 0, "loss") == ""
    wait(lambda: has_outputs(table))
    assert "output inside" in table.model.names
    assert "output outside" not in table.model.names
    bare = edits.set_layers(window.document.spec, ())
    window.document.edit("no layers", bare)
    wait(lambda: settled(window))
    assert not has_outputs(table)
    assert "Linear" in table.state.text()


def test_a_document_without_points_has_no_rows(window, table, wait):
    none = arrays.own_points(np.zeros((0, 2)), np.zeros(0), ("A", "B"))
    window.document.edit("erase all", edits.set_own_points(window.document.spec, none))
    wait(lambda: settled(window))
    assert table.model.rowCount() == 0
    assert table.summary.text() == "0 points: 0 train; 0 test"
    assert "Two points" in table.state.text()


def test_a_screen_reader_hears_of_a_run_now_and_then_and_of_its_end(window, table, wait):
    table._announcer = Announcer(clock=lambda: 0.0)  # all happens within a second
    table._announcer.due(RunState.PAUSED)
    before = table.summary.accessibleName()
    window.actions_["train"].trigger()
    wait(lambda: table.summary.text() != before and table.model.rows.outputs.step > 0)
    assert table.summary.accessibleName() == before
    window.actions_["train"].trigger()
    wait(lambda: window.run.state is RunState.PAUSED and settled(window))
    wait(lambda: table.model.rows.outputs.step == window.run.step_count)
    assert table.summary.accessibleName() == table.summary.text() != before


def test_a_reset_shows_step_0_again(window, table, wait):
    window.actions_["step"].trigger()
    wait(lambda: table.model.rows.outputs and table.model.rows.outputs.step == 1)
    window.actions_["reset"].trigger()
    wait(lambda: has_outputs(table) and table.model.rows.outputs.step == 0)


def test_a_target_has_residuals_and_nothing_is_wrong(window, table, wait):
    table.which.setCurrentText("Wrong ones")
    use(window, wait, table, prices().data.own)
    assert table.which.currentText() == "All points"
    assert table.which.count() == 3
    assert "R²" in table.summary.text()
    assert text(table, 0, "price") == "100.00"
    use(window, wait, table, three_classes().data.own)
    assert table.which.count() == 4


def test_chosen_rows_are_ringed_in_the_plot_and_a_click_there_chooses_a_row(window, table, wait):
    use(window, wait, table, three_classes().data.own)
    table.view.selectRow(2)
    ringed = window.boundary_plot.chosen.places
    np.testing.assert_array_equal(ringed, [[0.25, 0.25]])
    canvas = window.boundary_plot._canvas
    place = canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(0.51, 0.5)))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert table.view.numbers.tolist() == [4]
    far = canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(0.1, 0.9)))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(far))
    assert table.view.numbers.tolist() == [4], "no point is near"
    table.close()
    assert len(window.boundary_plot.chosen.places) == 0


@pytest.mark.parametrize("key", ["Ctrl+W", "Esc"])
def test_keys_close_it_and_open_it_again(window, table, open_table, key):
    QTest.keySequence(table.view, QKeySequence(key))
    assert not table.isVisible()
    assert open_table() is table


def test_space_trains_from_the_table_too(window, table, wait):
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    wait(lambda: window.run.state is RunState.RUNNING)
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    wait(lambda: window.run.state is RunState.PAUSED)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_that_takes_the_keyboard_has_a_name(window, table, theme):
    window._themes.choose(theme)
    found = [each for each in focusable(table) if each.isVisible()]
    assert [each for each in found if not each.accessibleName()] == []
    assert len(found) >= 4


def test_names_from_a_file_are_shown_letter_by_letter(window, table, wait):
    columns = (Column(f"x{TAG}"), Column(f"y{TAG}"), Column(f"z{TAG}"))
    names = (TAG, "b", "c")
    use(window, wait, table, replace(three_classes().data.own, columns=columns, classes=names))
    tip = table.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    labels = [each for each in table.findChildren(QLabel) if "<" in each.text()]
    assert labels
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in labels)
    assert text(table, 0, f"z{TAG}") == TAG
