"""Buttons and drop-down lists that behave alike in the whole window."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QListView,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

CHEVRON_SPACE = 24  # at the right edge, kept free by the style sheet
TICK_BOX: Final = 11  # pixels
# Qt leaves the frame around the list to the style unless the frame has a sheet of its own.
_POPUP: Final = (
    "QComboBoxPrivateContainer { border: 1px solid palette(mid); background: palette(window); }"
)
_TICK: Final = ((0.2, 0.5), (0.42, 0.72), (0.8, 0.28))  # in parts of the box


class Button(QPushButton):
    """A button that Space and Return press while it has the focus, whatever they mean elsewhere.

    A click with the mouse leaves the focus where it was.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut."""
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return too: left to a dialog it would press another button, the default one."""
        if not return_presses(self, event):
            super().keyPressEvent(event)


class MenuButton(Button):
    """A button that opens its menu, with a small arrow at its right."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("arrow", True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, then its arrow."""
        super().paintEvent(event)
        draw_chevron(self)


class CheckBox(QCheckBox):
    """A box to tick, by Space as well, whose empty box is seen in either theme."""

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut."""
        return keeps_space(event) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word and focus by the style; the style's own box is lost on a dark surface."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        room = QRectF(self.style().subElementRect(part, option, self))
        QPainter(self).fillRect(room, self.palette().window())
        corner = room.topLeft() + QPointF(1.5, (room.height() - TICK_BOX) // 2 + 0.5)
        draw_tick_box(self, corner)


class ComboBox(QComboBox):
    """A drop-down list with an arrow in the theme's colour; the wheel passes to what scrolls.

    A click with the mouse leaves the focus where it was, unless text can be typed into it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setView(QListView(self))
        self.view().window().setStyleSheet(_POPUP)
        self.setMaxVisibleItems(20)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)

    def event(self, event: QEvent) -> bool:
        """Keep Space, which opens the list, from the window's shortcut."""
        return keeps_space(event) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A scroll over the list must not change the document."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list as wide as its longest entry and as high as all of them."""
        view, rows = self.view(), min(self.count(), self.maxVisibleItems())
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 16))
        view.setMinimumHeight(rows * view.sizeHintForRow(0) + 2 * view.frameWidth())
        super().showPopup()
        view.doItemsLayout()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Shorten the chosen entry, which the style would cut through a letter."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        control = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(control, option, part, self).width()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its arrow."""
        super().paintEvent(event)
        draw_chevron(self)


def draw_chevron(widget: QWidget) -> None:
    """Draw a down arrow at the right edge of `widget`, in the colour of its quiet text."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = widget.palette().buttonText().color()
    color.setAlphaF(0.65 if widget.isEnabled() else 0.35)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, cap, join))
    x, y = widget.width() - CHEVRON_SPACE / 2 - 3.0, widget.height() / 2
    painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])


def draw_tick_box(widget: QAbstractButton, corner: QPointF) -> None:
    """Draw an empty or a ticked box, sharp at any pixel ratio where `corner` is at half pixels."""
    colors = widget.palette()
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(1.0 if widget.isEnabled() else 0.5)
    box = QRectF(corner.x(), corner.y(), TICK_BOX, TICK_BOX)
    if not widget.isChecked():
        painter.setPen(QPen(colors.placeholderText().color(), 1.0))
        painter.drawRoundedRect(box, 2.5, 2.5)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.accent())
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 3.0, 3.0)
    tick = QPen(colors.highlightedText().color(), 1.6)
    tick.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(tick)
    painter.drawPolyline([corner + QPointF(x, y) * TICK_BOX for x, y in _TICK])


def return_presses(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press `button` where the key is Return or Enter, once however long it is held.

    Returns whether it is that key.
    """
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def keeps_space(event: QEvent) -> bool:
    """Claim Space for the focused control, before the window takes it as its shortcut."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() != Qt.Key.Key_Space or event.modifiers() != Qt.KeyboardModifier.NoModifier:
        return False
    event.accept()
    return True
