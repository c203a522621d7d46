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


@pytest.mark.parametrize("before", ["linear", "features"])
@pytest.mark.parametrize("width", [500, 660, 900])
def test_between_two_columns_is_room_for_the_curves(before, width):
    cards = row([before, "linear", "tanh", "linear"], width).cards
    assert cards[2].left() - cards[1].right() > 27


def test_many_layers_make_the_row_wider_than_the_canvas():
    found = row(["linear", "tanh"] * 32, 620)
    assert found.width > 620
    assert all(before.right() < after.left() for before, after in pairwise(found.cards))
    assert min(card.width() for card in found.cards) >= 27


# The canvas is as wide as this in a window of 1280 x 720 and of 1600 x 1000.
CANVASES = (665, 880)
STACKS = {
    "3": ["linear", "tanh", "linear"],
    "8": REPORT,
    "9": ["relu", *REPORT],
    "10": ["linear", "relu"] * 5,
    "5 Linears": ["linear"] * 5,
    "12": ["linear", "tanh"] * 6,
    "a block": ["linear", "tanh", "residual", "linear", "tanh", "linear", "add", "linear"],
    "64": ["linear", "tanh"] * 32,
}


def opened(rest, gap, scroll, width, share=1.0):
    openness = [share * (index == gap) for index in range(len(rest.cards))]
    return parted(rest, openness, scroll + 6, scroll + width - 6).cards


def test_a_gap_is_wider_than_any_chip(qtbot, themes):
    palette = LayerPalette(themes)
    qtbot.addWidget(palette)
    widths = {chip.kind: chip.sizeHint().width() for chip in palette.findChildren(LayerChip)}
    assert max(widths[kind] for kind in ("linear", "tanh", "relu")) <= SPREAD
    assert max(widths.values()) < 2 * SPREAD  # which both neighbours leave


@pytest.mark.parametrize("width", CANVASES)
@pytest.mark.parametrize("kinds", STACKS.values(), ids=STACKS)
def test_an_open_gap_covers_no_card_and_pushes_none_out_of_a_row_that_fits(kinds, width):
    rest = row(kinds, width)
    for gap in range(len(kinds) + 1):
        for share in (0.3, 1.0):
            cards = opened(rest, gap, 0, width, share)
            assert all(before.right() < after.left() for before, after in pairwise(cards))
            assert all(card.width() >= 15 for card in cards)
            if rest.width <= width:
                assert cards[0].left() >= 5.99
                assert cards[-1].right() <= width - 5.99


@pytest.mark.parametrize("width", CANVASES)
@pytest.mark.parametrize("kinds", [STACKS[name] for name in ("3", "8", "9", "10", "5 Linears")])
def test_both_neighbours_of_an_open_gap_move_by_more_than_a_chip(kinds, width):
    rest = row(kinds, width)
    assert rest.width <= width
    for gap in range(len(kinds) + 1):
        cards = opened(rest, gap, 0, width)
        if gap:  # the input is no layer
            assert rest.cards[gap].left() - cards[gap].left() >= SPREAD - 0.01
        if gap < len(kinds):
            assert cards[gap + 1].left() - rest.cards[gap + 1].left() >= SPREAD - 0.01


@pytest.mark.parametrize("width", CANVASES)
def test_squeezed_cards_do_not_stick_together(width):
    rest = row(REPORT, width)
    for gap in range(len(REPORT) + 1):
        for before, after in pairwise(opened(rest, gap, 0, width)):
            assert after.left() - before.right() > 4
    cards = opened(rest, 1, 0, width)
    assert cards[1].left() - cards[0].right() > 6.99  # the first Linear beside the input


@pytest.mark.parametrize("width", CANVASES)
@pytest.mark.parametrize("scroll", [0, 500, 1400])
def test_in_a_long_row_the_gap_opens_within_the_view(width, scroll):
    rest = row(STACKS["64"], width)
    for gap in range(65):
        place = rest.gap(gap)
        if place.left() < scroll + 40 or place.right() > scroll + width - 40:
            continue
        cards = opened(rest, gap, scroll, width)
        assert all(before.right() < after.left() for before, after in pairwise(cards))
        assert cards[gap].left() >= scroll
        assert cards[gap + 1].right() <= scroll + width
        aside = (
            rest.cards[gap].left() - cards[gap].left(),
            cards[gap + 1].left() - rest.cards[gap + 1].left(),
        )
        assert max(aside) >= SPREAD - 0.01
        if scroll + 180 < place.center().x() < scroll + width - 180:
            assert min(aside) >= SPREAD - 0.01


def test_a_squeezed_chip_stays_round():
    rest = row(STACKS["64"], 665)
    (chip,) = (card for card in opened(rest, 8, 0, 665)[2:3])
    assert chip.width() < rest.cards[2].width()
    assert chip.width() == chip.height()
    assert chip.center().y() == rest.cards[2].center().y()


def test_on_its_way_from_gap_to_gap_no_card_covers_another():
    rest = row(REPORT, 665)
    for share in (0.1, 0.5, 0.9):
        openness = [0.0] * 9
        openness[1], openness[6] = 1 - share, share
        cards = parted(rest, openness, 6, 659).cards
        assert all(before.right() < after.left() for before, after in pairwise(cards))
        assert cards[0].left() >= 5.99
        assert cards[-1].right() <= 659.01


def test_the_nearest_gap_is_the_one_under_the_cursor():
    found = row(REPORT, 900)
    every = range(9)
    assert [found.nearest_gap(found.gap(gap).center().x(), every) for gap in every] == [*every]
    assert found.nearest_gap(-50, every) == 0
    assert found.nearest_gap(5000, every) == 8
    assert found.nearest_gap(found.gap(4).center().x(), (0, 3, 8)) == 3
