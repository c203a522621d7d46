"""The code strip shows and copies exactly the document's code."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from playground.document import edits
from playground.document.code import code
from playground.document.presets import PRESETS
from playground.panels.code_strip import CodeStrip


@pytest.fixture
def strip(document, themes, shown):
    return shown(CodeStrip(document, themes), 900)


def test_it_shows_the_code_of_the_document_as_it_changes(strip, document):
    view = strip.findChild(QPlainTextEdit)
    assert view.toPlainText() == code(document.spec)
    document.edit("remove", edits.remove_layer(document.spec, 0))
    assert view.toPlainText() == code(document.spec)
    assert view.isReadOnly()


def test_copy_copies_it_and_says_so_for_a_moment(strip, document, qtbot):
    button = strip.findChild(QAbstractButton, "copy_code")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().strip() == code(document.spec)
    assert button.text() == "Copied"
    strip.findChild(QTimer).setInterval(1)
    qtbot.waitUntil(lambda: button.text() == "Copy")


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
@pytest.mark.parametrize("width", [640, 840])
def test_every_line_of_a_preset_is_seen(document, themes, shown, width, preset):
    strip = shown(CodeStrip(document, themes), width)
    document.edit("preset", edits.set_layers(document.spec, preset.layers))
    strip.layout().activate()
    strip.resize(width, strip.sizeHint().height())
    view = strip.findChild(QPlainTextEdit)
    lines = view.toPlainText().count("\n") + 1
    assert view.verticalScrollBar().maximum() == 0
    assert view.viewport().height() >= lines * view.fontMetrics().lineSpacing()


def test_long_code_scrolls_within_four_lines(strip, document):
    view = strip.findChild(QPlainTextEdit)
    assert view.verticalScrollBar().maximum() == 0
    low = strip.sizeHint().height()
    layers = document.spec.layers * 8
    document.edit("long", edits.set_layers(document.spec, layers))
    strip.layout().activate()
    assert view.verticalScrollBar().maximum() > 0
    assert strip.sizeHint().height() <= low + 2 * view.fontMetrics().lineSpacing()
