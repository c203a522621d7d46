"""All examples side by side, below the network."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from playground.document.examples import Example
from playground.gallery.card import ExampleCard
from playground.gallery.close_button import CloseButton
from playground.theme import ThemeManager
from playground.widgets.buttons import return_presses
from playground.widgets.labels import PlainLabel

_LINES: Final = 3  # of what is said about an example
_ARROWS: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1}


class ExampleStrip(QFrame):
    """A row of cards; Left and Right go through it.

    Below it stands what the card under the mouse or with the keyboard is about.

    Signals:
        chosen(object): an Example.
        closed(): the user wants it gone.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, heading: str, hint: str, found: Iterable[Example], themes: ThemeManager):
        super().__init__()
        self.setObjectName("example_strip")
        self.setAccessibleName("Examples")
        self.setProperty("role", "card")
        self._hint = hint
        self.cards = [ExampleCard(example, themes) for example in found]
        self._about = PlainLabel(hint, "muted")
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about.setFixedHeight(_LINES * self._about.fontMetrics().lineSpacing() + 2)
        self._scroll = QScrollArea()
        self._lay_out(heading)
        for card in self.cards:
            card.installEventFilter(self)
            card.clicked.connect(lambda _=False, card=card: self.chosen.emit(card.example))

    def _lay_out(self, heading: str) -> None:
        close = CloseButton("Close the examples")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(heading, "title"), 1)
        head.addWidget(close)
        row = QWidget()
        cards = QHBoxLayout(row)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(2)
        for card in self.cards:
            cards.addWidget(card)
        cards.addStretch(1)
        self._scroll.setWidget(row)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self._scroll.horizontalScrollBar().sizeHint().height()
        self._scroll.setFixedHeight(row.sizeHint().height() + bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._scroll)
        layout.addWidget(self._about)

    def take_keyboard(self) -> None:
        """Put it on the first card."""
        if self.cards:
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what a card is about, bring it into view, and go from card to card."""
        assert isinstance(watched, ExampleCard)
        match event.type():
            case QEvent.Type.Enter | QEvent.Type.FocusIn:
                self._about.setText(watched.example.saved.about)
                if event.type() == QEvent.Type.FocusIn:
                    self._scroll.ensureWidgetVisible(watched, watched.width() // 2, 0)
            case QEvent.Type.Leave | QEvent.Type.FocusOut:
                focused = next((each for each in self.cards if each.hasFocus()), None)
                self._about.setText(focused.example.saved.about if focused else self._hint)
            case QEvent.Type.KeyPress:
                assert isinstance(event, QKeyEvent)
                return return_presses(watched, event) or self._walk(watched, event.key())
        return False

    def _walk(self, card: ExampleCard, key: int) -> bool:
        wanted = self.cards.index(card) + _ARROWS.get(key, 0)
        if key in _ARROWS and 0 <= wanted < len(self.cards):
            self.cards[wanted].setFocus(Qt.FocusReason.TabFocusReason)
        return key in _ARROWS
