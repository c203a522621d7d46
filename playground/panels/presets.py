"""The networks of the report, one click away."""

from PySide6.QtWidgets import QMenu

from playground.document import edits
from playground.document.presets import PRESETS, Preset
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import MenuButton
from playground.widgets.tool_tips import wrapped


class PresetButton(MenuButton):
    """A menu with the four networks of the report's Table I."""

    def __init__(self, document: UndoableDocument) -> None:
        super().__init__("Presets")
        self.setObjectName("presets")
        self.setAccessibleName("Networks of the report")
        self.setToolTip("Replace the layers by one of the report's networks (Table I)")
        self._document = document
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for preset in PRESETS:
            action = menu.addAction(preset.label)
            action.setObjectName(f"preset_{preset.name}")
            action.setToolTip(wrapped(preset.help))
            action.triggered.connect(lambda _=False, preset=preset: self._choose(preset))
        self.setMenu(menu)

    def _choose(self, preset: Preset) -> None:
        after = edits.set_layers(self._document.spec, preset.layers)
        self._document.edit(f"Network: {preset.label}", after, another=True)
