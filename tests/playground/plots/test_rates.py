"""What a person sees of a range test, and how a rate is picked from it."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.plots.axes import ticks_between
from playground.plots.canvas import EmptyNote, PlotCanvas
from playground.plots.rates import RatePlot
from playground.theme import DARK, LIGHT, ThemeManager
from playground.training.looks import RateCurve
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import hover, picture


def curve(*, done: bool = True, diverges: float | None = 1.0) -> RateCurve:
    """Falls from 0.5 to 0.1 at 0.1, and then rises beyond all bounds."""
    rates = np.logspace(-5, 1, 121)
    losses = np.interp(np.log10(rates), [-5, -3, -1, 0, 1], [0.5, 0.5, 0.1, 0.2, 1e30])
    return RateCurve(1e-5, 10.0, 1.0, done, rates, losses, losses, 80, 0.1 / 3, diverges)


@pytest.fixture
def plot(themes: ThemeManager, place: Place) -> RatePlot:
    rates = RatePlot(themes)
    place(rates, 620, 310)
    return rates


@pytest.fixture
def picks(plot: RatePlot) -> list[float]:
    """What a person picks is shown, as the dialog does."""
    found: list[float] = []
    plot.picked.connect(found.append)
    plot.picked.connect(plot.show_pick)
    return found


def canvas_of(plot: RatePlot) -> PlotCanvas:
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    return canvas


def place_of(plot: RatePlot, x: float, y: float) -> QPoint:
    canvas = canvas_of(plot)
    return canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y)))


def test_waits_for_the_first_rates(plot: RatePlot) -> None:
    note = plot.findChild(EmptyNote)
    assert note is not None
    assert note.isVisible()
    plot.show_curve(curve(done=False))
    assert not note.isVisible()


def test_a_lower_plot_has_fewer_numbers_at_its_axis(plot: RatePlot) -> None:
    plot.resize(620, 700)
    QApplication.processEvents()
    plot.show_curve(curve())
    many = len(canvas_of(plot).left_axis._tickLevels[0])
    plot.resize(620, 250)
    QApplication.processEvents()
    few = len(canvas_of(plot).left_axis._tickLevels[0])
    assert few < many
    assert few <= canvas_of(plot).view.height() / 30 + 1


def test_the_axes_show_the_fall_and_not_the_explosion(plot: RatePlot) -> None:
    plot.show_curve(curve())
    (left, right), (bottom, top) = canvas_of(plot).view.viewRange()
    assert (left, right) == (-5, 1)
    assert bottom < 0.1
    assert 0.5 < top < 1
    assert [word for _, word in canvas_of(plot).bottom_axis._tickLevels[0]] == [
        *("10", "1", "0.1", "0.01", "0.001", "1e−4", "1e−5"),
    ]


def test_where_it_diverges_is_tinted(plot: RatePlot) -> None:
    plot.show_curve(curve(diverges=1.0))
    image = picture(canvas_of(plot))
    row = image.height() - 20
    start = round(image.width() * 5 / 6)  # of six decades
    right, left = image.pixelColor(start + 5, row), image.pixelColor(start - 5, row)
    assert left.name() == LIGHT.surface
    assert right.name() != LIGHT.surface
    plot.show_curve(curve(diverges=None))
    assert picture(canvas_of(plot)).pixelColor(image.width() - 20, row).name() == LIGHT.surface


def test_the_suggestion_stays_marked_when_another_is_picked(plot: RatePlot) -> None:
    def blue_at_the_top() -> bool:
        image = picture(canvas_of(plot))
        place = (math.log10(0.1 / 3) + 5) / 6 * image.width()
        around = (image.pixelColor(x, 6) for x in range(int(place) - 2, int(place) + 3))
        return any(color.blue() - color.red() > 60 for color in around)

    plot.show_curve(curve())
    plot.show_pick(1e-4)
    assert blue_at_the_top()
    plot.show_curve(replace(curve(), suggestion=None))
    assert not blue_at_the_top()


def test_a_click_picks_the_rate_there(plot: RatePlot, picks: list[float]) -> None:
    plot.show_curve(curve())
    viewport = canvas_of(plot).viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place_of(plot, -2.0, 0.3))
    assert picks == [pytest.approx(0.01, rel=0.03)]
    assert float(f"{picks[0]:.1e}") == picks[0]
    assert plot.hasFocus()


@pytest.mark.parametrize(
    ("key", "then"),
    [
        (Qt.Key.Key_Left, 0.089),
        (Qt.Key.Key_Right, 0.11),
        (Qt.Key.Key_Home, 1e-5),
        (Qt.Key.Key_End, 10.0),
    ],
)
def test_keys_move_the_pick(plot: RatePlot, picks: list[float], key: Qt.Key, then: float) -> None:
    plot.show_curve(curve())
    plot.show_pick(0.1)
    QTest.keyClick(plot, key)
    assert picks == [then]
    assert plot.accessibleDescription().startswith(f"Picked {then:.2g}".replace("1e-05", "1e−5"))


def test_keys_wait_for_a_curve_and_stop_at_its_end(plot: RatePlot, picks: list[float]) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert picks == []
    plot.show_curve(curve())
    plot.show_pick(10.0)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert picks == [10.0]


def test_the_readout_tells_rate_and_loss(plot: RatePlot) -> None:
    plot.show_curve(curve())
    hover(canvas_of(plot), -1.0, 0.3)
    readout = canvas_of(plot).readout
    assert readout.isVisible()
    assert readout.text().startswith("learning rate 0.1\nloss 0.1")


def test_assistive_technology_hears_what_the_curve_says(plot: RatePlot) -> None:
    plot.show_curve(curve(done=False))
    assert plot.accessibleName() == "Loss over learning rate"
    plot.show_curve(curve())
    assert plot.accessibleName() == "Loss over learning rate; lowest at 0.1; diverges from 1"


def test_a_test_that_failed_at_once_draws_nothing(plot: RatePlot, picks: list[float]) -> None:
    none = np.empty(0)
    plot.show_curve(replace(curve(), rates=none, losses=none, smoothed=none, lowest=0))
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert picks == []


def test_follows_the_theme(plot: RatePlot, themes: ThemeManager) -> None:
    plot.show_curve(curve(diverges=None))
    themes.choose("dark")
    assert picture(canvas_of(plot)).pixelColor(5, 5).name() == DARK.surface


@pytest.mark.parametrize(
    ("bottom", "top", "most", "expected"),
    [
        (0.2, 0.6, 4, [0.2, 0.3, 0.4, 0.5, 0.6]),
        (0.68, 0.7, 4, [0.68, 0.685, 0.69, 0.695, 0.7]),
        (0.0, 1.0, 2, [0.0, 0.5, 1.0]),
    ],
)
def test_ticks_between_are_round(
    bottom: float, top: float, most: int, expected: list[float]
) -> None:
    make: Callable[..., list[tuple[float, str]]] = ticks_between
    assert [value for value, _ in make(bottom, top, most)] == pytest.approx(expected)
