"""Weights as strokes: where they begin and end, how wide and in which colour."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.editor.edges import Edges, Span
from playground.editor.strokes import MOST_THICK, strokes
from playground.theme import DARK, LIGHT

SPAN = Span(10.0, 90.0, np.array([20.0, 60.0], np.float32), np.array([30.0, 70.0], np.float32))


def edges(strength, source=None, target=None):
    strength = np.array(strength, dtype=np.float32)
    none = np.zeros(len(strength), dtype=np.intp)
    return Edges(
        none, none if source is None else source, none if target is None else target, strength
    )


def test_a_weak_weight_is_one_curve_from_the_middle_of_its_source_to_that_of_its_target():
    many = edges([0.01] * (MOST_THICK + 1), target=np.ones(MOST_THICK + 1, dtype=np.intp))
    (stroke,) = strokes(many, [SPAN], LIGHT, 1.0)
    begin, end = stroke.path.elementAt(0), stroke.path.elementAt(3)
    assert (begin.x, begin.y, end.x, end.y) == (10.0, 20.0, 90.0, 70.0)
    assert stroke.path.elementCount() == 4 * (MOST_THICK + 1)
    middle = stroke.path.elementAt(1), stroke.path.elementAt(2)
    assert [(each.x, each.y) for each in middle] == [(50.0, 20.0), (50.0, 70.0)], (
        "level at both ends"
    )


def test_a_strong_weight_is_wider_than_a_weak_one_and_as_wide_on_both_sides_of_its_middle():
    weak, strong = strokes(edges([0.1, 1.0]), [SPAN], LIGHT, 1.0)
    assert strong.path.boundingRect().height() - weak.path.boundingRect().height() > 2
    assert strong.path.elementCount() > weak.path.elementCount()
    center = (
        strong.path.elementAt(0).y + strong.path.elementAt(strong.path.elementCount() - 4).y
    ) / 2
    assert center == pytest.approx(20.0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sign_gives_the_colour_and_the_size_its_strength(theme):
    found = strokes(edges([0.2, -0.2, 0.9, -0.9]), [SPAN], theme, 1.0)
    colors = [stroke.pen.color() for stroke in found]
    assert len({color.name() for color in colors}) == 4
    ground, high, low = (theme.color(name) for name in ("canvas", "high", "low"))
    assert distance(colors[3], high) < distance(colors[1], high) < distance(ground, high)
    assert distance(colors[2], low) < distance(colors[0], low) < distance(ground, low)


def distance(a: QColor, b: QColor) -> float:
    return np.hypot.reduce([a.red() - b.red(), a.green() - b.green(), a.blue() - b.blue()])


def test_columns_pushed_together_have_no_curves_between_them():
    closed = Span(90.0, 90.0, SPAN.sources, SPAN.targets)
    assert strokes(edges([0.5]), [closed], LIGHT, 1.0) == []


def test_no_weights_no_strokes():
    assert strokes(edges([]), [SPAN], LIGHT, 1.0) == []


@pytest.mark.parametrize("strength", [0.02, 1.0], ids=["thin", "thick"])
@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0, 3.0])
def test_a_curve_is_as_wide_on_a_dense_screen_and_has_no_gap(strength, ratio):
    level = Span(10.0, 90.0, np.array([20.0], np.float32), np.array([20.0], np.float32))
    many = edges([0.01] * MOST_THICK + [strength])

    def ink(ratio):
        image = QImage(round(100 * ratio), round(40 * ratio), QImage.Format.Format_Grayscale8)
        image.setDevicePixelRatio(ratio)
        image.fill(255)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stroke in strokes(many, [level], LIGHT, ratio):
            pen = QPen(stroke.pen)
            pen.setColor(QColor("black"))
            painter.setPen(pen)
            painter.drawPath(stroke.path)
        painter.end()
        rows = np.array(
            [255 - image.pixelColor(image.width() // 2, y).red() for y in range(image.height())]
        )
        inside = rows[np.flatnonzero(rows)[1] : np.flatnonzero(rows)[-1]]
        return rows.sum() / 255 / ratio, inside.min() if len(inside) else 255

    (wide, solid), (usual, _) = ink(ratio), ink(1.0)
    assert wide == pytest.approx(usual, abs=0.7)
    assert solid > 150
