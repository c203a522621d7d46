"""Paints the row of cards: the input, Linear cards, and round chips for activations."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from playground.document.layer_kinds import BEGIN, END
from playground.document.spec import ExperimentSpec
from playground.editor.glyphs import paint_glyph
from playground.editor.layout import NAME_HEIGHT
from playground.editor.wording import subtitles
from playground.theme import Theme

_RADIUS: Final = 7.0
_TITLE_SIZE: Final = 13
_SUBTITLE_SIZE: Final = 11
_SIDE_PADDING: Final = 5.0
_LEAST_SIZE: Final = 6
_NAME_WIDTH: Final = 80.0
_BETWEEN_NAMES: Final = 4.0


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card; `kind` is "input" for the first. Subtitles: longest first."""

    kind: str
    title: str
    subtitles: tuple[str, ...] = ()

    @property
    def round(self) -> bool:
        """Whether it is the small chip of an activation."""
        return self.kind not in ("input", "linear")

    @property
    def named(self) -> bool:
        """Whether its name stands below it; the ends of a block are too close to others for one."""
        return self.round and self.kind not in (BEGIN, END)


@dataclass(frozen=True, slots=True)
class Look:
    """The state of a card, and how wide the name below a chip may be, in pixels."""

    selected: bool = False
    focused: bool = False
    hovered: bool = False
    faded: bool = False
    warned: bool = False
    room: float = _NAME_WIDTH


def cards(spec: ExperimentSpec) -> tuple[Card, ...]:
    """The cards of a document: the input, then every layer."""
    layers = (
        Card(layer.kind, layer.name, subtitles(spec, index) if layer.kind == "linear" else ())
        for index, layer in enumerate(spec.layers)
    )
    return (Card("input", "Input", ("x, y",)), *layers)


def name_rooms(shown: Sequence[Card], boxes: Sequence[QRectF]) -> tuple[float, ...]:
    """How wide the name of each card may be without touching that of a chip beside it."""
    rooms = [_NAME_WIDTH] * len(shown)
    for left, right in pairwise(range(len(shown))):
        if shown[left].named and shown[right].named:
            apart = boxes[right].center().x() - boxes[left].center().x() - _BETWEEN_NAMES
            rooms[left], rooms[right] = min(rooms[left], apart), min(rooms[right], apart)
    return tuple(rooms)


class CardPainter:
    """Draws cards in one theme and font."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._title = QFont(font)
        self._title.setPixelSize(_TITLE_SIZE)
        self._title.setWeight(QFont.Weight.DemiBold)
        self._subtitle = QFont(font)
        self._subtitle.setPixelSize(_SUBTITLE_SIZE)
        self._subtitle.setWeight(QFont.Weight.Normal)

    def level(self, shown: Sequence[Card], boxes: Sequence[QRectF]) -> int:
        """The longest subtitle that fits all cards, as an index: they should speak alike."""
        pairs = zip(shown, boxes, strict=True)
        return max((self._fitting(card, box) for card, box in pairs if not card.round), default=0)

    def paint(self, painter: QPainter, card: Card, box: QRectF, look: Look, level: int) -> None:
        """Draw one card into `box`, an activation's name below it."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if look.faded:
            painter.setOpacity(0.35)
        if look.focused:
            ring = box.adjusted(-3.5, -3.5, 3.5, 3.5)
            painter.setPen(QPen(self._theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = ring.height() / 2 if card.round else _RADIUS + 3.5
            painter.drawRoundedRect(ring, radius, radius)
        self._paint_box(painter, card, box, look)
        if card.round:
            self._paint_chip(painter, card, box, look.room)
        else:
            self._paint_text(painter, card, box, level)
        if look.warned:
            self._paint_badge(painter, box)
        painter.restore()

    def paint_note(self, painter: QPainter, text: str, middle: QPointF) -> None:
        """Write a warning on a label of its own."""
        width = self.note_width(text)
        label = QRectF(middle.x() - width / 2, middle.y() - 10, width, 20).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._theme.color("warning"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(label, 6, 6)
        painter.setFont(self._subtitle)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def note_width(self, text: str) -> float:
        """How wide the label of a note is."""
        return QFontMetricsF(self._subtitle).horizontalAdvance(text) + 16

    def _fitting(self, card: Card, box: QRectF) -> int:
        metrics, room = QFontMetricsF(self._subtitle), box.width() - 2 * _SIDE_PADDING
        fits = [metrics.horizontalAdvance(text) <= room for text in card.subtitles]
        return fits.index(True) if True in fits else len(fits) - 1

    def _paint_box(self, painter: QPainter, card: Card, box: QRectF, look: Look) -> None:
        width = 2.0 if look.selected else 1.0
        painter.setPen(QPen(self._theme.color("accent" if look.selected else "border"), width))
        painter.setBrush(self._theme.color("hover" if look.hovered else "surface"))
        inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = inner.height() / 2 if card.round else _RADIUS
        painter.drawRoundedRect(inner, radius, radius)

    def _paint_chip(self, painter: QPainter, card: Card, box: QRectF, room: float) -> None:
        size = QSizeF(box.width() * 0.52, box.height() * 0.42)
        corner = box.center() - QPointF(size.width() / 2, size.height() / 2)
        paint_glyph(painter, card.kind, QRectF(corner, size), self._theme.color("accent"))
        if not card.named:
            return  # the shortcut between them says it
        painter.setFont(self._subtitle)
        painter.setPen(self._theme.color("muted"))
        left = box.center().x() - _NAME_WIDTH / 2
        below = QRectF(left, box.bottom() + 1, _NAME_WIDTH, NAME_HEIGHT - 2)
        metrics = QFontMetricsF(self._subtitle)
        name = metrics.elidedText(card.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_text(self, painter: QPainter, card: Card, box: QRectF, level: int) -> None:
        upper = QRectF(box.left(), box.top() + 4, box.width(), box.height() / 2 - 2)
        lower = QRectF(box.left(), box.center().y() + 1, box.width(), box.height() / 2 - 5)
        text = card.subtitles[max(min(level, len(card.subtitles) - 1), self._fitting(card, box))]
        for words, font, role, place in (
            (card.title, self._title, "text", upper),
            (text, self._subtitle, "muted", lower),
        ):
            painter.setFont(_fitted(font, words, box.width()))
            painter.setPen(self._theme.color(role))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        badge = QRectF(box.right() - 10, box.top() - 5, 15, 15)
        painter.setPen(QPen(self._theme.color("canvas"), 1.5))
        painter.setBrush(self._theme.color("warning"))
        painter.drawEllipse(badge)
        painter.setFont(self._title)
        painter.setPen(self._theme.color("surface"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "!")


def _fitted(font: QFont, text: str, width: float) -> QFont:
    """`font`, smaller where a squeezed card has no room for `text` in it."""
    wanted = QFontMetricsF(font).horizontalAdvance(text) + 4
    if wanted <= width:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(int(font.pixelSize() * width / wanted), _LEAST_SIZE))
    return smaller
