"""One example as a card: what its network has learned, over its title."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from playground.document.examples import Example
from playground.gallery.pictures import picture
from playground.theme import ThemeManager
from playground.widgets.buttons import keeps_space

_PICTURE, _WIDTH, _TITLE = 76, 120, 32  # pixels
_MARGIN, _GAP, _RADIUS = 6, 4, 8.0


class ExampleCard(QAbstractButton):
    """A picture and a title of one or two lines.

    Space and Return press it while it has the keyboard.
    """

    def __init__(self, example: Example, themes: ThemeManager) -> None:
        super().__init__()
        self.example = example
        self.setText(example.saved.title)
        self.setObjectName(f"example_{example.name}")
        self.setAccessibleName(f"Example: {example.saved.title}")
        self.setAccessibleDescription(example.saved.about)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())
        self._themes = themes
        self._field = example.field()
        themes.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """All cards are alike."""
        return QSize(_WIDTH, _MARGIN + _PICTURE + _GAP + _TITLE + _MARGIN)

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut, and show that the mouse is over the card."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return keeps_space(event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, picture, title."""
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        lively = self.underMouse() or self.isDown() or self.hasFocus()
        if lively:
            width = 2.0 if self.hasFocus() else 1.0
            painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "border"), width))
            painter.setBrush(theme.color("hover"))
            edge = width / 2
            frame = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        place = QRectF((self.width() - _PICTURE) / 2, _MARGIN, _PICTURE, _PICTURE)
        outline = QPainterPath()
        outline.addRoundedRect(place, _RADIUS - 2, _RADIUS - 2)
        painter.setClipPath(outline)
        painter.drawImage(place, picture(self._field, theme))
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("border"), 1.0))
        painter.drawPath(outline)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(theme.color("text" if lively else "muted"))
        title = QRectF(3, place.bottom() + _GAP, self.width() - 6, _TITLE)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(title, int(flags | Qt.TextFlag.TextWordWrap), self.text())
