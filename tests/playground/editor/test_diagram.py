from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from playground.document.catalogue import LAYERS
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.editor import wording
from playground.editor.columns import columns, fitting
from playground.editor.diagram import column_caption, weights_caption
from playground.editor.diagram_view import DiagramView
from playground.editor.edges import MOST_EDGES, edge_at, strongest
from playground.editor.glyphs import paint_glyph
from playground.editor.layout import row
from playground.editor.scene import scene
from playground.editor.thumbnails import strip
from playground.theme import DARK, LIGHT
from tests.playground.editor.networks import network, snapshot


def scene_of(spec, shown=None, height=520.0):
    middles = [card.center().x() for card in row([each.kind for each in spec.layers], 900).cards]
    return scene(spec, shown, middles, 80.0, height)


@pytest.mark.parametrize("kind", LAYERS)
def test_every_kind_of_layer_has_a_picture_of_its_own(qapp, kind):
    def picture(of):
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_glyph(painter, of, QRectF(2, 2, 20, 20), QColor("black"))
        painter.end()
        return image

    assert picture(kind) == picture(kind)
    alike = [other for other in LAYERS if picture(other) == picture(kind)]
    # A softmax of two numbers is a sigmoid of their difference; x is x.
    assert set(alike) in ({kind}, {"sigmoid", "softmax"})


def test_features_are_the_first_column():
    layers = (LayerSpec("features"), LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("linear"))
    spec = ExperimentSpec(layers)
    found = columns(spec)
    assert [(each.layer, each.output) for each in found] == [(None, 0), (1, 2), (3, 3)]
    assert found[0].labels == ("x", "y", "x²", "y²", "xy", "sin 2πx", "sin 2πy")
    place = scene_of(spec, snapshot(spec))
    assert [len(view.units) for view in place.columns] == [7, 25, 2]
    assert [each.shape for each in place.weights] == [(25, 7), (2, 25)]


def test_a_column_shows_its_linear_after_the_activations_behind_it():
    kinds = ["linear", "tanh", "relu", "linear", "linear", "tanh"]
    found = columns(ExperimentSpec(tuple(LayerSpec(kind) for kind in kinds)))
    assert [(each.layer, each.output) for each in found] == [(None, None), (0, 2), (3, 3), (4, 5)]
    assert [each.name for each in found] == ["Input", "Linear 1", "Linear 2", "Linear 3"]
    assert found[0].labels == ("x", "y")
    assert found[-1].labels == ("outside", "inside")


def test_the_strongest_weights_are_drawn_weak_to_strong():
    random = np.random.default_rng(3)
    weights = random.normal(size=(64, 64)).astype(np.float32)
    drawn = strongest([(weights, float(np.abs(weights).max()))])
    assert len(drawn) == MOST_EDGES
    kept = np.abs(weights[drawn.target, drawn.source])
    assert np.all(np.diff(kept) >= 0)
    assert kept.min() == np.sort(np.abs(weights).ravel())[-MOST_EDGES]
    assert np.array_equal(np.sign(drawn.strength), np.sign(weights[drawn.target, drawn.source]))


def test_small_layers_are_drawn_whole():
    random = np.random.default_rng(3)
    layers = [(random.normal(size=shape).astype(np.float32), 3.0) for shape in ((64, 64), (2, 64))]
    drawn = strongest(layers)
    assert np.count_nonzero(drawn.span == 1) == 128
    assert len(drawn) == MOST_EDGES


def test_a_diverged_network_can_be_drawn():
    weights = np.array([[np.nan, np.inf], [-np.inf, 0.5]], dtype=np.float32)
    assert np.all(np.abs(strongest([(weights, float("inf"))]).strength) <= 1)
    assert not strip(weights[None], 20, 22, LIGHT).isNull()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_thumbnails_take_the_colours_of_the_scale(theme):
    values = np.stack([np.full((8, 8), value, dtype=np.float32) for value in (-1, 0, 1, 9)])
    image = strip(values, 20, 25, theme)
    assert (image.width(), image.height()) == (20, 95)
    for index, name in enumerate(("low", "middle", "high", "high")):
        shown, wanted = image.pixelColor(10, 25 * index + 10), QColor(getattr(theme, name))
        channels = zip(shown.getRgb()[:3], wanted.getRgb()[:3], strict=True)
        assert max(abs(one - other) for one, other in channels) <= 2
        assert image.pixelColor(0, 25 * index).alpha() < 128
    assert all(image.pixelColor(10, 25 * index + 22).alpha() == 0 for index in range(3))


@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75, 2.0])
def test_thumbnails_stand_where_their_curves_end_however_dense_the_screen(qtbot, ratio):
    spec = network(64, 64, 2)
    scene = scene_of(spec, snapshot(spec, most=64), height=640)
    parent = QWidget()
    qtbot.addWidget(parent)
    drawing = DiagramView(parent).prepare(scene, (), LIGHT, ratio)
    picture, place = drawing.columns[1]
    image = picture.toImage()
    opaque = [
        image.pixelColor(image.width() // 2, row).alpha() > 0 for row in range(image.height())
    ]
    starts = [row for row, shown in enumerate(opaque) if shown and not (row and opaque[row - 1])]
    assert len(starts) == place.count
    wanted = [index * place.pitch * ratio for index in range(place.count)]
    assert np.abs(np.array(starts) - wanted).max() <= 0.5


def test_a_thumbnail_is_not_turned_or_mirrored():
    values = np.zeros((1, 8, 8), dtype=np.float32)
    values[0, :4, 4:] = 1  # upper right
    image = strip(values, 16, 16, LIGHT)
    assert image.pixelColor(12, 3) == QColor(LIGHT.high)
    assert image.pixelColor(3, 3) != QColor(LIGHT.high)
    assert image.pixelColor(12, 12) != QColor(LIGHT.high)


def test_units_fit_the_height_and_what_is_left_out_is_said():
    spec = network(128, 25, 2)
    view = scene_of(spec, snapshot(spec, most=32), height=520)
    wide, narrow = view.columns[1], view.columns[2]
    assert column_caption(wide) == "32 of 128 units"
    assert wording.shown_units(wide) == "units 1, 5, 9, 13, …, 128"
    assert column_caption(narrow) == ""
    assert all(each.place.bottom <= 600 and each.place.tile >= 8 for each in view.columns)
    assert weights_caption(view) == f"Strongest 600 of {2 * 128 + 128 * 25 + 25 * 2:,} weights"
    assert fitting(64, 100) == 11


def test_a_snapshot_of_another_network_is_not_shown():
    old = snapshot(network(25, 2))
    view = scene_of(network(26, 2), old)
    assert all(each.thumbnails is None for each in view.columns)
    assert len(view.edges) == 0
    assert scene_of(network(25, 2), old).columns[1].thumbnails is not None
    moved = ExperimentSpec(tuple(LayerSpec(kind) for kind in ("linear", "linear", "tanh", "tanh")))
    before = ExperimentSpec(tuple(LayerSpec(kind) for kind in ("linear", "tanh", "linear", "tanh")))
    assert len(scene_of(moved, snapshot(before)).edges) == 0


def test_the_weight_under_the_cursor_is_found_and_named():
    spec = network(3, 2)
    shown = snapshot(spec)
    view = scene_of(spec, shown)
    for index in range(len(view.edges)):
        edge = view.edges.edge(index)
        span = view.spans[edge.span]
        near_the_end = span.left + 0.93 * (span.right - span.left)
        found = edge_at(view.edges, view.spans, near_the_end, float(span.targets[edge.target]))
        assert found is not None
        assert (found.span, found.target) == (edge.span, edge.target)
        weights = shown.layers[0 if edge.span == 0 else 2].weights
        assert view.weight(edge) == pytest.approx(weights[edge.target, edge.source])
    assert edge_at(view.edges, view.spans, 450.0, 5.0) is None
    edge = replace(edge, span=1, source=2, target=1)
    assert wording.weight_name(view, edge) == "From Linear 1, unit 3 to Linear 2, unit 2: inside"
