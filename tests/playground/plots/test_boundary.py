"""What a person sees of the decision boundary."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from playground.plots.announcer import Announcer
from playground.plots.boundary import BoundaryPlot
from playground.plots.canvas import EmptyNote, PlotCanvas
from playground.plots.field_items import IsoLine
from playground.plots.readings import scale_index, value_at
from playground.theme import DARK, LIGHT, ThemeManager
from playground.training.snapshots import RunState
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import (
    few_points,
    hover,
    leave,
    metrics,
    picture,
    sampled,
    snapshot,
)


@pytest.fixture
def plot(themes: ThemeManager, place: Place) -> BoundaryPlot:
    """An empty plot on the screen."""
    boundary = BoundaryPlot(themes)
    place(boundary)
    return boundary


def canvas_of(plot: BoundaryPlot) -> PlotCanvas:
    """Its pyqtgraph view."""
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    return canvas


def color_at(image: QImage, x: float, y: float) -> QColor:
    """The colour at data coordinates."""
    across, down = image.width() - 1, image.height() - 1
    return image.pixelColor(round(x * across), round((1.0 - y) * down))


def near(color: QColor, name: str, by: int = 6) -> bool:
    """Whether the colour is the named one."""
    want = QColor(name)
    pairs = zip(color.getRgb()[:3], want.getRgb()[:3], strict=True)
    return all(abs(a - b) <= by for a, b in pairs)


def test_row_zero_is_the_top_of_the_square(plot: BoundaryPlot) -> None:
    plot.show_snapshot(snapshot(sampled(lambda x, y: np.where(y > 0.6, 1.0, -1.0) + 0.0 * x)))
    image = picture(canvas_of(plot))
    assert near(color_at(image, 0.5, 0.9), LIGHT.high)
    assert near(color_at(image, 0.5, 0.1), LIGHT.low)


@pytest.mark.parametrize("size", [50, 100, 200])
def test_colours_and_line_stand_where_the_function_does(plot: BoundaryPlot, size: int) -> None:
    field = sampled(lambda x, y: 40.0 * (x - 0.3) + 0.0 * y, size)
    plot.show_snapshot(snapshot(field))
    image = picture(canvas_of(plot))
    row = [image.pixelColor(i, image.height() // 2) for i in range(image.width())]
    orange = next(i for i, color in enumerate(row) if not near(color, LIGHT.low, 3))
    blue = next(i for i, color in enumerate(row) if near(color, LIGHT.high, 3))
    dark = [i + 0.5 for i, color in enumerate(row) if color.lightness() < 60]
    assert np.mean(dark) / len(row) == pytest.approx(0.3, abs=0.004)
    assert (orange + blue) / 2 / len(row) == pytest.approx(0.3, abs=0.5 / size + 0.003)


def test_values_beyond_one_are_clipped_and_zero_is_the_middle() -> None:
    field = np.array([[-7.0, -1.0], [0.0, 9.0]], np.float32)
    assert scale_index(field).tolist() == [[0, 0], [128, 255]]


def test_frames_of_another_size_replace_each_other(plot: BoundaryPlot) -> None:
    for size, sign, color in ((100, 1.0, LIGHT.high), (200, -1.0, LIGHT.low), (2, 1.0, LIGHT.high)):
        plot.show_snapshot(snapshot(np.full((size, size), sign, np.float32)))
        assert near(color_at(picture(canvas_of(plot)), 0.4, 0.4), color)


def test_without_a_network_the_field_is_empty_and_only_at_first_loading(plot: BoundaryPlot) -> None:
    note = plot.findChild(EmptyNote)
    assert note is not None
    assert note.isVisible()
    assert note.text() == "Loading…"
    plot.show_snapshot(snapshot(np.ones((10, 10), np.float32)))
    assert not note.isVisible()
    plot.show_snapshot(snapshot(None))
    assert not note.isVisible()
    assert near(color_at(picture(canvas_of(plot)), 0.2, 0.2), LIGHT.middle)


def test_training_points_are_shown_and_test_points_on_demand(plot: BoundaryPlot) -> None:
    plot.show_points(few_points())
    plot.show_snapshot(snapshot(np.zeros((10, 10), np.float32), level=9.0))

    def marked(x: float, y: float) -> bool:
        return not near(color_at(picture(canvas_of(plot)), x, y), LIGHT.middle)

    assert marked(0.25, 0.75)
    assert marked(0.75, 0.75)
    assert not marked(0.25, 0.25)
    plot.test_points.click()
    assert marked(0.25, 0.25)
    plot.points.click()
    assert not marked(0.25, 0.75)
    assert marked(0.25, 0.25)


def test_points_have_the_colour_of_their_class(plot: BoundaryPlot) -> None:
    plot.show_points(few_points())
    image = picture(canvas_of(plot))
    low, high = color_at(image, 0.25, 0.75), color_at(image, 0.75, 0.75)
    assert low.red() > low.blue()
    assert high.blue() > high.red()


def test_chosen_points_are_ringed_also_where_points_are_hidden(plot: BoundaryPlot) -> None:
    plot.show_points(few_points())
    plot.points.click()
    canvas, before = canvas_of(plot), picture(canvas_of(plot))
    plot.chosen.show_places(np.array([[0.25, 0.75]], np.float32))
    after = picture(canvas)
    assert changed_at(before, after, 0.25, 0.75)
    assert not changed_at(before, after, 0.75, 0.75)
    plot.chosen.show_places(np.full((5_000, 2), 0.75, np.float32))
    many = picture(canvas)
    assert changed_at(before, many, 0.75, 0.75)
    assert not changed_at(before, many, 0.25, 0.75)


def changed_at(before: QImage, after: QImage, x: float, y: float) -> bool:
    """Whether anything around a place of the square looks different."""
    column, row = round(x * before.width()), round((1 - y) * before.height())
    around = [(column + dx, row + dy) for dx in range(-9, 10) for dy in range(-9, 10)]
    return any(before.pixel(*each) != after.pixel(*each) for each in around)


def test_a_click_picks_a_place_unless_something_is_painted(plot: BoundaryPlot) -> None:
    picked: list[tuple[float, float]] = []
    plot.picked.connect(lambda *place: picked.append(place))
    canvas = canvas_of(plot)
    middle = canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(0.5, 0.5)))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    np.testing.assert_allclose(picked, [(0.5, 0.5)], atol=0.01)
    plot.brush.set_on(True)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert len(picked) == 1


def test_discretise_shows_the_decision_alone(plot: BoundaryPlot) -> None:
    field = sampled(lambda x, y: 0.6 * (x - 0.5) + 0.3 + 0.0 * y)
    plot.show_snapshot(snapshot(field, level=0.3))
    before = field.copy()
    assert not near(color_at(picture(canvas_of(plot)), 0.4, 0.5), LIGHT.low, 30)
    plot.discretise.click()
    image = picture(canvas_of(plot))
    assert near(color_at(image, 0.4, 0.5), LIGHT.low)
    assert near(color_at(image, 0.6, 0.5), LIGHT.high)
    plot.discretise.click()
    assert not near(color_at(picture(canvas_of(plot)), 0.4, 0.5), LIGHT.low, 30)
    np.testing.assert_array_equal(field, before)


def test_the_pointer_reads_place_value_and_side(plot: BoundaryPlot) -> None:
    canvas = canvas_of(plot)
    plot.show_points(few_points())
    plot.show_snapshot(snapshot(sampled(lambda x, y: 2.0 * x - y)))
    hover(canvas, 0.75, 0.5)
    assert canvas.readout.isVisible()
    match = re.fullmatch(r"\((.+), (.+)\): \+(.+) inside", canvas.readout.text())
    assert match is not None
    assert [float(part) for part in match.groups()] == pytest.approx([0.75, 0.5, 1.0], abs=0.03)
    plot.show_snapshot(snapshot(sampled(lambda x, y: y - 2.0 * x)))
    assert "−" in canvas.readout.text()
    assert canvas.readout.text().endswith("outside")
    leave(canvas)
    assert not canvas.readout.isVisible()


def test_the_read_out_is_linear_between_samples() -> None:
    field = sampled(lambda x, y: x + 10.0 * y, 50)
    for x, y in ((0.3141, 0.2718), (0.01, 0.99), (0.5, 0.5)):
        assert value_at(field, x, y) == pytest.approx(x + 10.0 * y, abs=1e-5)
    assert value_at(field, 0.0, 1.0) == pytest.approx(field[0, 0])
    assert value_at(field, 1.0, 0.0) == pytest.approx(field[-1, -1])


def test_the_square_is_square_at_any_size(themes: ThemeManager, place: Place) -> None:
    for width, height in ((372, 420), (276, 348), (500, 300), (276, 260)):
        plot = BoundaryPlot(themes)
        place(plot, width, height)
        canvas = canvas_of(plot)
        view = canvas.view
        assert view.width() == view.height()
        assert view.width() >= 140
        assert view.viewRange() == [[0.0, 1.0], [0.0, 1.0]]
        assert plot.rect().contains(canvas.geometry().translated(canvas.parentWidget().pos()))


def test_the_theme_is_followed_at_once(plot: BoundaryPlot, themes: ThemeManager) -> None:
    plot.show_snapshot(snapshot(np.zeros((10, 10), np.float32), level=9.0))
    assert near(color_at(picture(canvas_of(plot)), 0.5, 0.5), LIGHT.middle)
    themes.choose("dark")
    assert near(color_at(picture(canvas_of(plot)), 0.5, 0.5), DARK.middle)
    corner = canvas_of(plot).grab().toImage().pixelColor(1, 1)
    assert near(corner, DARK.surface)


def test_the_boundary_is_as_wide_on_a_screen_of_another_density(
    plot: BoundaryPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot.show_snapshot(snapshot(sampled(lambda x, y: x - 0.5 + 0.0 * y)))
    (line,) = (item for item in canvas_of(plot).scene().items() if isinstance(item, IsoLine))
    usual = line.pen().widthF()
    monkeypatch.setattr(plot, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert line.pen().widthF() == 2.0 * usual  # a cosmetic pen counts the pixels of the screen


def test_what_is_not_finite_is_drawn_as_undecided(plot: BoundaryPlot) -> None:
    field = np.full((10, 10), np.nan, np.float32)
    field[:, 5:] = np.inf
    plot.show_snapshot(snapshot(field))
    image = picture(canvas_of(plot))
    assert near(color_at(image, 0.2, 0.5), LIGHT.middle)
    assert near(color_at(image, 0.8, 0.5), LIGHT.high)


def test_the_accessible_name_says_the_test_error(plot: BoundaryPlot) -> None:
    assert plot.objectName() == "boundary_plot"
    plot.show_snapshot(snapshot(np.zeros((4, 4), np.float32), (metrics(1.0),)))
    assert plot.accessibleName() == "Decision boundary; test error 2.60 %"
    names = [toggle.accessibleName() for toggle in (plot.points, plot.test_points, plot.discretise)]
    assert all(names)
    assert len(set(names)) == 3
    assert not [label for label in plot.findChildren(QLabel) if label.focusPolicy().value]


def test_announcements_come_once_a_second_and_at_the_end() -> None:
    now = [10.0]
    announcer = Announcer(lambda: now[0])
    assert announcer.due(RunState.RUNNING)
    now[0] = 10.9
    assert not announcer.due(RunState.RUNNING)
    assert announcer.due(RunState.PAUSED)
    now[0] = 12.0
    assert announcer.due(RunState.RUNNING)
