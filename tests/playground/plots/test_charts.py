"""ROC curve, reliability diagram and residuals: what is drawn, read out and told."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.plots.axes import ticks_between
from playground.plots.canvas import PlotCanvas
from playground.plots.chart import Chart
from playground.plots.classification import ReliabilityPlot, RocPlot
from playground.plots.regression import ResidualPlot, ScatterPlot
from playground.theme import DARK, ThemeManager
from playground.training.looks import Regressed, Reliability, Roc
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import hover, leave, picture

ROC = Roc(
    np.array([0.0, 0.0, 0.5, 1.0]),
    np.array([0.0, 0.75, 1.0, 1.0]),
    np.array([np.inf, 0.9, 0.4, -0.2]),
    0.9375,
    (0.5, 1.0),
    "probability of inside",
)
RELIABLE = Reliability(
    np.array([0, 0, 0, 20, 1]),
    np.array([np.nan, np.nan, np.nan, 0.7, 0.95]),
    np.array([np.nan, np.nan, np.nan, 0.5, 1.0]),
    0.193,
)
FITTED = Regressed(
    np.array([-200.0, 150.0, 0.0]),
    np.array([-150.0, 140.0, 10.0]),
    np.array([1, 1, 0, 1, 0]),
    np.array([-50.0, -30.0, -10.0, 10.0, 30.0, 50.0]),
    0.931,
    29.7,
)


def shown(chart: Chart, place: Place) -> Chart:
    place(chart, 280, 280)
    return chart


@pytest.fixture
def roc(themes: ThemeManager, place: Place) -> RocPlot:
    plot = RocPlot(themes)
    shown(plot, place)
    plot.show_curve(ROC)
    return plot


@pytest.fixture
def reliability(themes: ThemeManager, place: Place) -> ReliabilityPlot:
    plot = ReliabilityPlot(themes)
    shown(plot, place)
    plot.show_reliability(RELIABLE)
    return plot


def canvas_of(chart: Chart) -> PlotCanvas:
    canvas = chart.findChild(PlotCanvas)
    assert canvas is not None
    return canvas


def heard(chart: Chart, *keys: Qt.Key) -> list[str]:
    chart.setFocus()
    words = []
    for key in keys:
        QTest.keyClick(chart, key)
        words.append(chart.accessibleDescription())
    return words


def test_the_curve_tells_its_area(roc: RocPlot) -> None:
    roc.announce()
    assert roc.accessibleName() == "ROC curve, AUC 0.938"


def test_every_point_of_the_curve_tells_its_threshold(roc: RocPlot) -> None:
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home)
    assert heard(roc, *keys) == [
        "above every score; true 0.00 %, false 0.00 %",
        "probability of inside ≥ 0.9; true 75.00 %, false 0.00 %",
        *["probability of inside ≥ −0.2; true 100.00 %, false 100.00 %"] * 2,
        "above every score; true 0.00 %, false 0.00 %",
    ]


def test_the_pointer_reads_the_nearest_point(roc: RocPlot) -> None:
    hover(canvas_of(roc), 0.45, 0.9)
    assert canvas_of(roc).readout.text().endswith("true 100.00 %, false 50.00 %")
    roc.show_curve(ROC)  # newer outputs, the pointer rests
    assert canvas_of(roc).readout.isVisible()
    leave(canvas_of(roc))
    assert not canvas_of(roc).readout.isVisible()


def test_long_names_are_shortened_in_the_read_out_alone(themes: ThemeManager, place: Place) -> None:
    plot = RocPlot(themes)
    shown(plot, place)
    score = "probability of a class whose name is rather long"
    plot.show_curve(Roc(*(getattr(ROC, name) for name in Roc.__slots__[:5]), score))
    (words,) = heard(plot, Qt.Key.Key_End)
    assert score in words
    readout = canvas_of(plot).readout
    assert "…" in readout.text()
    assert canvas_of(plot).rect().contains(readout.geometry())


def test_a_reason_stands_in_the_place_of_a_chart(roc: RocPlot) -> None:
    heard(roc, Qt.Key.Key_End)
    roc.explain("Nothing to tell apart.")
    roc.announce()
    assert not canvas_of(roc).isVisible()
    assert roc.accessibleName() == "ROC curve, Nothing to tell apart."
    assert heard(roc, Qt.Key.Key_Right) == [""]
    roc.show_curve(ROC)
    assert canvas_of(roc).isVisible()
    assert (roc.note, roc.figure) == ("", "AUC 0.938")


def test_bins_with_points_are_read(reliability: ReliabilityPlot) -> None:
    reliability.announce()
    assert reliability.accessibleName() == "Reliability, ECE 0.193"
    assert heard(reliability, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right) == [
        "20 points; sure 70.00 %, right 50.00 %",
        *["1 point; sure 95.00 %, right 100.00 %"] * 2,
    ]


def test_bars_stand_over_their_bins(reliability: ReliabilityPlot) -> None:
    image = picture(canvas_of(reliability))
    width, height = image.width(), image.height()

    def blue(x: float, y: float) -> bool:
        color = image.pixelColor(round(x * width), round((1.0 - y) * height))
        return color.blue() > color.red() + 40

    assert blue(0.75, 0.3)
    assert not blue(0.75, 0.6)
    assert blue(0.95, 0.8)
    assert not blue(0.3, 0.1)


def test_predictions_are_read_in_the_data_s_own_numbers(themes: ThemeManager, place: Place) -> None:
    plot = ScatterPlot(themes)
    shown(plot, place)
    plot.show_points(FITTED)
    plot.announce()
    assert plot.accessibleName() == "Predicted over target, R² 0.931"
    assert heard(plot, Qt.Key.Key_Right, Qt.Key.Key_End) == [
        "target −200; predicted −150",
        "target 150; predicted 140",
    ]
    (left, right), (bottom, top) = canvas_of(plot).view.viewRange()
    assert left == bottom < -200 < 150 < right == top
    assert "−200" in [word for _, word in canvas_of(plot).bottom_axis._tickLevels[0]]


def test_targets_that_are_all_equal_have_a_place_too(themes: ThemeManager, place: Place) -> None:
    plot = ScatterPlot(themes)
    shown(plot, place)
    same = np.zeros(3)
    plot.show_points(Regressed(same, same, FITTED.counts, FITTED.edges, np.nan, 0.0))
    assert plot.figure == "R² –"


def test_residuals_are_counted(themes: ThemeManager, place: Place) -> None:
    plot = ResidualPlot(themes)
    shown(plot, place)
    plot.show_residuals(FITTED)
    plot.announce()
    assert plot.accessibleName() == "Residuals, RMSE 29.7"
    assert heard(plot, Qt.Key.Key_Right, Qt.Key.Key_End) == [
        "−50 to −30; 1 point",
        "10 to 30; 1 point",
    ]
    assert canvas_of(plot).bottom_axis.labelString().find("x0") == -1


def test_charts_follow_the_theme(roc: RocPlot, themes: ThemeManager) -> None:
    themes.choose("dark")
    assert picture(canvas_of(roc)).pixelColor(30, 100).name() == DARK.surface


@pytest.mark.parametrize("kind", [ScatterPlot, ResidualPlot])
def test_the_axes_have_as_many_numbers_as_the_size_has_room_for(
    themes: ThemeManager, place: Place, kind: type[ScatterPlot | ResidualPlot]
) -> None:
    chart = kind(themes)
    place(chart, 900, 800)
    if isinstance(chart, ScatterPlot):
        chart.show_points(FITTED)
    else:
        chart.show_residuals(replace(FITTED, counts=40 * FITTED.counts))
    many = numbers(chart)
    chart.resize(240, 240)
    QApplication.processEvents()
    few = numbers(chart)
    assert few[0] < many[0]
    assert few[1] < many[1]
    assert apart(chart) >= 30.0
    chart.resize(900, 800)
    QApplication.processEvents()
    assert numbers(chart) == many


def numbers(chart: Chart) -> tuple[int, int]:
    """How many stand at the left and at the bottom."""
    canvas = canvas_of(chart)
    return len(canvas.left_axis._tickLevels[0]), len(canvas.bottom_axis._tickLevels[0])


def apart(chart: Chart) -> float:
    """Pixels between two numbers at the bottom."""
    view = canvas_of(chart).view
    (left, right), _ = view.viewRange()
    first, second, *_ = (value for value, _ in canvas_of(chart).bottom_axis._tickLevels[0])
    return float((second - first) / (right - left) * view.width())


def test_ticks_may_be_below_zero() -> None:
    assert [word for _, word in ticks_between(-1.04, 1.04, 5)] == ["−1", "−0.5", "0", "0.5", "1"]
