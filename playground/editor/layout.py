"""Where the cards of the layers stand: pure geometry, in pixels of the canvas.

Card 0 is the input, card i + 1 is layer i; gap g lies between card g and card g + 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QRectF

TOP: Final = 8.0
CARD_HEIGHT: Final = 42.0
NAME_HEIGHT: Final = 18.0  # the name of an activation, below its chip
SPREAD: Final = 96.0  # how far each neighbour of an open gap moves: the widest chip, and a little
_LEFT: Final = 10.0
_RIGHT: Final = 40.0  # room to drop after the last layer


@dataclass(frozen=True, slots=True)
class _Measures:
    card: float
    chip: float
    gap: float

    def mixed(self, other: "_Measures", share: float) -> "_Measures":
        """This one, `share` (0 to 1) of the way to `other`."""
        return _Measures(
            self.card + share * (other.card - self.card),
            self.chip + share * (other.chip - self.chip),
            self.gap + share * (other.gap - self.gap),
        )


_WANTED: Final = _Measures(card=114, chip=42, gap=11)
_SMALLEST: Final = _Measures(card=54, chip=30, gap=5)


@dataclass(frozen=True, slots=True)
class Row:
    """The cards, left to right, and how wide the canvas would like to be to show them all."""

    cards: tuple[QRectF, ...]
    width: float

    def nearest_gap(self, x: float) -> int:
        """The gap whose middle is nearest to `x`."""
        middles = [self.gap(index).center().x() for index in range(len(self.cards))]
        return min(range(len(middles)), key=lambda index: abs(middles[index] - x))

    def gap(self, index: int) -> QRectF:
        """The place between card `index` and the next; after the last card, what is free there."""
        left = self.cards[index].right()
        last = index + 1 == len(self.cards)
        right = left + _RIGHT if last else self.cards[index + 1].left()
        return QRectF(left, TOP, max(right - left, 1.0), CARD_HEIGHT)

    def card_at(self, x: float, y: float) -> int | None:
        """The card under a point, or None."""
        hits = (index for index, card in enumerate(self.cards) if card.contains(x, y))
        return next(hits, None)


def row(kinds: Sequence[str], width: float) -> Row:
    """The row for layers of these kinds: spread over `width`, shrunk or wider where it must be.

    Each Linear stands over its own column of units, so the room before a Linear grows first.
    """
    wide = [True, *(kind == "linear" for kind in kinds)]
    room = max(width - _LEFT - _RIGHT, 1.0)
    wanted, smallest = _length(wide, _WANTED), _length(wide, _SMALLEST)
    if wanted <= room:
        measures, spare = _WANTED, room - wanted
    elif smallest < room:
        measures, spare = _WANTED.mixed(_SMALLEST, (wanted - room) / (wanted - smallest)), 0.0
    else:
        measures, spare = _SMALLEST, 0.0
    stretch = spare / max(sum(wide) - 1, 1) if sum(wide) > 1 else 0.0
    stretch = min(stretch, 2.2 * measures.card)
    x = _LEFT
    if sum(wide) > 1:
        x += max(room - _length(wide, measures) - stretch * (sum(wide) - 1), 0.0) / 2
    cards = []
    for index, is_wide in enumerate(wide):
        if index:
            x += measures.gap + _lead(wide, index, measures) + (stretch if is_wide else 0.0)
        side = measures.card if is_wide else measures.chip
        height = CARD_HEIGHT if is_wide else measures.chip
        cards.append(QRectF(x, TOP + (CARD_HEIGHT - height) / 2, side, height))
        x += side
    return Row(tuple(cards), x + _RIGHT)


def parted(row: Row, openness: Sequence[float], left: float, right: float) -> Row:
    """The row with gap g open by `openness[g]` (0 to 1): all before it left, all after it right.

    A card that is no neighbour of the open gap stops at the edge of the view, so that it is
    pushed under its neighbour rather than out of sight.
    """
    if not any(openness):
        return row
    cards = []
    for index, card in enumerate(row.cards):
        shift = SPREAD * (sum(openness[:index]) - sum(openness[index:]))
        near = max(openness[index], openness[index - 1] if index else 0.0)
        x = card.left() + shift
        low, high = min(left, card.left()), max(right - card.width(), card.left())
        held = min(max(x, low), high)
        cards.append(QRectF(held + near * (x - held), card.top(), card.width(), card.height()))
    return Row(tuple(cards), row.width)


def _length(wide: Sequence[bool], measures: _Measures) -> float:
    sides = sum(measures.card if is_wide else measures.chip for is_wide in wide)
    leads = sum(_lead(wide, index, measures) for index in range(1, len(wide)))
    return sides + measures.gap * (len(wide) - 1) + leads


def _lead(wide: Sequence[bool], index: int, measures: _Measures) -> float:
    """Extra room before a Linear that follows another card directly: the curves need it."""
    before, here = list(pairwise(wide))[index - 1]
    return measures.chip if before and here else 0.0
