"""The three figures below the boundary."""

import pytest
from PySide6.QtWidgets import QLabel

from playground.plots import text
from playground.plots.numbers import Numbers
from playground.theme import ThemeManager
from tests.playground.plots.conftest import Place
from tests.playground.plots.fakes import metrics, snapshot

NAMES = ("test_error", "train_error", "test_loss")


def labels(numbers: Numbers) -> list[QLabel]:
    """The three numbers."""
    return [numbers.findChild(QLabel, name) for name in NAMES]


def test_dashes_before_anything_then_the_numbers(themes: ThemeManager) -> None:
    numbers = Numbers(themes)
    assert [label.text() for label in labels(numbers)] == ["–"] * 3
    numbers.show_snapshot(snapshot(history=(metrics(1.0, test=0.0713),)))
    assert [label.text() for label in labels(numbers)] == ["2.60 %", "3.60 %", "0.0713"]
    assert [label.accessibleName() for label in labels(numbers)] == [
        "Test error 2.60 %",
        "Train error 3.60 %",
        "Test loss 0.0713",
    ]
    numbers.show_snapshot(snapshot())
    assert [label.text() for label in labels(numbers)] == ["–"] * 3


@pytest.mark.parametrize("width", [276, 372])
def test_the_widest_numbers_fit(themes: ThemeManager, place: Place, width: int) -> None:
    numbers = Numbers(themes)
    place(numbers, width, 54)
    for label in labels(numbers):
        label.setText("100.00 %")
        assert label.sizeHint().width() <= label.width()


@pytest.mark.parametrize(
    ("value", "want"),
    [
        (0.0713, "0.0713"),
        (0.0, "0.0000"),
        (2.13e-5, "2.1e−05"),
        (12.345, "12.3"),
        (5e20, "5.0e+20"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_a_loss_stays_short(value: float, want: str) -> None:
    assert text.loss(value) == want


def test_signs_are_written() -> None:
    assert text.signed(0.84) == "+0.84"
    assert text.signed(-0.84) == "−0.84"
