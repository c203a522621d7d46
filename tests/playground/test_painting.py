"""Painting in the window, by mouse and by keyboard, at rest and while training."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from playground.document import edits
from playground.document.presets import default
from playground.main_window import MainWindow
from playground.own_data import arrays
from playground.plots.canvas import Readout
from playground.training.snapshots import RunState


def pixel(window: MainWindow, x: float, y: float) -> QPoint:
    canvas = window.boundary_plot._canvas
    return canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y)))


def stroke(window: MainWindow, *places: tuple[float, float]) -> None:
    port = window.boundary_plot._canvas.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=pixel(window, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(port, pixel(window, *place))
    QTest.mouseRelease(port, left, pos=pixel(window, *places[-1]))


def take(window: MainWindow, tool: str) -> None:
    switch, button = (window.findChild(QPushButton, name) for name in ("paint", f"paint_{tool}"))
    if not switch.isChecked():
        switch.click()
    if not button.isChecked():
        button.click()


def own(window: MainWindow) -> np.ndarray:
    points = window.document.spec.data.own_points
    assert points is not None
    return arrays.places(points)


@pytest.fixture
def few(window, wait):
    """The window with four points of two classes, and the worker's answer to them."""
    places = np.array([[0.2, 0.2], [0.8, 0.8], [0.2, 0.8], [0.8, 0.2]])
    points = arrays.own_points(places, np.array([0, 0, 1, 1]), ("outside", "inside"))
    window.document.edit("few", edits.set_own_points(window.document.spec, points))
    wait(lambda: window.paint._points is not None)
    window.document.undo_stack.clear()
    return window


def test_a_click_adds_a_point_of_the_chosen_class(few):
    take(few, "add")
    few.paint.label.setCurrentText("inside")
    stroke(few, (0.4, 0.6))
    np.testing.assert_allclose(own(few)[4], (0.4, 0.6), atol=0.01)
    assert arrays.values(few.document.spec.data.own)[4] == 1
    assert few.document.undo_stack.undoText() == "Add point"


@pytest.mark.parametrize(
    ("tool", "places", "change"),
    [
        ("spray", [(0.4, 0.4), (0.5, 0.5), (0.6, 0.6)], 12),
        ("erase", [(0.2, 0.2), (0.2, 0.5), (0.2, 0.8)], -2),
        ("move", [(0.2, 0.2), (0.3, 0.3), (0.5, 0.4)], 0),
    ],
)
def test_a_stroke_is_one_undo_step(few, tool, places, change):
    before = few.document.spec
    take(few, tool)
    stroke(few, *places)
    assert len(own(few)) == 4 + change
    assert few.document.undo_stack.count() == 1
    if tool == "move":
        np.testing.assert_allclose(own(few)[0], (0.5, 0.4), atol=0.01)
    few.document.undo_stack.undo()
    assert few.document.spec == before


def test_strokes_are_undone_one_by_one(few):
    take(few, "spray")
    stroke(few, (0.4, 0.4))
    stroke(few, (0.6, 0.6))
    assert few.document.undo_stack.count() == 2


def test_the_first_stroke_keeps_the_points_that_were_generated(window, wait):
    wait(lambda: window.paint._points is not None)
    before = window.paint._points
    take(window, "add")
    stroke(window, (0.5, 0.5))
    data = window.document.spec.data
    assert (data.kind, data.count) == ("own", 2001)
    assert data.classes == ("outside", "inside")
    train, _ = arrays.train_and_test(data)
    kept = {tuple(each) for each in before.train.tolist()}
    assert len(kept & {tuple(each) for each in own(window)[train].tolist()}) >= 999
    window.document.undo_stack.undo()
    assert window.document.spec.data.kind == "disk"


def test_a_first_stroke_on_flipped_and_moved_points_leaves_all_as_it_looks(window, wait):
    data = replace(default().data, points=200, flip_percent=20, outlier_percent=20)
    window.document.edit("worse", replace(default(), data=data))
    wait(lambda: window.paint._points is not None and window.paint._points.original is not None)
    before = window.paint._points
    take(window, "add")
    stroke(window, (0.5, 0.5))
    own_data = window.document.spec.data
    assert (own_data.kind, own_data.flip_percent, own_data.outlier_percent) == ("own", 20, 20)
    wait(lambda: window.paint._points is not None and window.paint._points is not before)
    after = window.paint._points

    def seen(points):
        rows = zip(points.train.tolist(), points.train_classes.tolist(), strict=True)
        return {(*place, label) for place, label in rows}

    assert len(seen(before) & seen(after)) >= 97  # the new point trains instead of another one
    assert (after.flipped.sum(), after.outliers.sum()) == (20, 20)


def test_everything_by_keyboard(few):
    take(few, "add")
    plot = few.boundary_plot
    assert plot.hasFocus()
    QTest.keyClick(plot, Qt.Key.Key_2)
    for _ in range(5):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    np.testing.assert_allclose(own(few)[4], (0.6, 0.505), atol=1e-6)
    assert arrays.values(few.document.spec.data.own)[4] == 1
    assert re.fullmatch(
        r"Cursor at 0\.600, 0\.505; [+−]\d\.\d\d [\w ]+", plot.accessibleDescription()
    )
    readout = plot.findChild(Readout)
    assert readout.isVisible()
    assert readout.text().startswith("(0.60, 0.51): ")
    assert few.run.state is RunState.IDLE, "Space painted, and did not train"
    take(few, "move")
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    np.testing.assert_allclose(own(few)[4], (0.58, 0.485), atol=1e-6)
    assert few.document.undo_stack.count() == 2
    take(few, "erase")
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert len(own(few)) == 4
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert few.paint.tool == ""
    assert not readout.isVisible()
    assert plot.accessibleDescription() == ""
    assert not few.findChild(QPushButton, "paint_erase").isChecked()


def test_space_trains_after_painting_by_mouse_until_an_arrow_moves_the_cursor(few, wait):
    take(few, "add")
    stroke(few, (0.4, 0.6))
    QTest.keyClick(few.boundary_plot, Qt.Key.Key_Space)
    wait(lambda: few.run.state is RunState.RUNNING)
    QTest.keyClick(few.boundary_plot, Qt.Key.Key_Space)
    wait(lambda: few.run.state is RunState.PAUSED)
    assert len(own(few)) == 5
    QTest.keyClick(few.boundary_plot, Qt.Key.Key_Right)
    QTest.keyClick(few.boundary_plot, Qt.Key.Key_Space)
    assert len(own(few)) == 6


def test_the_tools_show_while_painting_is_on_and_go_with_it(few):
    assert not few.paint.isVisible()
    few.findChild(QPushButton, "paint").click()
    assert few.paint.isVisible()
    assert few.paint.tool == "add"
    few.findChild(QPushButton, "paint").click()
    assert not few.paint.isVisible()
    before = few.document.spec
    stroke(few, (0.4, 0.4))
    assert few.document.spec is before


def test_without_a_tool_the_mouse_changes_nothing(few):
    before = few.document.spec
    stroke(few, (0.2, 0.2), (0.5, 0.5))
    assert few.document.spec is before


def test_training_goes_on_with_the_painted_points(few, wait):
    few.actions_["train"].trigger()
    wait(lambda: few.run.state is RunState.RUNNING and few.run.step_count > 20)
    steps = few.run.step_count
    take(few, "spray")
    stroke(few, (0.4, 0.4), (0.5, 0.5))
    wait(lambda: few.paint._points is not None and len(few.paint._points.train) == 6)
    assert few.run.state is RunState.RUNNING
    wait(lambda: few.run.step_count > steps)
    assert few.message.text() == "", "no network was replaced"
    few.actions_["train"].trigger()
    wait(lambda: few.run.state is RunState.PAUSED)


def test_erasing_everything_leaves_a_document_that_says_what_to_do(few, wait):
    take(few, "erase")
    for place in own(few).tolist():
        stroke(few, tuple(place))
    assert few.document.spec.data.count == 0
    wait(lambda: few.paint._points is not None and not len(few.paint._points.train))
    take(few, "add")
    stroke(few, (0.3, 0.3))
    stroke(few, (0.6, 0.6))
    assert few.document.spec.data.count == 2


@pytest.fixture
def moved(few, wait):
    """Those four points, all training ones outliers."""
    few.document.edit("move", edits.set_data_option(few.document.spec, "outlier_percent", 50))
    wait(lambda: few.paint._points is not None and few.paint._points.outliers.any())
    return few


def outlier(window: MainWindow) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where it is seen, and where it is."""
    points = window.paint._points
    row = int(points.outliers.argmax())
    return tuple(points.train[row].tolist()), tuple(points.original.train[row].tolist())


def test_the_eraser_takes_an_outlier_where_it_is_seen(moved):
    seen, true = outlier(moved)
    take(moved, "erase")
    stroke(moved, true)
    assert len(own(moved)) == 4, "nothing is to be seen there"
    stroke(moved, seen)
    assert true not in [tuple(each) for each in own(moved).tolist()]
    assert len(own(moved)) == 3


def test_a_stroke_of_the_eraser_faster_than_the_points_come_erases_all_of_it(moved, wait):
    seen, true = outlier(moved)
    others = [tuple(each) for each in own(moved).tolist() if tuple(each) != true]
    take(moved, "erase")
    stroke(moved, others[0], others[1], seen)
    left = {true, *others} - {true, others[0], others[1]}
    wait(lambda: {tuple(each) for each in own(moved).tolist()} == left)
    assert moved.document.undo_stack.undoText() == "Erase points"
    moved.document.undo_stack.undo()
    assert len(own(moved)) == 4, "all one step"


def test_an_outlier_is_not_dragged_and_says_why(moved):
    seen, true = outlier(moved)
    before = moved.document.spec
    take(moved, "move")
    stroke(moved, seen, (0.5, 0.5))
    assert moved.document.spec == before
    assert "Set the outliers to 0 %" in moved.message.text()
    stroke(moved, true, (0.5, 0.5))
    assert moved.document.spec == before, "nothing is to be seen there"


def test_points_that_the_balance_leaves_out_can_be_erased(few, wait):
    take(few, "spray")
    stroke(few, (0.5, 0.5), (0.6, 0.6))
    few.document.edit("rare", edits.set_data_option(few.document.spec, "balance_percent", 99))
    wait(lambda: few.paint._points is not None and len(few.paint._points.left_out) > 0)
    left_out = len(few.paint._points.left_out)
    place = tuple(few.paint._points.left_out[0].tolist())
    take(few, "erase")
    stroke(few, place)
    wait(lambda: few.paint._points is not None)
    assert place not in [tuple(each) for each in own(few).tolist()]
    assert len(few.paint._points.left_out) <= left_out
