"""The presets button replaces the layers by one of the report's networks."""

from PySide6.QtGui import QAction

from playground.document.presets import PRESETS
from playground.panels.presets import PresetButton


def test_each_entry_is_one_undoable_edit(document, shown):
    button = shown(PresetButton(document))
    before = document.spec
    for preset in PRESETS:
        action = button.menu().findChild(QAction, f"preset_{preset.name}") or next(
            each for each in button.menu().actions() if each.text() == preset.label
        )
        action.trigger()
        assert document.spec.layers == preset.layers
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.spec == before
