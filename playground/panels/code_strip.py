"""The document's network as Python, to copy and run."""

import math

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy

from playground.document.code import code
from playground.theme import ThemeManager
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import Button
from playground.widgets.icons import icon

_LINES = 4  # those of the longest preset
_FEEDBACK_MS = 1500
_ON, _OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class CodeStrip(QFrame):
    """A card with the exact code of what is on the canvas, and a button that copies it."""

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("code_strip")
        self.setProperty("role", "card")
        self._document, self._themes = document, theme_manager
        self._view = _CodeView()
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
        self._view.fit()
        self._back.stop()
        self._show_button()

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


class _CodeView(QPlainTextEdit):
    """As high as the text, up to four lines.

    It decides by itself when a bar is needed: Qt's own decision follows from the height that
    follows from it, and can go round for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("code")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Code of the network")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def fit(self) -> None:
        """Take the height that the text and the present width ask for."""
        self.ensurePolished()  # the style sheet sets the size of the letters
        metrics, lines = self.fontMetrics(), self.toPlainText().split("\n")
        margins = 2 * math.ceil(self.document().documentMargin())
        high = len(lines) > _LINES
        room = self.width() - margins
        if high:
            room -= self.verticalScrollBar().sizeHint().width()
        wide = max(map(metrics.horizontalAdvance, lines)) > room
        self.setVerticalScrollBarPolicy(_ON if high else _OFF)
        self.setHorizontalScrollBarPolicy(_ON if wide else _OFF)
        below = self.horizontalScrollBar().sizeHint().height() if wide else 0
        shown = min(max(len(lines), 2), _LINES)
        self.setFixedHeight(shown * metrics.lineSpacing() + margins + 2 + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need a bar, or none."""
        super().resizeEvent(event)
        self.fit()
