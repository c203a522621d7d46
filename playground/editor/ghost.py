"""The layer that hangs at the cursor while it is dragged, wherever in the window that is."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from playground.editor.cards import Card, CardPainter, Look

_MARGIN = 22


class Ghost(QLabel):
    """A picture of one card that follows the cursor and lets every event through."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_card(
        self, card: Card, box: QRectF, painter_of_cards: CardPainter, *, removing: bool
    ) -> None:
        """Draw `card` as large as `box`; faded, with a badge, where a drop would remove it."""
        ratio = self.devicePixelRatioF()
        size = box.size().toSize()
        size.setWidth(size.width() + 2 * _MARGIN)
        size.setHeight(size.height() + 2 * _MARGIN)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        inner = QRectF(_MARGIN, _MARGIN, box.width(), box.height())
        level = painter_of_cards.level([card], [inner])
        look = Look(selected=True, faded=removing)
        painter_of_cards.paint(painter, card, inner, look, level)
        painter.end()
        self.setPixmap(picture)
        self.resize(size)

    def move_to(self, middle: QPoint) -> None:
        """Hang at `middle`, in the owner's coordinates."""
        at = self._owner.mapTo(self.window(), middle)
        self.move(at.x() - self.width() // 2, at.y() - self.height() // 2)
        self.show()
        self.raise_()
