"""Flipped labels and outliers are told apart, counted and explained."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.document.own_points import Column, X, Y
from playground.plots.boundary import BoundaryPlot
from playground.plots.canvas import PlotCanvas
from playground.plots.corruption import CorruptionKey, Harm, HarmedPoints, harms
from playground.theme import DARK, LIGHT, Theme, ThemeManager
from playground.training.snapshots import Points
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import hover, picture, sampled, snapshot

PLACES = np.array([[0.2, 0.2], [0.4, 0.4], [0.6, 0.6], [0.8, 0.8]], np.float32)
NONE = slice(0, 0)


def clean() -> Points:
    labels = np.zeros(4, np.int64)
    return Points(PLACES, labels, PLACES[NONE], labels[NONE], ("outside", "inside"))


def harmed() -> Points:
    """A sound point, a flipped one, an outlier, and one that is both."""
    places = PLACES.copy()
    places[2:] = [[0.6, 0.2], [0.8, 0.2]]
    labels = np.array([0, 1, 0, 1])
    return replace(clean(), train=places, train_classes=labels, original=clean())


def regression() -> Points:
    values = np.array([-1.0, 0.0, 0.5, 1.0], np.float32)
    columns = (X, Y, Column("price", 100.0, 300.0))
    before = Points(PLACES, values, PLACES[NONE], values[NONE], (), columns)
    after = np.array([-1.0, 1.0, 0.5, 1.0], np.float32)
    return replace(before, train_classes=after, original=before)


@pytest.fixture
def plot(themes: ThemeManager, place: Place) -> BoundaryPlot:
    boundary = BoundaryPlot(themes)
    place(boundary, 372, 460)
    return boundary


def key_of(plot: BoundaryPlot) -> CorruptionKey:
    found = plot.findChild(CorruptionKey)
    assert found is not None
    return found


def around(image: QImage, x: float, y: float) -> QImage:
    across, down = image.width() - 1, image.height() - 1
    return image.copy(round(x * across) - 8, round((1.0 - y) * down) - 8, 17, 17)


def has(image: QImage, name: str) -> bool:
    """Whether the colour is there, or nearly."""
    wanted = np.array([int(name[i : i + 2], 16) for i in (1, 3, 5)])
    colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return min(np.abs(wanted - each.getRgb()[:3]).max() for each in colors) < 40


def test_each_point_knows_what_was_done_to_it() -> None:
    assert harms(harmed()).tolist() == [
        *(Harm.NONE, Harm.FLIPPED, Harm.OUTLIER, Harm.FLIPPED | Harm.OUTLIER)
    ]
    assert not harms(clean()).any()
    assert harms(regression()).tolist() == [0, Harm.OUTLIER, 0, 0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_marks_stand_out_and_differ(plot: BoundaryPlot, themes: ThemeManager, theme: Theme) -> None:
    themes.choose("dark" if theme is DARK else "light")
    plot.show_snapshot(snapshot(sampled(lambda x, y: 0.0 * x + 0.0 * y - 1.0)))
    plot.show_points(harmed())
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    image = picture(canvas)
    places = harmed().train.tolist()
    looks = [around(image, x, y) for x, y in places]
    others = replace(harmed(), train_classes=np.array([1, 1, 0, 1]), original=None)
    plot.show_points(replace(harmed(), original=others))  # the first alone is flipped
    swapped = [around(picture(canvas), x, y) for x, y in places]
    assert all(one != other for one, other in zip(looks, swapped, strict=True))
    assert looks[1] != looks[3]
    assert not has(looks[0], theme.text)
    assert has(swapped[0], theme.text)
    assert all(has(each, theme.text) for each in looks[1:])


def test_the_key_counts_what_is_marked_and_goes_with_it(plot: BoundaryPlot) -> None:
    plot.show_points(harmed())
    key = key_of(plot)
    assert key.isVisible()
    assert key.accessibleName() == "Marked points: 2 labels flipped, 2 outliers"
    assert plot.rect().contains(key.geometry())
    plot.show_points(clean())
    assert not key.isVisible()
    plot.show_points(regression())
    assert key.accessibleName() == "Marked points: 1 outlier"


def test_the_pointer_tells_what_a_marked_point_was(plot: BoundaryPlot) -> None:
    plot.show_snapshot(snapshot(sampled(lambda x, y: 0.0 * x + 0.0 * y - 1.0)))
    plot.show_points(harmed())
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    for at, words in (
        ((0.4, 0.4), "flipped, was outside"),
        ((0.6, 0.2), "outlier, was at (0.60, 0.60)"),
        ((0.8, 0.2), "flipped, was outside; outlier, was at (0.80, 0.80)"),
        ((0.2, 0.2), ""),
        ((0.5, 0.5), ""),
    ):
        hover(canvas, *at)
        assert canvas.readout.text().partition("\n")[2] == words
    hover(canvas, 0.4, 0.4)
    plot.points.setChecked(False)
    hover(canvas, 0.4, 0.4)
    assert "\n" not in canvas.readout.text(), "nothing is said of what is not shown"


def test_an_outlier_of_a_number_is_told_in_the_numbers_of_the_data() -> None:
    assert HarmedPoints(regression()).tell(0.4, 0.41, 0.02) == "outlier 300, was 200"
    assert HarmedPoints(regression()).tell(0.4, 0.45, 0.02) == ""
    assert HarmedPoints(clean()).tell(0.4, 0.4, 0.02) == ""


def thinned() -> Points:
    spare = np.array([[0.3, 0.7], [0.5, 0.7]], np.float32)
    return replace(clean(), left_out=spare, left_out_classes=np.array([0, 1]))


def test_what_is_left_out_is_pale_counted_and_told(plot: BoundaryPlot) -> None:
    plot.show_snapshot(snapshot(sampled(lambda x, y: 0.0 * x + 0.0 * y - 1.0)))
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None
    plot.show_points(clean())
    empty = around(picture(canvas), 0.3, 0.7)
    plot.show_points(thinned())
    assert around(picture(canvas), 0.3, 0.7) != empty
    assert key_of(plot).accessibleName() == "Marked points: 2 left out"
    hover(canvas, 0.5, 0.7)
    assert canvas.readout.text().endswith("\ninside, left out by the class balance")
    plot.points.setChecked(False)
    assert around(picture(canvas), 0.3, 0.7) == empty


def test_too_many_points_for_outlines_still_show_the_marks(plot: BoundaryPlot) -> None:
    places = np.random.default_rng(1).random((20_000, 2)).astype(np.float32)
    labels = np.zeros(len(places), np.int64)
    points = Points(places, labels, places[NONE], labels[NONE], ("outside", "inside"))
    canvas = plot.findChild(PlotCanvas)
    assert canvas is not None

    def with_flipped(count: int) -> QImage:
        before = replace(points, train_classes=(np.arange(len(places)) < count).astype(np.int64))
        plot.show_points(replace(points, original=before))
        return picture(canvas)

    assert with_flipped(1) != with_flipped(200)
