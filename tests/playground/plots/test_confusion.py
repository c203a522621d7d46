"""What a person sees and hears of the confusion matrix."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.plots.canvas import Readout
from playground.plots.confusion import _STRONGEST, ConfusionMatrix, _ink, _mixed
from playground.theme import DARK, LIGHT, Theme, ThemeManager
from tests.playground.plots.conftest import Place

COUNTS = np.array([[90, 10], [25, 375]])
NAMES = ("<b>outside</b>", "inside")


@pytest.fixture
def matrix(themes: ThemeManager, place: Place) -> ConfusionMatrix:
    found = ConfusionMatrix(themes)
    place(found, 260, 280)
    found.show_counts(COUNTS, NAMES)
    return found


def middle(matrix: ConfusionMatrix, row: int, column: int) -> QPoint:
    return matrix._box(row, column).center().toPoint()


def test_the_figure_is_the_share_of_wrong_points(matrix: ConfusionMatrix) -> None:
    assert matrix.figure == "error 7.00 %"
    matrix.announce()
    assert matrix.accessibleName() == "Confusion matrix, error 7.00 %"


def test_arrows_read_the_cells_in_words(matrix: ConfusionMatrix) -> None:
    matrix.setFocus()
    heard = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(matrix, key)
        heard.append(matrix.accessibleDescription())
    assert heard == [
        "90 of 100 points of <b>outside</b> recognised (90.00 %)",
        "10 of 100 points of <b>outside</b> taken for inside (10.00 %)",
        *["375 of 400 points of inside recognised (93.75 %)"] * 2,
    ]
    readout = matrix.findChild(Readout)
    assert readout is not None
    assert readout.isVisible()
    assert readout.textFormat() == Qt.TextFormat.PlainText


def test_the_pointer_reads_a_cell(matrix: ConfusionMatrix) -> None:
    QTest.mouseMove(matrix, middle(matrix, 1, 0))
    QApplication.processEvents()
    assert matrix.accessibleDescription().startswith("25 of 400 points of inside taken for <b>")
    QTest.mouseMove(matrix, QPoint(4, 4))
    QApplication.processEvents()
    assert matrix.accessibleDescription() == ""


def test_right_and_wrong_have_different_colours(matrix: ConfusionMatrix) -> None:
    matrix.show_counts(np.array([[0, 50], [0, 50]]), NAMES)
    image = matrix.grab().toImage()
    corners = [matrix._box(row, 1).topLeft().toPoint() + QPoint(8, 8) for row in (0, 1)]
    wrong, right = (image.pixelColor(corner) for corner in corners)
    assert right.blue() > right.red() + 60
    assert wrong.red() > wrong.blue() + 60


def test_ten_classes_fit_with_one_size_of_numbers(matrix: ConfusionMatrix) -> None:
    counts = np.full((10, 10), 7)
    matrix.show_counts(counts, tuple(f"a class with a long name {i}" for i in range(10)))
    assert matrix.body.contains(matrix._box(9, 9).toAlignedRect().adjusted(0, 0, -1, -1))
    assert matrix._size(matrix._box(0, 0)) == 14
    counts[0, 1] = 77
    assert matrix._size(matrix._box(0, 0)) in (9, 11)
    counts[3, 4] = 9_999_999
    matrix.show_counts(counts, tuple(map(str, range(10))))
    assert matrix._size(matrix._box(0, 0)) is None
    assert matrix.words(3, 4).startswith("9,999,999 of 10,000,062 points of 3\ntaken for 4")


def test_a_class_without_points_has_no_shares(matrix: ConfusionMatrix) -> None:
    matrix.show_counts(np.array([[0, 0], [1, 2]]), NAMES)
    assert matrix.words(0, 1) == "0 of 0 points of <b>outside</b>\ntaken for inside"
    matrix.grab()


def test_says_why_there_is_nothing(matrix: ConfusionMatrix) -> None:
    matrix.explain("There are no points in this set.")
    matrix.announce()
    assert matrix.accessibleName() == "Confusion matrix, There are no points in this set."
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.accessibleDescription() == ""
    matrix.show_counts(COUNTS, NAMES)
    assert matrix.note == ""


def test_follows_the_theme(matrix: ConfusionMatrix, themes: ThemeManager) -> None:
    box = matrix._box(0, 1).toRect()
    place = box.topLeft() + QPoint(box.width() // 2, 8)
    light = matrix.grab().toImage().pixelColor(place)
    themes.choose("dark")
    dark = matrix.grab().toImage().pixelColor(place)
    assert LIGHT.sunken != DARK.sunken
    assert light.lightness() > 200 > 100 > dark.lightness()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.62, 0.8, 1.0])
@pytest.mark.parametrize("name", ["accent", "warning"])
def test_numbers_are_read_on_every_shade(theme: Theme, share: float, name: str) -> None:
    """4 : 1 at least; large and bold text needs 3 : 1."""
    ground = _mixed(theme.color("sunken"), theme.color(name), _STRONGEST * share)
    low, high = sorted(map(luminance, (ground, _ink(theme, ground))))
    assert (high + 0.05) / (low + 0.05) >= 4


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
