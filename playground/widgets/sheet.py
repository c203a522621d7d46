"""A sheet of controls that lies over the window, under the button that opens it."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QVBoxLayout, QWidget

from playground.widgets.tab_order import set_reading_order

_GAP = 6  # pixels, to the button and to the window's edges
_WIDTH = 300
_EDGE = 1


class Sheet(QFrame):
    """Shows `content` while `button` is checked; Esc closes it. The window works on beside it.

    It is part of the button's window, as high as its content or as there is room: then it scrolls.
    """

    def __init__(self, button: QAbstractButton, content: QWidget, name: str) -> None:
        super().__init__(button)
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self._button, self._content = button, content
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        layout.addWidget(self._scroll)
        self.hide()
        button.setCheckable(True)
        button.toggled.connect(self._toggle)
        content.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the sheet."""
        if event.key() == Qt.Key.Key_Escape:
            self._button.setChecked(False)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place, and Tab in order, when the window or the content changes its size."""
        sizes = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if self.isVisible() and event.type() in sizes:
            self._place()
            if watched is self._content:  # controls come and go
                self._order()
        return super().eventFilter(watched, event)

    def _toggle(self, shown: bool) -> None:
        window = self._button.window()
        if shown:
            if self.parentWidget() is not window:
                self.setParent(window)
                window.installEventFilter(self)
            self._place()
            self.raise_()
            self.show()
            first = next(each for each in self._order() if self.isAncestorOf(each))
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            had_keyboard = self.isAncestorOf(window.focusWidget() or window)
            self.hide()
            if had_keyboard:
                self._button.setFocus()

    def _order(self) -> list[QWidget]:
        if layout := self._content.layout():
            layout.activate()
        return set_reading_order(self._button.window(), (self._button, self))

    def _place(self) -> None:
        window = self._button.window()
        corner = self._button.mapTo(window, QPoint(0, self._button.height() + _GAP))
        x = min(max(corner.x(), _GAP), window.width() - _WIDTH - _GAP)
        room = window.height() - corner.y() - _GAP
        self.setGeometry(x, corner.y(), _WIDTH, min(self._wanted_height(), room))

    def _wanted_height(self) -> int:
        content = self._content
        width = _WIDTH - 2 * _EDGE
        # What a text that wraps needs is told for a width alone: -1 where none does.
        needed = max(content.heightForWidth(width), content.sizeHint().height())
        return max(needed, content.minimumSizeHint().height()) + 4
