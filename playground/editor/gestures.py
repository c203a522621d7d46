"""What the mouse can do on the canvas: each gesture is an object that moves, ends or is undone."""

from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from playground.document.spec import LayerSpec


class Canvas(Protocol):
    """What a gesture needs of the canvas."""

    def gap_at(self, point: QPointF, layer: LayerSpec) -> int | None:
        """The gap a drop of `layer` at `point` goes into; None where nothing can be dropped."""

    def show_gap(self, gap: int | None, layer: LayerSpec | None) -> None:
        """Open `gap` for `layer`, and close the others."""

    def lift(self, index: int, point: QPointF, *, removing: bool, copying: bool) -> None:
        """Show layer `index` hanging at the cursor."""

    def put_back(self) -> None:
        """Show all layers in their places, all gaps closed."""

    def layer(self, index: int) -> LayerSpec:
        """The layer at `index`."""

    def span(self, index: int) -> range:
        """The layers that go along with the one at `index`: itself, or its block."""

    def insert_at(self, layer: LayerSpec, gap: int) -> None:
        """Edit: insert."""

    def move_to(self, index: int, gap: int) -> None:
        """Edit: move; `gap` is counted before the layer is taken out."""

    def copy_to(self, index: int, gap: int) -> None:
        """Edit: copy."""

    def remove(self, index: int) -> None:
        """Edit: remove."""


class LayerDrag:
    """Drag a layer to reorder it, with Ctrl to copy it, off the canvas to remove it."""

    def __init__(self, canvas: Canvas, index: int, press: QPointF) -> None:
        self._canvas = canvas
        self._index = index
        self._press = self._last = press
        self.started = False

    def move(self, point: QPointF, *, copying: bool) -> None:
        """Follow the cursor; nothing happens before it has clearly moved."""
        self._last = point
        distance = (point - self._press).manhattanLength()
        if not self.started and distance < QApplication.startDragDistance():
            return
        self.started = True
        layer = self._canvas.layer(self._index)
        gap = self._canvas.gap_at(point, layer)
        self._canvas.lift(self._index, point, removing=gap is None, copying=copying)
        self._canvas.show_gap(gap if self._changes(gap, copying) else None, layer)

    def copy(self, copying: bool) -> None:
        """Ctrl was pressed or let go where the cursor stands."""
        self.move(self._last, copying=copying)

    def finish(self, point: QPointF, *, copying: bool) -> None:
        """Drop the layer here."""
        if not self.started:
            return
        gap = self._canvas.gap_at(point, self._canvas.layer(self._index))
        self._canvas.put_back()
        if gap is None:
            if not copying:
                self._canvas.remove(self._index)
        elif copying:
            self._canvas.copy_to(self._index, gap)
        elif self._changes(gap, copying):
            self._canvas.move_to(self._index, gap)

    def cancel(self) -> None:
        """Put everything back."""
        self._canvas.put_back()

    def _changes(self, gap: int | None, copying: bool) -> bool:
        """The gaps beside a layer (or block) change nothing, unless it is copied."""
        own = self._canvas.span(self._index)
        return gap is not None and (copying or not own.start <= gap <= own.stop)


class ChipDrag:
    """Drag a chip from the palette (or another window) into a gap."""

    def __init__(self, canvas: Canvas, layer: LayerSpec) -> None:
        self._canvas = canvas
        self._layer = layer

    def move(self, point: QPointF) -> bool:
        """Follow the cursor; whether a drop here would insert the layer."""
        gap = self._canvas.gap_at(point, self._layer)
        self._canvas.show_gap(gap, self._layer)
        return gap is not None

    def finish(self, point: QPointF) -> None:
        """Insert the layer here."""
        gap = self._canvas.gap_at(point, self._layer)
        self._canvas.put_back()
        if gap is not None:
            self._canvas.insert_at(self._layer, gap)

    def cancel(self) -> None:
        """Put everything back."""
        self._canvas.put_back()
