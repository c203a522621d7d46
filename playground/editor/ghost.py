"""The layer that hangs at the cursor while it is dragged, wherever in the window that is."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from playground.editor.cards import Card, CardPainter, Look

_MARGIN = 26
_REMOVING = "Release to remove"


class Ghost(QLabel):
    """A picture of one card that follows the cursor and lets every event through.

    What a drop would do is said here: anywhere else the card might cover it.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_card(
        self, card: Card, box: QRectF, painter_of_cards: CardPainter, *, removing: bool
    ) -> None:
        """Draw `card` as large as `box`; faded, saying so, where a drop would remove it."""
        ratio = self.devicePixelRatioF()
        width = box.width() + 2 * _MARGIN
        width = max(width, painter_of_cards.note_width(_REMOVING)) if removing else width
        size = QSizeF(width, box.height() + 2 * _MARGIN).toSize()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF((size.width() - box.width()) / 2, _MARGIN, box.width(), box.height())
        level = painter_of_cards.level([card], [inner])
        look = Look(selected=True, faded=removing)
        painter_of_cards.paint(painter, card, inner, look, level)
        if removing:
            painter_of_cards.paint_note(painter, _REMOVING, QPointF(size.width() / 2, 11))
        painter.end()
        self.setPixmap(picture)
        self.resize(size)

    def move_to(self, middle: QPoint) -> None:
        """Hang at `middle`, in the owner's coordinates."""
        at = self._owner.mapTo(self.window(), middle)
        self.move(at.x() - self.width() // 2, at.y() - self.height() // 2)
        self.show()
        self.raise_()
