"""A shown canvas over the report's network."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.document.spec import ExperimentSpec
from playground.editor.editor import NetworkEditor
from playground.theme import ThemeManager
from playground.undoable_document import UndoableDocument
from tests.playground.editor.networks import network, snapshot

Open = Callable[..., NetworkEditor]


@pytest.fixture
def themes(qapp: QApplication) -> ThemeManager:
    return ThemeManager(qapp, "light")


@pytest.fixture
def open_editor(qtbot: QtBot, themes: ThemeManager) -> Open:
    """Show a canvas of a document, with a made-up snapshot, 900 x 640 unless told."""

    def show(spec: ExperimentSpec, width: int = 900, height: int = 640) -> NetworkEditor:
        document = UndoableDocument(spec)
        editor = NetworkEditor(document, themes)
        document.setParent(editor)
        editor.document = document
        qtbot.addWidget(editor)
        editor.resize(width, height)
        with qtbot.waitExposed(editor):
            editor.show()
        first = editor.frames_drawn
        editor.show_snapshot(snapshot(spec))
        qtbot.waitUntil(lambda: editor.frames_drawn > first and editor._view.scene is not None)
        return editor

    return show


@pytest.fixture
def editor(open_editor: Open) -> NetworkEditor:
    return open_editor(network(25, 25, 25, 25))
