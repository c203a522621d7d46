"""The whole drag, palette to canvas, through Qt's own drag loop (platform "minimal" has one)."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
from PySide6.QtCore import QPoint, QTimer, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from playground.editor.editor import NetworkEditor
from playground.editor.palette import LayerPalette
from playground.theme import ThemeManager
from playground.undoable_document import UndoableDocument
from tests.playground.editor.networks import network

app = QApplication([])
themes = ThemeManager(app)
document = UndoableDocument(network(25, 25))
window = QWidget()
palette, editor = LayerPalette(themes), NetworkEditor(document, themes)
column = QVBoxLayout(window)
column.addWidget(palette)
column.addWidget(editor, 1)
window.resize(900, 640)
window.show()
QTest.qWaitForWindowExposed(window)
chip = palette.findChild(QWidget, "chip_relu")
target = editor.mapTo(window, editor.gap_rect(2).center())
handle = window.windowHandle()

def move():
    QTest.mouseMove(handle, target - QPoint(30, 0))
    QTest.mouseMove(handle, target)

QTimer.singleShot(200, move)
QTimer.singleShot(400, lambda: QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=target))
QTimer.singleShot(8000, QDrag.cancel)
start = chip.mapTo(window, chip.rect().center())
QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
QTest.mouseMove(handle, start + QPoint(0, 30))
QTest.qWait(600)
assert [layer.kind for layer in document.spec.layers] == [
    "linear", "tanh", "relu", "linear", "tanh"
], document.spec.layers
assert not chip.isDown()
"""


def test_a_chip_dragged_from_the_palette_lands_in_its_gap():
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": "minimal"},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
