"""The document's network as Python, to copy and run."""

import math

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy

from playground.document.code import code
from playground.theme import ThemeManager
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import Button
from playground.widgets.icons import icon

_LINES = 3
_FEEDBACK_MS = 1500


class CodeStrip(QFrame):
    """A card with the exact code of what is on the canvas, and a button that copies it."""

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("code_strip")
        self.setProperty("role", "card")
        self._document, self._themes = document, theme_manager
        self._view = QPlainTextEdit()
        self._view.setObjectName("code")
        self._view.setReadOnly(True)
        self._view.setTabChangesFocus(True)
        self._view.setAccessibleName("Code of the network")
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self._view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._view.horizontalScrollBar().rangeChanged.connect(self._fit)
        self._view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = Button("Copy")
        self._copy.setObjectName("copy_code")
        self._copy.setAccessibleName("Copy the code")
        self._copy.setToolTip("Copy the code to the clipboard")
        self._copy.clicked.connect(self._copy_code)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_FEEDBACK_MS)
        self._back.timeout.connect(self._show_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._copy)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_manager.changed.connect(self._show_button)
        document.changed.connect(self._show_code)
        self._show_button()
        self._show_code()

    def _show_code(self) -> None:
        text = code(self._document.spec).rstrip("\n")
        if text != self._view.toPlainText():
            self._view.setPlainText(text)
        self._view.setAccessibleDescription(text)
        self._fit()
        self._back.stop()
        self._show_button()

    def _fit(self) -> None:
        self._view.ensurePolished()  # the style sheet sets the size of the letters
        metrics, shown = self._view.fontMetrics(), min(self._view.blockCount(), _LINES)
        margins = 2 * math.ceil(self._view.document().documentMargin())
        bar = self._view.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self._view.setFixedHeight(max(shown, 2) * metrics.lineSpacing() + margins + 2 + below)

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._view.toPlainText() + "\n")
        self._copy.setText("Copied")
        self._back.start()
        self._tint()

    def _show_button(self) -> None:
        if not self._back.isActive():
            self._copy.setText("Copy")
        self._tint()

    def _tint(self) -> None:
        theme = self._themes.current
        name = "check" if self._back.isActive() else "copy"
        self._copy.setIcon(icon(name, theme.color("text")))
