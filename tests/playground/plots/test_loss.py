"""What a person sees of the loss curve."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from playground.plots.axes import linear_ticks, log_range, log_ticks, nice_ceiling, plain
from playground.plots.canvas import EmptyNote, PlotCanvas
from playground.plots.loss import LossPlot
from playground.plots.loss_history import LossHistory, envelope
from playground.theme import DARK, LIGHT, ThemeManager
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import hover, leave, metrics, picture, snapshot


@pytest.fixture
def plot(themes: ThemeManager, place: Place) -> LossPlot:
    """An empty plot on the screen."""
    loss = LossPlot(themes)
    place(loss, 372, 270)
    loss.window().setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    loss.window().setFocus()  # else the plot has the keyboard, for want of others
    return loss


def canvas_of(plot: LossPlot) -> PlotCanvas:
    """Its pyqtgraph view."""
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    return canvas


def blue(plot: LossPlot) -> list[tuple[int, int]]:
    """The pixels of the view that show the test loss: all the rest is grey."""
    image = picture(canvas_of(plot))
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    colors = ((place, image.pixelColor(*place)) for place in places)
    return [place for place, color in colors if color.blue() - color.red() > 60]


def view_range(plot: LossPlot) -> list[list[float]]:
    """[[left, right], [bottom, top]] of the axes."""
    return canvas_of(plot).view.viewRange()


def falling(last: int) -> tuple:
    """Epochs 0 to last; test loss above train loss, both falling."""
    return tuple(metrics(float(e), 0.4 / (1 + e), 0.5 / (1 + e)) for e in range(last + 1))


def test_says_how_to_begin_until_there_is_a_curve(plot: LossPlot) -> None:
    note = plot.findChild(EmptyNote)
    assert note is not None
    assert note.isVisible()
    assert note.text() == "Press Space to train"
    plot.show_snapshot(snapshot(history=(metrics(0.0),), restart=True))
    assert note.isVisible()
    plot.show_snapshot(snapshot(history=(metrics(1.0),)))
    assert not note.isVisible()


def test_does_not_ask_to_train_what_cannot_be_trained(plot: LossPlot) -> None:
    note = plot.findChild(EmptyNote)
    assert note is not None
    empty = snapshot(restart=True)
    plot.show_snapshot(empty)
    assert note.isVisible()
    assert note.text() == "Nothing to train yet"
    plot.show_snapshot(replace(empty, layers=(empty.inputs,)))
    assert note.text() == "Press Space to train"


def test_both_curves_are_drawn_and_a_restart_clears_them(plot: LossPlot) -> None:
    plot.show_snapshot(snapshot(history=falling(100), restart=True))
    assert len(blue(plot)) > 50
    assert view_range(plot)[0] == [0.0, 100.0]
    plot.show_snapshot(snapshot(restart=True))
    assert not blue(plot)
    assert view_range(plot)[0] == [0.0, 10.0]


def test_the_curve_stands_at_its_values(plot: LossPlot) -> None:
    flat = tuple(metrics(float(e), 0.01, 0.1) for e in range(11))
    plot.show_snapshot(snapshot(history=flat, restart=True))
    height = canvas_of(plot).view.height()
    for log in (True, False):
        plot.logarithmic.setChecked(log)
        bottom, top = view_range(plot)[1]
        level = math.log10(0.1) if log else 0.1
        want = (top - level) / (top - bottom) * height
        rows = [y for _, y in blue(plot)]
        assert np.mean(rows) + 0.5 == pytest.approx(want, abs=1.0)


def test_log_and_linear_axes_reach_around_the_losses(plot: LossPlot) -> None:
    plot.show_snapshot(snapshot(history=falling(20), restart=True))
    assert view_range(plot)[1] == pytest.approx([-2.0, 0.0])
    plot.logarithmic.click()
    assert view_range(plot)[1] == pytest.approx([0.0, 0.5])


def test_axes_stand_still_while_the_run_stays_inside(plot: LossPlot) -> None:
    moved = []
    plot.show_snapshot(snapshot(history=falling(101), restart=True))
    canvas_of(plot).view.sigRangeChanged.connect(lambda *_: moved.append(1))
    for epoch in range(102, 150):
        plot.show_snapshot(snapshot(history=(metrics(float(epoch), 0.1, 0.1),)))
    assert not moved
    plot.show_snapshot(snapshot(history=(metrics(151.0, 0.1, 0.1),)))
    assert moved


def test_what_is_not_finite_and_what_is_zero_do_no_harm(plot: LossPlot) -> None:
    bad = (metrics(1.0, math.nan, 0.2), metrics(2.0, 0.2, math.inf), metrics(3.0, 0.0, 0.0))
    plot.show_snapshot(snapshot(history=(metrics(0.0), *bad, metrics(4.0)), restart=True))
    assert view_range(plot)[1] == pytest.approx([-1.0, 0.0])
    hover(canvas_of(plot), 1.4, -0.5)
    assert canvas_of(plot).readout.text().startswith("epoch 0\n")


def test_the_pointer_reads_the_nearest_epoch(plot: LossPlot) -> None:
    canvas = canvas_of(plot)
    plot.show_snapshot(snapshot(history=falling(20), restart=True))
    hover(canvas, 3.2, -0.5)
    assert canvas.readout.text() == "epoch 3\ntrain 0.1000\ntest 0.1250"
    assert canvas.readout.isVisible()
    leave(canvas)
    assert not canvas.readout.isVisible()


def test_the_keyboard_reads_every_epoch(plot: LossPlot) -> None:
    readout = canvas_of(plot).readout
    plot.show_snapshot(snapshot(history=falling(20), restart=True))
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert readout.text().startswith("epoch 20\n")
    assert readout.isVisible()
    said = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(plot, key)
        assert readout.text() == plot.accessibleDescription().replace("; ", "\n")
        said.append(plot.accessibleDescription().split(";")[0])
    assert said == ["epoch 19", "epoch 0", "epoch 0", "epoch 1"]
    plot.show_snapshot(snapshot(history=(metrics(21.0, 0.1, 0.1),)))
    assert readout.text().startswith("epoch 1\n"), "what is read stands still while it trains"
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right):
        QTest.keyClick(plot, key)
        assert plot.accessibleDescription() == "epoch 21; train 0.1000; test 0.1000"
    plot.show_snapshot(snapshot(history=(metrics(22.0, 0.1, 0.1),)))
    assert readout.text().startswith("epoch 22\n"), "the newest is followed"
    plot.clearFocus()
    assert not readout.isVisible()
    assert plot.accessibleDescription() == ""


def test_a_new_run_is_read_from_its_newest_epoch(plot: LossPlot) -> None:
    plot.show_snapshot(snapshot(history=falling(20), restart=True))
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    plot.show_snapshot(snapshot(history=falling(2), restart=True))
    assert canvas_of(plot).readout.text().startswith("epoch 2\n")


def test_the_keyboard_is_seen_on_the_plot(plot: LossPlot) -> None:
    before = plot.grab().toImage()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.grab().toImage() != before


def test_the_theme_is_followed_at_once(plot: LossPlot, themes: ThemeManager) -> None:
    plot.show_snapshot(snapshot(history=falling(100), restart=True))
    themes.choose("dark")
    assert len(blue(plot)) > 50
    left = canvas_of(plot).grab().toImage()
    numbers = {left.pixel(x, y) for x in range(40) for y in range(left.height())}
    assert QColor(DARK.surface).rgb() in numbers
    assert QColor(LIGHT.muted).rgb() not in numbers


def test_the_accessible_name_says_the_losses(plot: LossPlot) -> None:
    plot.show_snapshot(snapshot(history=falling(4), restart=True))
    assert plot.objectName() == "loss_plot"
    assert plot.accessibleName() == "Loss; epoch 4; train 0.0800; test 0.1000"
    assert plot.logarithmic.accessibleName()


def test_a_small_plot_keeps_room_for_the_curve(themes: ThemeManager, place: Place) -> None:
    plot = LossPlot(themes)
    place(plot, 276, plot.minimumSizeHint().height())
    assert canvas_of(plot).height() >= 110


def test_history_keeps_every_finite_row_in_order() -> None:
    history = LossHistory()
    for first in range(0, 6000, 500):
        history.extend(metrics(float(e), e + 1.0, e + 2.0) for e in range(first, first + 500))
    assert len(history) == 6000
    np.testing.assert_array_equal(history.epoch, np.arange(6000.0))
    np.testing.assert_array_equal(history.test, np.arange(6000.0) + 2.0)
    assert [history.nearest(e) for e in (-5.0, 17.4, 17.6, 1e9)] == [0, 17, 18, 5999]
    history.clear()
    assert len(history) == 0


@given(st.integers(2, 3000), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_the_envelope_keeps_extremes_and_ends(count: int, columns: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    x = np.sort(random.random(count)) * 100.0
    y = random.standard_normal(count)
    thin_x, thin_y = envelope(x, y, nice_ceiling(x[-1]), columns)
    assert len(thin_x) == len(thin_y) <= max(2 * columns + 1, 2)
    assert (np.diff(thin_x) >= 0.0).all()
    assert (thin_y.min(), thin_y.max()) == (y.min(), y.max())
    assert (thin_x[-1], thin_y[-1]) == (x[-1], y[-1])


@given(st.floats(1e-9, 1e12))
def test_axis_ends_are_round_and_not_far(value: float) -> None:
    top = nice_ceiling(value)
    assert value <= top <= 1.6 * value
    ticks = linear_ticks(top, 5)
    assert 2 <= len(ticks) <= 6
    assert ticks[-1][0] <= top * (1.0 + 1e-9)
    assert all(tick == int(tick) for tick, _ in linear_ticks(top, 5, whole=True))


@given(st.floats(1e-12, 1e6), st.floats(1.0, 1e6))
def test_log_axes_hold_the_values(low: float, ratio: float) -> None:
    bottom, top = log_range(low, low * ratio)
    assert 10.0**bottom <= low * 1.001
    assert 10.0**top >= low * ratio * 0.999
    assert top - bottom >= 1.0
    ticks = log_ticks(bottom, top, 5)
    assert 1 <= len(ticks) <= 6
    assert all(bottom - 1e-9 <= exponent <= top for exponent, _ in ticks)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (10**-0.5, "0.32"),
        (10**-1.5, "0.032"),
        (0.001, "0.001"),
        (1e-5, "1e−5"),
        (2.5, "2.5"),
        (10**0.5, "3.2"),
        (250.0, "250"),
        (1500.0, "1,500"),
    ],
)
def test_numbers_of_an_axis_are_plain(value: float, text: str) -> None:
    assert plain(value) == text
