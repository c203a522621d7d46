from itertools import pairwise

import pytest

from playground.editor.chip import LayerChip
from playground.editor.layout import SPREAD, parted, row
from playground.editor.palette import LayerPalette

REPORT = ["linear", "tanh"] * 4


@pytest.mark.parametrize("width", [620, 900, 1400])
@pytest.mark.parametrize("kinds", [REPORT, ["linear"] * 5, ["tanh", "relu"], ["relu", *REPORT]])
def test_cards_stand_in_order_inside_the_canvas(kinds, width):
    cards = row(kinds, width).cards
    assert len(cards) == len(kinds) + 1
    assert cards[0].left() >= 0
    assert cards[-1].right() < width
    assert all(before.right() < after.left() for before, after in pairwise(cards))


def test_many_layers_make_the_row_wider_than_the_canvas():
    found = row(["linear", "tanh"] * 32, 620)
    assert found.width > 620
    assert all(before.right() < after.left() for before, after in pairwise(found.cards))
    assert min(card.width() for card in found.cards) >= 30


@pytest.mark.parametrize("gap", range(9))
def test_an_open_gap_moves_both_neighbours_by_more_than_a_chip(qtbot, themes, gap):
    palette = LayerPalette(themes)
    qtbot.addWidget(palette)
    chip = max(chip.sizeHint().width() for chip in palette.findChildren(LayerChip))
    assert chip <= SPREAD
    rest = row(REPORT, 900)
    opened = parted(rest, [float(index == gap) for index in range(9)], 0, 900)
    assert rest.cards[gap].left() - opened.cards[gap].left() >= SPREAD
    if gap + 1 < len(rest.cards):
        assert opened.cards[gap + 1].left() - rest.cards[gap + 1].left() >= SPREAD


def test_cards_further_away_stay_in_view():
    rest = row(REPORT, 620)
    opened = parted(rest, [float(index == 4) for index in range(9)], 6, 614)
    assert opened.cards[0].left() >= 6
    assert opened.cards[-1].right() <= 614


def test_the_nearest_gap_is_the_one_under_the_cursor():
    found = row(REPORT, 900)
    assert [found.nearest_gap(found.gap(gap).center().x()) for gap in range(9)] == list(range(9))
    assert found.nearest_gap(-50) == 0
    assert found.nearest_gap(5000) == 8
