"""Where the cards of the layers stand: pure geometry, in pixels of the canvas.

Card 0 is the input, card i + 1 is layer i; gap g lies between card g and card g + 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from PySide6.QtCore import QRectF

from playground.document.layer_kinds import BEGIN, END, LAYERS

TOP: Final = 10.0
CARD_HEIGHT: Final = 42.0
NAME_HEIGHT: Final = 18.0  # the name of an activation, below its chip
SPREAD: Final = 96.0  # how far each neighbour of an open gap moves: the widest chip, and a little
_LEFT: Final = 10.0
_RIGHT: Final = 40.0  # room to drop after the last layer
_ASIDE: Final = SPREAD + 6  # room for the last layer to move aside, before the row is shrunk
_SQUEEZED_CARD: Final = 34.0
_SQUEEZED_CHIP: Final = 16.0
_SQUEEZED_GAP: Final = 7.0
_TIGHT_GAP: Final = 3.0  # where squeezed cards do not make room enough
_Interval = tuple[float, float]
_Shape = Literal["card", "chip", "node"]  # a Linear, an activation, the end of a block


@dataclass(frozen=True, slots=True)
class _Measures:
    card: float
    chip: float
    node: float
    gap: float
    first: float  # before layer 0: room for it to move aside, and for the curves

    def side(self, shape: _Shape) -> float:
        """How wide a card of this shape is."""
        return {"card": self.card, "chip": self.chip, "node": self.node}[shape]

    def mixed(self, other: "_Measures", share: float) -> "_Measures":
        """This one, `share` (0 to 1) of the way to `other`."""
        return _Measures(
            self.card + share * (other.card - self.card),
            self.chip + share * (other.chip - self.chip),
            self.node + share * (other.node - self.node),
            self.gap + share * (other.gap - self.gap),
            self.first + share * (other.first - self.first),
        )


_WANTED: Final = _Measures(card=114, chip=42, node=28, gap=11, first=42)
_SMALLEST: Final = _Measures(card=50, chip=27, node=22, gap=4, first=76)


@dataclass(frozen=True, slots=True)
class Row:
    """The cards, left to right, and how wide the canvas would like to be to show them all."""

    cards: tuple[QRectF, ...]
    width: float

    def nearest_gap(self, x: float, gaps: Sequence[int]) -> int:
        """The one of `gaps` whose middle is nearest to `x`."""
        return min(gaps, key=lambda index: abs(self.gap(index).center().x() - x))

    def gap(self, index: int) -> QRectF:
        """The place between card `index` and the next; after the last card, what is free there."""
        left = self.cards[index].right()
        last = index + 1 == len(self.cards)
        right = left + _RIGHT if last else self.cards[index + 1].left()
        return QRectF(left, TOP, max(right - left, 1.0), CARD_HEIGHT)


def row(kinds: Sequence[str], width: float) -> Row:
    """The row for layers of these kinds: spread over `width`, shrunk or wider where it must be.

    Each Linear stands over its own column of units, so the room before a Linear grows first.
    """
    shapes: list[_Shape] = ["card", *map(_shape, kinds)]
    wide = [shape == "card" for shape in shapes]
    follows = _follow_a_column(kinds)
    room = max(width - _LEFT - _ASIDE, 1.0)
    wanted, smallest = (_length(shapes, follows, each) for each in (_WANTED, _SMALLEST))
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
        x += max(room - _length(shapes, follows, measures) - stretch * (sum(wide) - 1), 0.0) / 2
    cards = []
    for index, is_wide in enumerate(wide):
        if index:
            x += measures.gap + _lead(follows, index, measures) + (stretch if is_wide else 0.0)
        side = measures.side(shapes[index])
        height = CARD_HEIGHT if is_wide else side
        cards.append(QRectF(x, TOP + (CARD_HEIGHT - height) / 2, side, height))
        x += side
    return Row(tuple(cards), x + _RIGHT)


def parted(row: Row, openness: Sequence[float], left: float, right: float) -> Row:
    """The row with gap g open by `openness[g]` (0 to 1, at most 1 in all).

    Its neighbours move aside by `SPREAD`, as far as the view from `left` to `right` reaches. The
    cards behind them are squeezed, first the room between them, rather than covered or pushed
    out of the view; only a row too long for the view loses some of them at its edges.
    """
    edges = [(card.left(), card.right()) for card in row.cards]
    for gap, share in enumerate(openness):
        if share > 0:
            opened = _opened(row.cards, gap, left, right)
            for index, (card, place) in enumerate(zip(row.cards, opened, strict=True)):
                low, high = edges[index]
                edges[index] = (
                    low + share * (place[0] - card.left()),
                    high + share * (place[1] - card.right()),
                )
    return Row(tuple(map(_placed, row.cards, edges)), row.width)


def _opened(cards: Sequence[QRectF], gap: int, left: float, right: float) -> list[_Interval]:
    """Left and right edge of every card while one gap is wide open."""
    before = [(-card.right(), -card.left()) for card in reversed(cards[: gap + 1])]
    after = [(card.left(), card.right()) for card in cards[gap + 1 :]]
    least = [_least(card) for card in cards]
    mirrored = _moved_aside(before, least[gap::-1], -left)
    moved = [(-high, -low) for low, high in reversed(list(mirrored))]
    return [*moved, *_moved_aside(after, least[gap + 1 :], right)]


def _moved_aside(
    rest: Sequence[_Interval], least: Sequence[float], end: float
) -> Iterator[_Interval]:
    """Cards one behind the other, the first moved by `SPREAD`; those short of `end` stay so.

    least: how narrow each may become.
    """
    if not rest:
        return
    first = min(SPREAD, max(end - rest[0][1], 0.0))
    position = rest[0][1] + first
    yield rest[0][0] + first, position
    rooms = [here[0] - before[1] for before, here in pairwise(rest)]
    widths = [high - low for low, high in rest[1:]]
    shown = sum(low < end for low, _ in rest[1:])
    wanted = max(end, rest[shown][1]) - position
    narrow = [min(room, _SQUEEZED_GAP) for room in rooms]
    rooms = _mixed(narrow, rooms, wanted - sum(widths[:shown]), shown)
    widths = _mixed(least[1:], widths, wanted - sum(rooms[:shown]), shown)
    tight = [min(room, _TIGHT_GAP) for room in rooms]
    rooms = _mixed(tight, rooms, wanted - sum(widths[:shown]), shown)
    for room, width in zip(rooms, widths, strict=True):
        yield position + room, position + room + width
        position += room + width


def _mixed(least: Sequence[float], most: Sequence[float], wanted: float, count: int) -> list[float]:
    """Lengths between `least` and `most`; `count` of them take `wanted` where that is between."""
    low, high = sum(least[:count]), sum(most[:count])
    share = min(max((wanted - low) / (high - low), 0.0), 1.0) if high > low else 1.0
    return [one + share * (other - one) for one, other in zip(least, most, strict=True)]


def _least(card: QRectF) -> float:
    return min(card.width(), _SQUEEZED_CHIP if _is_chip(card) else _SQUEEZED_CARD)


def _is_chip(card: QRectF) -> bool:
    return card.width() <= CARD_HEIGHT


def _placed(card: QRectF, edges: _Interval) -> QRectF:
    """The card between two edges; a chip stays as high as it is wide."""
    width = edges[1] - edges[0]
    height = width if _is_chip(card) else card.height()
    return QRectF(edges[0], TOP + (CARD_HEIGHT - height) / 2, width, height)


def _shape(kind: str) -> _Shape:
    if kind == "linear":
        return "card"
    return "node" if kind in (BEGIN, END) else "chip"


def _follow_a_column(kinds: Sequence[str]) -> list[bool]:
    """Of every card, the input's first, whether it is a Linear's right behind a column of units."""
    before = [False, True, *(LAYERS[kind].has_units for kind in kinds)]
    return [behind and kind == "linear" for behind, kind in zip(before, ("", *kinds), strict=False)]


def _length(shapes: Sequence[_Shape], follows: Sequence[bool], measures: _Measures) -> float:
    leads = sum(_lead(follows, index, measures) for index in range(1, len(shapes)))
    return sum(map(measures.side, shapes)) + measures.gap * (len(shapes) - 1) + leads


def _lead(follows: Sequence[bool], index: int, measures: _Measures) -> float:
    """Extra room before a Linear that follows a column directly: the curves need it."""
    if index == 1:
        return measures.first
    return measures.chip if follows[index] else 0.0
