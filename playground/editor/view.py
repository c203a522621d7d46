"""The picture of the canvas: where everything stands, and how it is painted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from playground.document.blocks import span
from playground.document.spec import ExperimentSpec
from playground.editor import layout
from playground.editor.block_frames import BlockFrame, frames, paint_frame
from playground.editor.cards import Card, CardPainter, Look, cards, name_rooms
from playground.editor.columns import some_hidden
from playground.editor.diagram import LINE, outline, paint_labels, weights_caption
from playground.editor.hover import Hover, paint_hover
from playground.editor.scene import Scene, scene
from playground.theme import Theme
from playground.training.snapshots import Snapshot

_ZONE_HEIGHT = 44.0
_BELOW_CARDS = 32.0  # room for the frame of the selected column, which frames paint anew
_SIDE = 6.0
_REVEALED = 10.0  # from the edge, at least


@dataclass(slots=True)
class Showing:
    """What the canvas is to show beside the document: selection, cursor, a drag in progress."""

    selected: int | None = None
    focused: bool = False
    hovered: int | None = None  # card under the cursor
    hover: Hover | None = None
    lifted: int | None = None  # layer hanging at the cursor
    copying: bool = False
    removing: bool = False
    incoming: Card | None = None  # what the open gap waits for
    warned: frozenset[int | None] = field(default_factory=frozenset)


class CanvasView:
    """Geometry and painting of one canvas. Boxes are in widget coordinates."""

    def __init__(self, spec: ExperimentSpec) -> None:
        self.spec = spec
        self.cards = cards(spec)
        self.size = QSizeF(600, 400)
        self.scroll = 0.0
        self.openness: Sequence[float] = ()
        self.header = 0.0  # height of the advice between cards and diagram
        self.row = layout.row([], 600)
        self.boxes: tuple[QRectF, ...] = self.row.cards
        self.scene: Scene | None = None

    @property
    def diagram_top(self) -> float:
        """The y below which units are drawn."""
        return layout.TOP + layout.CARD_HEIGHT + _BELOW_CARDS + self.header

    @property
    def cards_bottom(self) -> int:
        """The y above which the row of cards is painted."""
        return int(layout.TOP + layout.CARD_HEIGHT + layout.NAME_HEIGHT)

    @property
    def remove_zone(self) -> QRectF:
        """Where a dragged layer is dropped to remove it, besides anywhere outside."""
        top = self.size.height() - _ZONE_HEIGHT - max(self._below, _SIDE)
        return QRectF(_SIDE, top, self.size.width() - 2 * _SIDE, _ZONE_HEIGHT)

    def arrange(self) -> None:
        """Place the cards for the present document, size, scroll position and open gaps."""
        self.cards = cards(self.spec)
        kinds = [layer.kind for layer in self.spec.layers]
        self.row = layout.row(kinds, self.size.width())
        self.scroll = min(max(self.scroll, 0.0), max(self.row.width - self.size.width(), 0.0))
        left, right = self.scroll + _SIDE, self.scroll + self.size.width() - _SIDE
        moved = layout.parted(self.row, self.openness, left, right)
        self.boxes = tuple(box.translated(-self.scroll, 0) for box in moved.cards)

    @property
    def frames(self) -> tuple[BlockFrame, ...]:
        """The frames of the residual blocks, from above the cards to below the diagram."""
        return frames(self.spec, self.boxes, self._foot - 3)

    def reveal(self, layer: int | None) -> None:
        """Scroll as far as it takes to see a layer whole; `arrange` follows."""
        if layer is not None and layer + 1 < len(self.row.cards):
            card = self.row.cards[layer + 1]
            left, right = self.scroll + _REVEALED, self.scroll + self.size.width() - _REVEALED
            self.scroll += max(card.right() - right, 0.0) or min(card.left() - left, 0.0)

    def place(self, snapshot: Snapshot | None) -> Scene:
        """Put the units of `snapshot` in their places below the cards."""
        bottom = self._foot - 14
        middles = [box.center().x() for box in self.boxes]
        if some_hidden(self.spec, bottom - self.diagram_top):
            bottom -= LINE
        height = max(bottom - self.diagram_top, 40.0)
        self.scene = scene(self.spec, snapshot, middles, self.diagram_top, height)
        return self.scene

    def paint(
        self, painter: QPainter, showing: Showing, theme: Theme, font: QFont, *, cards: bool
    ) -> None:
        """Paint what lies over the diagram: labels, cards, drag marks and what is hovered.

        A frame of the run changes nothing in the row of cards: `cards` says whether to paint it.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cards:
            row = QRectF(0, 0, self.size.width(), self.cards_bottom)
            painter.fillRect(row, theme.color("canvas"))
            painter.save()
            painter.setClipRect(row)
            for frame in self.frames:
                paint_frame(painter, frame, theme, selected=False)
            painter.restore()
        self._paint_labels(painter, theme, font)
        self._paint_selected_column(painter, showing, theme)
        if cards:
            self._paint_cards(painter, showing, theme, font)
        if showing.incoming is not None and any(self.openness):
            self._paint_marker(painter, showing.incoming, theme)
        if not self.spec.layers and showing.incoming is None:
            self._paint_empty(painter, theme, font)
        if showing.lifted is not None and not showing.copying:
            self._paint_remove_zone(painter, showing, theme, font)
        if showing.hover is not None and self.scene is not None and showing.lifted is None:
            bounds = QRectF(QPointF(0, 0), self.size).adjusted(4, 4, -4, -4)
            paint_hover(painter, showing.hover, self.scene, self.spec, theme, font, bounds)

    def card_at(self, point: QPointF) -> int | None:
        """The card under a point (0 is the input), or None."""
        hits = (index for index, box in enumerate(self.boxes) if box.contains(point))
        return next(hits, None)

    def gap_box(self, gap: int) -> QRectF:
        """The place between two cards as it stands now."""
        return layout.Row(self.boxes, 0).gap(gap)

    @property
    def _widest_gap(self) -> int:
        return max(range(len(self.openness)), key=lambda gap: self.openness[gap])

    @property
    def _below(self) -> float:
        """The room for a scroll bar below all else."""
        return 14 if self.row.width > self.size.width() else 2

    @property
    def _foot(self) -> float:
        """The top of the line below the diagram; a scroll bar may stand under it."""
        return self.size.height() - self._below - LINE

    def _paint_labels(self, painter: QPainter, theme: Theme, font: QFont) -> None:
        if self.scene is None:
            return
        for view in self.scene.columns:
            paint_labels(painter, view, theme, font)
        small = QFont(font)
        small.setPixelSize(11)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        line = QRectF(14, self._foot, self.size.width() - 28, LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, weights_caption(self.scene))

    def _paint_selected_column(self, painter: QPainter, showing: Showing, theme: Theme) -> None:
        if self.scene is None or showing.selected is None:
            return
        for frame in self.frames:
            if showing.selected in (frame.block.begin, frame.block.end):
                paint_frame(painter, frame, theme, selected=True)
        for view in self.scene.columns:
            if view.column.layer == showing.selected:
                painter.setPen(QPen(theme.color("accent"), 1.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(outline(view), 9, 9)

    def _paint_cards(self, painter: QPainter, showing: Showing, theme: Theme, font: QFont) -> None:
        card_painter = CardPainter(theme, font)
        level = card_painter.level(self.cards, self.row.cards)
        lifted = span(self.spec.layers, showing.lifted) if showing.lifted is not None else range(0)
        rooms = name_rooms(self.cards, self.boxes)
        for index, box in enumerate(self.boxes):
            layer = index - 1
            look = Look(
                selected=layer == showing.selected,
                focused=showing.focused and layer == showing.selected,
                hovered=index == showing.hovered and index > 0,
                faded=layer in lifted and not showing.copying,
                warned=index > 0 and layer in showing.warned,
                room=rooms[index],
            )
            card_painter.paint(painter, self.cards[index], box, look, level)

    def _paint_marker(self, painter: QPainter, card: Card, theme: Theme) -> None:
        """Outline the place that waits for `card`, and where its column would stand.

        Its name is on what hangs at the cursor, which would cover it here.
        """
        gap = self._widest_gap
        painter.save()
        painter.setOpacity(self.openness[gap])
        room = self.gap_box(gap)
        size = QSizeF(42, 42) if card.round else QSizeF(114, layout.CARD_HEIGHT)
        middle = room.center().x()
        if gap + 1 == len(self.boxes):
            middle = room.left() + 10 + size.width() / 2
        else:
            size.setWidth(min(size.width(), max(room.width() - 12, 12.0)))
        top = layout.TOP + (layout.CARD_HEIGHT - size.height()) / 2
        box = QRectF(middle - size.width() / 2, top, size.width(), size.height())
        pen = QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = box.height() / 2 if card.round else 7
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        faint = theme.color("accent")
        faint.setAlphaF(0.55)
        painter.setPen(QPen(faint, 1.4, Qt.PenStyle.DashLine))
        start = self.diagram_top if card.round else box.bottom() + 8
        painter.drawLine(QPointF(middle, start), QPointF(middle, self.size.height() - 2 * LINE))
        painter.restore()

    def _paint_remove_zone(
        self, painter: QPainter, showing: Showing, theme: Theme, font: QFont
    ) -> None:
        zone = self.remove_zone
        color = theme.color("warning" if showing.removing else "muted")
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("hover" if showing.removing else "surface"))
        painter.drawRoundedRect(zone, 8, 8)
        if not showing.removing:  # else the dragged card says it
            painter.setFont(font)
            painter.drawText(
                zone, Qt.AlignmentFlag.AlignCenter, "Drop here to remove · Ctrl copies"
            )

    def _paint_empty(self, painter: QPainter, theme: Theme, font: QFont) -> None:
        left = self.boxes[0].right() + 24
        room = QRectF(left, layout.TOP, min(self.size.width() - left - 24, 330), 42)
        painter.setPen(QPen(theme.color("muted"), 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room, 8, 8)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        text = "Drag a layer here, or press Insert"
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
