"""What the views of an evaluation have in common: a title, a figure, and a note in their place."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.plots.announcer import name
from playground.theme import Theme, ThemeManager
from playground.widgets.labels import PlainLabel, tabular
from playground.widgets.tool_tips import wrapped

_MARGIN: Final = 8
_TITLE: Final = 22


class Titled(QWidget):
    """A view that has the keyboard, its title at the left and one figure at the right above it.

    Where there is nothing to show, a sentence in its place says why.
    """

    def __init__(self, title: str, theme_manager: ThemeManager) -> None:
        super().__init__()
        self._title, self._figure = PlainLabel(title, "value", self), PlainLabel("", "field", self)
        self._figure.setFont(tabular(self._figure.font()))
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._note = PlainLabel("", "muted", self)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._themes = theme_manager
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(190, 190)
        self.setAccessibleName(title)
        theme_manager.changed.connect(self._apply_theme)

    @property
    def body(self) -> QRect:
        """Where the view draws."""
        return self.rect().adjusted(_MARGIN, _MARGIN + _TITLE, -_MARGIN, -_MARGIN)

    @property
    def note(self) -> str:
        """Why nothing is shown; "" where something is."""
        return self._note.text()

    @property
    def figure(self) -> str:
        """The figure above the view."""
        return self._figure.text()

    def explain_title(self, tip: str) -> None:
        """What the view means, as a tool tip of its title: over the view it would hide values."""
        self._title.setToolTip(wrapped(tip))

    def announce(self) -> None:
        """Tell assistive technology the title with its figure, or why there is none."""
        rest = self.note or self.figure
        name(self, f"{self._title.text()}, {rest}" if rest else self._title.text())

    def explain(self, sentence: str) -> None:
        """Show this sentence in place of the view."""
        self._figure.setText("")
        self._note.setText(sentence)
        self._note.show()
        self._note.raise_()
        self.setAccessibleDescription("")

    def _tell(self, figure: str) -> None:
        """Show this figure, and the view."""
        self._figure.setText(figure)
        self._note.setText("")
        self._note.hide()

    def _apply_theme(self, theme: Theme) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title and figure above, the note in the middle."""
        head = QRect(_MARGIN, _MARGIN - 2, self.width() - 2 * _MARGIN, _TITLE)
        self._title.setGeometry(
            head.adjusted(0, 0, self._title.sizeHint().width() - head.width(), 0)
        )
        self._figure.setGeometry(head)
        self._note.setGeometry(self.body.adjusted(6, 0, -6, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, in the colour of the focus where the keyboard is."""
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("focus" if focused else "border"), 2.0 if focused else 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
