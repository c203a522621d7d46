"""The options of the layer that is selected on the canvas."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document import edits
from playground.document.catalogue import LAYERS, Value
from playground.document.spec import ExperimentSpec
from playground.panels.layer_pages import LayerPage, Place, describe
from playground.theme import ThemeManager
from playground.training.snapshots import LayerSnapshot, Snapshot
from playground.undoable_document import UndoableDocument
from playground.widgets.labels import ElidedLabel, PlainLabel

_NOTHING = "Click a layer of the network to see its options, its weights and its gradient."


class LayerPanel(QWidget):
    """Shows one layer of the document, and of the newest snapshot; edits its options."""

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("layer_panel")
        self._document, self._themes = document, theme_manager
        self._index: int | None = None
        self._kind = ""
        self._page: LayerPage | None = None
        self._layers: tuple[LayerSnapshot, ...] = ()
        self._subtitle = ElidedLabel("", "muted")
        self._nothing = PlainLabel(_NOTHING, "muted")
        self._nothing.setWordWrap(True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        heading = QVBoxLayout()
        heading.setSpacing(1)
        heading.addWidget(PlainLabel("Selected layer", "title"))
        heading.addWidget(self._subtitle)
        self._box.addLayout(heading)
        self._box.addWidget(self._nothing)
        self._box.addStretch(1)
        document.changed.connect(self._document_changed)
        theme_manager.changed.connect(self.update)
        self.show_layer(None)

    def show_layer(self, index: int | None) -> None:
        """Show the layer at `index`, or what to do when none is selected."""
        self._index = index
        self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the weights and the gradient of the newest moment."""
        self._layers = snapshot.layers
        self._show_numbers()

    def _document_changed(self, before: ExperimentSpec, after: ExperimentSpec) -> None:
        if before.layers != after.layers:
            self._layers = ()  # of the network before; the next snapshot is on its way
        self._show()

    def _show(self) -> None:
        layers = self._document.spec.layers
        if self._index is None or self._index >= len(layers):
            self._show_page("")
            return
        place = Place(self._document.spec, self._index)
        self._show_page(layers[self._index].kind)
        self._subtitle.setText(describe(place))
        if self._page is not None:
            self._page.show_place(place)
        self._show_numbers()

    def _show_page(self, kind: str) -> None:
        self._nothing.setVisible(not kind)
        self._subtitle.setVisible(bool(kind))
        if kind == self._kind:
            return
        if self._page is not None:
            self._box.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        self._kind = kind
        if kind:
            self._page = LayerPage(LAYERS[kind], self._set_option, self._themes)
            self._box.insertWidget(2, self._page)
            self._page.show()

    def _show_numbers(self) -> None:
        if self._page is None or self._index is None:
            return
        known = self._index < len(self._layers)
        self._page.show_layer(self._layers[self._index] if known else None)

    def _set_option(self, name: str, value: Value) -> None:
        if self._index is None:
            return
        spec = self._document.spec
        label = next(row.label for row in LAYERS[self._kind].options if row.name == name)
        after = edits.set_layer_option(spec, self._index, name, value)
        self._document.edit(f"Change {label.lower()}", after)
