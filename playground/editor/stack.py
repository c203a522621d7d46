"""The edits of the stack, and which layer is selected before and after each."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from playground.document import edits
from playground.document.blocks import Block, block_at, gaps_for, span
from playground.document.errors import SpecError
from playground.document.layer_kinds import BEGIN, END
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.undoable_document import UndoableDocument


class LayerStack(QObject):
    """Edits the layers of a document, one undo step each; the layer touched stays selected.

    Signals:
        selection_changed(int | None): another layer is selected.
        refused(str): an edit was not made, and why.
    """

    selection_changed = Signal(object)
    refused = Signal(str)

    def __init__(self, document: UndoableDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._editing = False
        self.selected: int | None = None
        document.changed.connect(self._follow)

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """The layers of the document, input to output."""
        return self._document.spec.layers

    def select(self, index: int | None) -> None:
        """Select the layer at `index`, or none; one that is not there selects the nearest."""
        if index is not None:
            index = min(max(index, 0), len(self.layers) - 1) if self.layers else None
        if index != self.selected:
            self.selected = index
            self.selection_changed.emit(index)

    def step(self, by: int) -> None:
        """Select the layer `by` places on; the first (last) where none is selected."""
        if self.selected is None:
            self.select(0 if by > 0 else len(self.layers) - 1)
        else:
            self.select(self.selected + by)

    def insert(self, kind: str) -> None:
        """Insert a layer with its default options after the selected one, else at the end.

        A residual block goes behind the block that the selected one is in.
        """
        end = len(self.layers) if self.selected is None else self.selected + 1
        gap = next(gap for gap in gaps_for(self.layers, kind) if gap >= end)
        self.insert_at(LayerSpec(kind), gap)

    def insert_at(self, layer: LayerSpec, gap: int) -> None:
        """Insert `layer` into `gap`."""
        self._edit(f"insert {layer.name}", gap, edits.insert_layer, gap, layer)

    def move_to(self, index: int, gap: int) -> None:
        """Move the layer at `index` into `gap`, counted before it is taken out."""
        moved = span(self.layers, index)
        place = gap - len(moved) if gap > moved.start else gap
        self._edit(f"move {self._name(index)}", place, edits.move_layer, index, gap)

    def copy_to(self, index: int, gap: int) -> None:
        """Put a copy of the layer at `index` into `gap`."""
        self._edit(f"copy {self._name(index)}", gap, edits.copy_layer, index, gap)

    def remove(self, index: int) -> None:
        """Remove the layer at `index`; the one that takes its place is selected."""
        place = span(self.layers, index).start
        self._edit(f"remove {self._name(index)}", place, edits.remove_layer, index)

    def delete_selected(self) -> None:
        """Remove the selected layer, if any."""
        if self.selected is not None:
            self.remove(self.selected)

    def move_selected(self, by: int) -> None:
        """Move the selected layer one place towards the output (+1) or the input (−1).

        It goes into a block and out of it; a whole block goes past the next layer or block.
        """
        if self.selected is not None and (gap := self._gap_beyond(self.selected, by)) is not None:
            self.move_to(self.selected, gap)

    def can_move(self, by: int) -> bool:
        """Whether `move_selected` has a place to go to."""
        return self.selected is not None and self._gap_beyond(self.selected, by) is not None

    def copy_selected(self) -> None:
        """Put a copy of the selected layer after it."""
        if self.selected is not None:
            self.copy_to(self.selected, span(self.layers, self.selected).stop)

    @property
    def block(self) -> Block | None:
        """The residual block that the selected layer is in, or None."""
        return None if self.selected is None else block_at(self.layers, self.selected)

    def dissolve_selected(self) -> None:
        """Take the shortcut of the selected layer's block away; its layers stay."""
        if self.selected is not None:
            block = self.block
            place = self.selected if block is None else block.begin
            self._edit("dissolve residual block", place, edits.dissolve_block, self.selected)

    def _name(self, index: int) -> str:
        """What an edit at `index` is about: "Tanh", or "residual block"."""
        whole = len(span(self.layers, index)) > 1
        return "residual block" if whole else self.layers[index].name

    def _gap_beyond(self, index: int, by: int) -> int | None:
        """The gap beyond the neighbour on one side; for a block, beyond a whole one beside it."""
        moved = span(self.layers, index)
        neighbour = moved.stop if by > 0 else moved.start - 1
        if not 0 <= neighbour < len(self.layers):
            return None
        whole = len(moved) > 1
        passed = span(self.layers, neighbour) if whole else range(neighbour, neighbour + 1)
        return passed.stop if by > 0 else passed.start

    def _edit(
        self,
        text: str,
        selected: int,
        edit: Callable[..., ExperimentSpec],
        *arguments: object,
    ) -> None:
        try:
            after = edit(self._document.spec, *arguments)
        except SpecError as error:
            self.refused.emit(str(error))
            return
        self._editing = True
        try:
            self._document.edit(text, after)
        finally:
            self._editing = False
        self.select(selected)

    def _follow(self, before: ExperimentSpec, after: ExperimentSpec) -> None:
        """Undo, redo, advice and presets change the stack too: select what they touched."""
        index = self.selected
        if not self._editing and before.layers != after.layers:
            index = _touched(before.layers, after.layers, index)
        self.select(index)


def _touched(
    before: tuple[LayerSpec, ...], after: tuple[LayerSpec, ...], selected: int | None
) -> int | None:
    """Where the layer or block that was inserted, moved or changed is now, or what took its place.

    Where equal layers leave open which one it was: the selected one, if it can be. Where more
    has changed, the selection stays.
    """
    if len(after) > len(before):
        places = {place: place for place in _missing(after, before)}
    elif len(after) < len(before):
        places = {place: place for place in _missing(before, after)}
    else:
        places = _moved(before, after)
    if selected in places:
        return places[selected]
    return next(iter(places.values()), selected)


def _missing(more: tuple[LayerSpec, ...], less: tuple[LayerSpec, ...]) -> list[int]:
    """The places of `more` from which on it has what `less` has not."""
    extra = len(more) - len(less)
    places = range(len(less) + 1)
    return [place for place in places if more[:place] + more[place + extra :] == less]


def _moved(before: tuple[LayerSpec, ...], after: tuple[LayerSpec, ...]) -> dict[int, int]:
    """From where to where a layer or block went; the place of a layer that only changed, twice."""
    changed = [place for place, layer in enumerate(before) if after[place : place + 1] != (layer,)]
    if len(before) != len(after) or not changed:
        return {}
    first, last = changed[0], changed[-1]
    if first == last:
        return {first: first}
    stretch, found = before[first : last + 1], []
    for cut in range(1, len(stretch)):
        if stretch[cut:] + stretch[:cut] == after[first : last + 1]:
            found += [(stretch[:cut], first, last + 1 - cut), (stretch[cut:], first + cut, first)]
    moved = [(len(layers), start, end) for layers, start, end in found if _is_one(layers)]
    return {start: end for _, start, end in sorted(moved, key=lambda each: -each[0])}


def _is_one(layers: tuple[LayerSpec, ...]) -> bool:
    """Whether it is a single layer or one whole block."""
    first, *rest = (layer.kind for layer in layers)
    if first == BEGIN:
        return rest.count(END) == 1 and rest[-1] == END
    return not rest and first != END
