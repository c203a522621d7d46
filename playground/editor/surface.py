"""What gestures act on: opens gaps, lifts layers, and hands the finished edit to the stack."""

from PySide6.QtCore import QPointF

from playground.document.blocks import gaps_for, span
from playground.document.spec import LayerSpec
from playground.editor.canvas import NetworkCanvas
from playground.editor.cards import Card, CardPainter
from playground.editor.gap_opening import GapOpening
from playground.editor.ghost import Ghost
from playground.editor.stack import LayerStack
from playground.editor.view import CanvasView, Showing
from playground.theme import ThemeManager


class DragSurface:
    """The canvas as gestures see it (`gestures.Canvas`)."""

    def __init__(
        self,
        widget: NetworkCanvas,
        view: CanvasView,
        showing: Showing,
        stack: LayerStack,
        opening: GapOpening,
        theme_manager: ThemeManager,
    ) -> None:
        self._widget = widget
        self._view = view
        self._showing = showing
        self._stack = stack
        self._opening = opening
        self._theme_manager = theme_manager
        self._ghost: Ghost | None = None

    def gap_at(self, point: QPointF, layer: LayerSpec) -> int | None:
        """The nearest gap for `layer`, judged by the cards at rest; None off the canvas."""
        inside = self._widget.rect().contains(point.toPoint())
        if not inside or (self._showing.lifted is not None and self._over_remove_zone(point)):
            return None
        gaps = gaps_for(self._stack.layers, layer.kind)
        return self._view.row.nearest_gap(point.x() + self._view.scroll, gaps)

    def show_gap(self, gap: int | None, layer: LayerSpec | None) -> None:
        """Open `gap` for `layer`, and close the others."""
        self._showing.incoming = Card(layer.kind, layer.name) if layer is not None else None
        self._opening.open(gap, len(self._view.boxes))

    def lift(self, index: int, point: QPointF, *, removing: bool, copying: bool) -> None:
        """Show layer `index` hanging at the cursor; for a whole block its Residual."""
        self._showing.lifted = index
        self._showing.removing = removing
        self._showing.copying = copying
        self._showing.hover = None
        if self._ghost is None:
            self._ghost = Ghost(self._widget)
        cards = CardPainter(self._theme_manager.current, self._widget.font())
        place = self.span(index).start + 1
        card, box = self._view.cards[place], self._view.row.cards[place]
        self._ghost.show_card(card, box, cards, removing=removing and not copying)
        self._ghost.move_to(point.toPoint())
        self._widget.show_marks()

    def put_back(self) -> None:
        """Show all layers in their places, all gaps closed."""
        self._showing.lifted = self._showing.incoming = None
        self._showing.removing = self._showing.copying = False
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
            self._ghost = None
        self._opening.open(None, len(self._view.boxes))
        self._widget.show_marks()

    def layer(self, index: int) -> LayerSpec:
        """The layer at `index`."""
        return self._stack.layers[index]

    def span(self, index: int) -> range:
        """The layers that go along with the one at `index`: itself, or its block."""
        return span(self._stack.layers, index)

    def insert_at(self, layer: LayerSpec, gap: int) -> None:
        """Edit: insert."""
        self._stack.insert_at(layer, gap)

    def move_to(self, index: int, gap: int) -> None:
        """Edit: move."""
        self._stack.move_to(index, gap)

    def copy_to(self, index: int, gap: int) -> None:
        """Edit: copy."""
        self._stack.copy_to(index, gap)

    def remove(self, index: int) -> None:
        """Edit: remove."""
        self._stack.remove(index)

    def _over_remove_zone(self, point: QPointF) -> bool:
        return not self._showing.copying and self._view.remove_zone.contains(point)
