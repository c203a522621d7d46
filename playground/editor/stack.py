"""The edits of the stack, and which layer is selected before and after each."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from playground.document import edits
from playground.document.errors import SpecError
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
        """Insert a layer with its default options after the selected one, else at the end."""
        end = len(self.layers) if self.selected is None else self.selected + 1
        self.insert_at(LayerSpec(kind), end)

    def insert_at(self, layer: LayerSpec, gap: int) -> None:
        """Insert `layer` into `gap`."""
        self._edit(f"insert {layer.name}", gap, edits.insert_layer, gap, layer)

    def move_to(self, index: int, gap: int) -> None:
        """Move the layer at `index` into `gap`, counted before it is taken out."""
        name = self.layers[index].name
        self._edit(f"move {name}", gap - (gap > index), edits.move_layer, index, gap)

    def copy_to(self, index: int, gap: int) -> None:
        """Put a copy of the layer at `index` into `gap`."""
        self._edit(f"copy {self.layers[index].name}", gap, edits.copy_layer, index, gap)

    def remove(self, index: int) -> None:
        """Remove the layer at `index`; the one that takes its place is selected."""
        name = self.layers[index].name
        self._edit(f"remove {name}", index, edits.remove_layer, index)

    def delete_selected(self) -> None:
        """Remove the selected layer, if any."""
        if self.selected is not None:
            self.remove(self.selected)

    def move_selected(self, by: int) -> None:
        """Move the selected layer one place towards the output (+1) or the input (−1)."""
        index = self.selected
        if index is not None and 0 <= index + by < len(self.layers):
            self.move_to(index, index + by + (by > 0))

    def copy_selected(self) -> None:
        """Put a copy of the selected layer after it."""
        if self.selected is not None:
            self.copy_to(self.selected, self.selected + 1)

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
    """Where the layer that was inserted, moved or changed is now, or what took its place.

    Where equal layers leave open which one it was: the selected one, if it can be. Where more
    than one layer has changed, the selection stays.
    """
    if len(after) == len(before) + 1:
        places = {place: place for place in _missing(after, before)}
    elif len(after) == len(before) - 1:
        places = {place: place for place in _missing(before, after)}
    else:
        places = _moved(before, after)
    if selected in places:
        return places[selected]
    return next(iter(places.values()), selected)


def _missing(more: tuple[LayerSpec, ...], less: tuple[LayerSpec, ...]) -> list[int]:
    """The places of `more` without which it is `less`."""
    return [place for place in range(len(more)) if more[:place] + more[place + 1 :] == less]


def _moved(before: tuple[LayerSpec, ...], after: tuple[LayerSpec, ...]) -> dict[int, int]:
    """From where to where one layer went; the place of a layer that only changed, twice."""
    changed = [place for place, layer in enumerate(before) if after[place : place + 1] != (layer,)]
    if len(before) != len(after) or not changed:
        return {}
    first, last = changed[0], changed[-1]
    if first == last:
        return {first: first}
    found = {}
    if (*before[first + 1 : last + 1], before[first]) == after[first : last + 1]:
        found[first] = last
    if (before[last], *before[first:last]) == after[first : last + 1]:
        found[last] = first
    return found
