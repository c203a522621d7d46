"""Shows which document a pasted text holds, before it is opened."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.document import shared_text
from playground.document.errors import DocumentError
from playground.document.presets import title
from playground.document.shared_text import Pasted
from playground.document.summary import summary
from playground.widgets.answers import answers
from playground.widgets.buttons import Button
from playground.widgets.labels import PlainLabel
from playground.widgets.message import MessageLine

_EMPTY: Final = "Paste share text or a link of TensorFlow Playground into the field above."
_ROWS: Final = ("Data", "Network", "Training", "Seed", "Weights", "Different here")
_WIDTH: Final = 560
_SHOWN: Final = 400  # characters of a line of the summary


class PasteDialog(QDialog):
    """A field for the text, what it means, and what of it is different here.

    Signals:
        opened(object): the Pasted that the user wants to open.
    """

    opened = Signal(object)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paste_dialog")
        self.setWindowTitle("Paste shared design")
        self._found: Pasted | None = None
        self._text = QPlainTextEdit()
        self._text.setObjectName("shared_text")
        self._text.setAccessibleName("Share text or link")
        self._text.setProperty("role", "field")
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText("NP1…  or  https://playground.tensorflow.org/#…")
        self._text.setFixedHeight(76)
        self._title = PlainLabel("", "title")
        self._title.setWordWrap(True)
        self._rows = QGridLayout()
        self._values = [self._add_row(row, name) for row, name in enumerate(_ROWS)]
        self._message = MessageLine()
        policy = self._message.sizePolicy()
        policy.setRetainSizeWhenHidden(False)  # it stands where the summary would
        self._message.setSizePolicy(policy)
        self.open_button = Button("&Open")
        self._lay_out()
        self._text.textChanged.connect(self._read)
        self.open_button.clicked.connect(self._open)
        self._text.setPlainText(text)
        self._read()
        (self.open_button if self._found else self._text).setFocus()

    def _add_row(self, row: int, name: str) -> tuple[PlainLabel, PlainLabel]:
        label, value = PlainLabel(name, "field"), PlainLabel("", "body")
        value.setWordWrap(True)
        value.setAccessibleName(name)
        self._rows.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addWidget(value, row, 1)
        return label, value

    def _lay_out(self) -> None:
        self._rows.setColumnStretch(1, 1)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(6)
        self.open_button.setObjectName("open_shared")
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        for widget in (self._text, self._title):
            box.addWidget(widget)
        box.addLayout(self._rows)
        box.addWidget(self._message)
        box.addStretch(1)
        box.addLayout(answers(self, self.open_button))

    def _fit(self) -> None:
        """As high as the lines are once they are wrapped, which Qt does not ask by itself."""
        self._box.activate()
        self.setFixedSize(_WIDTH, self._box.totalHeightForWidth(_WIDTH))

    def _read(self) -> None:
        """Understand the text as it is now, or say why not."""
        text, self._found, sentence = self._text.toPlainText(), None, ""
        try:
            self._found = shared_text.read(text) if text.strip() else None
        except DocumentError as error:
            sentence = str(error)
        if not text.strip():
            self._message.say(_EMPTY, "muted")
        else:
            self._message.say(sentence)
        self._show(self._found)
        self.open_button.setEnabled(self._found is not None)
        self._fit()

    def _show(self, found: Pasted | None) -> None:
        shown = _told(found) if found else {}
        self._title.setText(title(found.spec) if found else "")
        self._title.setVisible(found is not None)
        for (label, value), name in zip(self._values, _ROWS, strict=True):
            text = shown.get(name, "")
            value.setText(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
            for each in (label, value):
                each.setVisible(bool(text))

    def _open(self) -> None:
        if self._found is not None:
            self.accept()
            self.opened.emit(self._found)


def _told(found: Pasted) -> dict[str, str]:
    count = sum(len(each.data) // 4 for each in found.weights.values())
    weights = f"{count:,} trained numbers come along" if count else "none: it starts untrained"
    different = "\n".join(found.left_out)
    return {**summary(found.spec), "Weights": weights, "Different here": different}
