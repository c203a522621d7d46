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
        self._document.edit(text, after)
        self.select(selected)

    def _follow(self, _before: ExperimentSpec, _after: ExperimentSpec) -> None:
        """Undo, redo and presets may take the selected layer away."""
        self.select(self.selected)
