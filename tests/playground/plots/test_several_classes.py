"""What a person sees of data with more than two classes, and of a target that is a number."""

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from playground.document.own_points import TARGET, Column, X, Y
from playground.plots.boundary import BoundaryPlot
from playground.plots.canvas import PlotCanvas
from playground.plots.color_bar import ColorBar
from playground.plots.legend import Legend
from playground.plots.marks import Marks, shape
from playground.plots.numbers import Numbers
from playground.theme import DARK, LIGHT, Theme, ThemeManager
from playground.training.snapshots import Points
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import few_points, hover, metrics, picture, sampled, snapshot

Kind = TypeVar("Kind", bound=QWidget)
NAMES = ("setosa", "versicolor", "virginica")


@pytest.fixture
def plot(themes: ThemeManager, place: Place) -> BoundaryPlot:
    boundary = BoundaryPlot(themes)
    place(boundary)
    return boundary


def child(plot: QWidget, kind: type[Kind]) -> Kind:
    found = plot.findChild(kind)
    assert found is not None
    return found


def three() -> Points:
    places = np.array([[0.15, 0.5], [0.5, 0.5], [0.85, 0.5]], np.float32)
    return Points(places, np.arange(3), places[:0], np.arange(0), NAMES)


def numbers() -> Points:
    places = np.array([[0.25, 0.75], [0.75, 0.75]], np.float32)
    values = np.array([-1.0, 1.0], np.float32)
    columns = (X, Y, Column("price", 100.0, 300.0))
    return Points(places, values, places[:0], values[:0], (), columns)


def thirds() -> np.ndarray:
    """Class 0 leads on the left, 2 on the right, 1 between."""
    return np.stack(
        [
            sampled(lambda x, y: 5.0 * (1 / 3 - x) + 0.0 * y),
            sampled(lambda x, y: 5.0 * np.minimum(x - 1 / 3, 2 / 3 - x) + 0.0 * y),
            sampled(lambda x, y: 5.0 * (x - 2 / 3) + 0.0 * y),
        ]
    )


def color_at(image: QImage, x: float, y: float) -> QColor:
    return image.pixelColor(round(x * (image.width() - 1)), round((1 - y) * (image.height() - 1)))


def nearest(color: QColor, theme: Theme, count: int) -> int:
    """The class whose colour is the most like this one."""
    far = [
        sum(
            (a - b) ** 2 for a, b in zip(color.getRgb(), theme.class_color(n).getRgb(), strict=True)
        )
        for n in range(count)
    ]
    return int(np.argmin(far))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_place_has_the_colour_of_the_class_that_leads(
    plot: BoundaryPlot, themes: ThemeManager, theme: str
) -> None:
    themes.choose("dark" if theme == "dark" else "light")
    plot.show_points(three())
    plot.show_snapshot(snapshot(thirds()))
    image = picture(child(plot, PlotCanvas))
    assert [nearest(color_at(image, x, 0.1), themes.current, 3) for x in (0.02, 0.5, 0.98)] == [
        0,
        1,
        2,
    ]
    iso = QColor(themes.current.iso).lightness()
    for x in (1 / 3, 2 / 3):
        near = [color_at(image, x + shift / 300, 0.1).lightness() for shift in range(-4, 5)]
        assert min(abs(each - iso) for each in near) < 40, "a line where two classes tie"


def test_discretised_the_lead_no_longer_counts(plot: BoundaryPlot) -> None:
    plot.show_points(three())
    plot.show_snapshot(snapshot(thirds()))
    canvas = child(plot, PlotCanvas)
    faint = color_at(picture(canvas), 0.28, 0.1)
    plot.discretise.click()
    full = color_at(picture(canvas), 0.28, 0.1)
    assert full == LIGHT.class_color(0)
    assert faint != full


def test_the_read_out_names_the_class_and_its_lead(plot: BoundaryPlot) -> None:
    plot.show_points(three())
    plot.show_snapshot(snapshot(thirds()))
    canvas = child(plot, PlotCanvas)
    hover(canvas, 0.5, 0.2)
    words, _, lead = canvas.readout.text().rpartition(" ")
    assert words.endswith("versicolor, leads by")
    assert float(lead) == pytest.approx(0.83, abs=0.03)


def test_the_legend_takes_the_place_of_the_scale_and_names_all(plot: BoundaryPlot) -> None:
    legend, bar = child(plot, Legend), child(plot, ColorBar)
    plot.show_points(few_points())
    assert (legend.isVisible(), bar.isVisible()) == (False, True)
    plot.show_points(three())
    assert (legend.isVisible(), bar.isVisible()) == (True, False)
    assert legend.accessibleName() == "Classes: setosa, versicolor, virginica"
    plot.show_points(few_points())
    assert (legend.isVisible(), bar.isVisible()) == (False, True)


def test_long_names_are_shortened_beside_the_scale_and_whole_in_its_tool_tip(
    plot: BoundaryPlot,
) -> None:
    bar, points = child(plot, ColorBar), few_points()

    def shown(*names: str) -> np.ndarray:
        plot.show_points(replace(points, class_names=names))
        image = bar.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = np.frombuffer(image.constBits(), np.uint8)
        return pixels.reshape(image.height(), image.bytesPerLine())[:, : image.width()].copy()

    short = shown("A", "B")
    long = shown("Iris <b>virginica</b> of the west", "Iris versicolor of the eastern provinces")
    background = int(long[0, 0])
    assert (long[[0, 1, 2, -3, -2, -1]] == background).all(), "one line alone"
    middle = long.shape[1] // 2
    right = slice(middle, middle + 78)  # half the scale, and +1
    assert (long[:, right] == short[:, right]).all()
    assert (long[:, middle - 74 : middle - 68] != background).any(), "and −1 as well"
    assert "Iris &lt;b&gt;virginica&lt;/b&gt; of the west" in bar.toolTip()


def test_a_field_of_the_data_before_is_not_drawn_over_new_points(plot: BoundaryPlot) -> None:
    plot.show_points(few_points())
    plot.show_snapshot(snapshot(np.ones((10, 10), np.float32)))
    plot.show_points(three())
    canvas = child(plot, PlotCanvas)
    assert color_at(picture(canvas), 0.1, 0.1) == QColor(LIGHT.middle)
    hover(canvas, 0.5, 0.2)
    assert not canvas.readout.isVisible()
    plot.show_snapshot(snapshot(thirds()))
    plot.show_points(few_points())
    assert color_at(picture(canvas), 0.1, 0.1) == QColor(LIGHT.middle)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_class_has_a_shape_and_a_colour_of_its_own(qapp: object, theme: Theme) -> None:
    assert len({theme.class_color(number).name() for number in range(10)}) == 10
    inked = [shape(number, 4.0).toFillPolygon() for number in range(10)]
    assert all(inked[i] != inked[j] for i in range(10) for j in range(i))
    black = replace(theme, point_edge=theme.surface)
    silhouettes = set()
    for number in range(10):
        image = Marks(black, 10).picture(number, test=False, size=9.0, ratio=1.0).toImage()
        rows = range(image.height())
        silhouettes.add(
            tuple(
                image.pixelColor(x, y).alpha() > 128
                and abs(image.pixelColor(x, y).lightness() - QColor(theme.surface).lightness()) > 30
                for x in rows
                for y in rows
            )
        )
    assert len(silhouettes) == 10, "told apart without their colours"


def test_what_tests_is_hollow_where_shapes_tell_the_class(qapp: object) -> None:
    marks = Marks(LIGHT, 3)
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    for test in (False, True):
        image.fill(0)
        painter = QPainter(image)
        marks.draw(painter, 1, QPointF(20, 20), 20.0, 1.0, test=test)
        painter.end()
        assert (image.pixelColor(20, 20) == QColor(LIGHT.surface)) == test


def test_very_many_points_are_drawn_where_they_are(plot: BoundaryPlot) -> None:
    places = np.random.default_rng(1).random((30_000, 2), np.float32)
    places[:, 1] = places[:, 1] * 0.4 + np.float32(0.5)
    classes = (places[:, 0] > 0.5).astype(np.int64) * 2
    plot.show_points(Points(places, classes, places[:0], classes[:0], NAMES))
    plot.show_snapshot(snapshot(None))
    image = picture(child(plot, PlotCanvas))
    assert nearest(color_at(image, 0.25, 0.7), LIGHT, 3) == 0
    assert nearest(color_at(image, 0.75, 0.7), LIGHT, 3) == 2
    assert color_at(image, 0.5, 0.3) == QColor(LIGHT.middle)


def test_a_target_is_read_in_its_own_numbers(plot: BoundaryPlot) -> None:
    plot.show_points(numbers())
    plot.show_snapshot(snapshot(sampled(lambda x, y: 2.0 * x - 1.0 + 0.0 * y), (metrics(1.0),)))
    canvas = child(plot, PlotCanvas)
    hover(canvas, 0.75, 0.5)
    words, _, value = canvas.readout.text().rpartition(" ")
    assert words.endswith("price")
    assert float(value) == pytest.approx(250, abs=2)
    assert child(plot, ColorBar).accessibleName() == "Colours: price from 100 to 300"
    assert plot.accessibleName() == "Decision boundary; test R² 0.974"
    image = picture(canvas)
    low, high = color_at(image, 0.25, 0.75), color_at(image, 0.75, 0.75)
    assert low.red() > low.blue()
    assert high.blue() > high.red()


def test_the_figures_of_a_target_are_r2(themes: ThemeManager, place: Place) -> None:
    figures = Numbers(themes)
    place(figures, 372, 60)
    figures.show_points(replace(numbers(), columns=(X, Y, TARGET)))
    figures.show_snapshot(snapshot(None, (metrics(1.0),)))
    test = figures.findChild(QWidget, "test_error")
    assert test is not None
    assert test.accessibleName() == "Test R² 0.974"
    figures.show_points(few_points())
    figures.show_snapshot(snapshot(None, (metrics(2.0),)))
    assert test.accessibleName() == "Test error 2.60 %"
