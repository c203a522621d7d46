"""One chip of the palette: drag it into the network, or press it to insert a layer."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication

from playground.document.catalogue import LayerKind
from playground.document.spec import LayerSpec
from playground.editor.glyphs import paint_glyph
from playground.editor.mime import encode
from playground.theme import Theme, ThemeManager
from playground.widgets.buttons import return_presses
from playground.widgets.tool_tips import wrapped

_HEIGHT = 32
_GLYPH = QSize(18, 14)
_PAD = 14
_SPACE = 9
_PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LayerChip(QAbstractButton):
    """A kind of layer to drag; `clicked` says that it was pressed by mouse or keyboard.

    Signals:
        dragged(): a drag begins.
    """

    dragged = Signal()

    def __init__(self, row: LayerKind, theme_manager: ThemeManager) -> None:
        super().__init__()
        self._row = row
        self._theme_manager = theme_manager
        self._pressed_at: QPoint | None = None
        self.setObjectName(f"chip_{row.kind}")
        self.setText(row.name)
        self.setAccessibleName(f"Insert {row.name}")
        self.setAccessibleDescription(f"{row.help} Drag it into the network, or press Enter.")
        self.setToolTip(wrapped(row.help))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as the window's buttons have it
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def kind(self) -> str:
        """The catalogue's name of the layer: "linear", "tanh", …"""
        return self._row.kind

    def sizeHint(self) -> QSize:
        text = QFontMetrics(self._font()).horizontalAdvance(self.text())
        return QSize(2 * _PAD + _GLYPH.width() + _SPACE + text, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def picture(self) -> QPixmap:
        """The chip as it hangs at the cursor: its pill, and nothing around it."""
        ratio = self.devicePixelRatioF()
        result = QPixmap(self.size() * ratio)
        result.setDevicePixelRatio(ratio)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self._paint(painter, focused=True)
        painter.end()
        return result

    def event(self, event: QEvent) -> bool:
        # Space is the window's "train"; on a focused chip it presses the chip.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _PRESSING_KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not return_presses(self, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        if start is None:
            super().mouseMoveEvent(event)
            return
        moved = (event.position().toPoint() - start).manhattanLength()
        if moved >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag(start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter, focused=self.hasFocus())
        painter.end()

    def _drag(self, hot_spot: QPoint) -> None:
        drag = QDrag(self)
        drag.setMimeData(encode(LayerSpec(self._row.kind)))
        drag.setPixmap(self.picture())
        drag.setHotSpot(hot_spot)
        self.dragged.emit()
        drag.exec(Qt.DropAction.CopyAction)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Medium)
        return font

    def _paint(self, painter: QPainter, *, focused: bool) -> None:
        theme: Theme = self._theme_manager.current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        raised = self.underMouse() or self.isDown()
        painter.setBrush(theme.color("hover" if raised else "surface"))
        edge = QPen(theme.color("focus"), 2) if focused else QPen(theme.color("border"), 1)
        painter.setPen(edge)
        inset = edge.widthF() / 2
        pill = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        glyph = QRectF(QPointF(_PAD, (self.height() - _GLYPH.height()) / 2), _GLYPH)
        paint_glyph(painter, self._row.kind, glyph, theme.color("accent"))
        painter.setFont(self._font())
        painter.setPen(theme.color("text"))
        text = QRectF(self.rect()).adjusted(_PAD + _GLYPH.width() + _SPACE, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
