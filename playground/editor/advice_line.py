"""One sentence about the network, said under the cards, with the button that helps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.document.advice import Advice
from playground.widgets.buttons import Button


class AdviceLine(QFrame):
    """Shows the advice for the selected layer first, else the first there is; hidden without.

    Signals:
        accepted(Advice): its button was pressed.
    """

    accepted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("advice")
        self.setProperty("role", "card")
        self._advice: Advice | None = None
        self.refusing = False  # it says why an edit was not made
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("role", "warning")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fix = Button()
        self._fix.setObjectName("advice_fix")
        self._fix.setAccessibleName("Follow the advice")
        self._fix.clicked.connect(self._accept)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 5, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._fix)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on the screen, or ""."""
        return self._text.text() if not self.isHidden() else ""

    def show_advice(self, advice: Sequence[Advice], selected: int | None) -> None:
        """Say the advice that matters most now; none hides the line."""
        self.refusing = False
        mine = [each for each in advice if each.layer == selected] or list(advice)
        self._say(mine[0] if mine else None)

    def refuse(self, sentence: str) -> None:
        """Say why an edit was not made."""
        self.refusing = True
        self._say(Advice(None, sentence))

    def wanted_height(self, width: int) -> int:
        """The height that shows the whole sentence at `width`; 0 while hidden."""
        if self.isHidden():
            return 0
        margins = self._row.contentsMargins()
        room = width - margins.left() - margins.right() - 2 * self.frameWidth()
        if not self._fix.isHidden():
            room -= self._fix.sizeHint().width() + self._row.spacing()
        text = self._text.heightForWidth(max(room, 80))
        button = 0 if self._fix.isHidden() else self._fix.sizeHint().height()
        return max(text, button, 28) + margins.top() + margins.bottom() + 2 * self.frameWidth()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.activate()

    def _say(self, advice: Advice | None) -> None:
        self._advice = advice
        self.setVisible(advice is not None)
        if advice is None:
            return
        self._text.setText(advice.text)
        self._fix.setVisible(advice.fix is not None)
        if advice.fix is not None:
            self._fix.setText(advice.fix_label)
            self._fix.setAccessibleName(advice.fix_label)
            self._fix.setAccessibleDescription(advice.text)

    def _accept(self) -> None:
        if self._advice is not None:
            self.accepted.emit(self._advice)
