"""One sentence at the control it is about."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QWidget

from playground.widgets.labels import PlainLabel

_SHOWN_MS = 8000
_WIDTH = 260
_GAP = 6


class Bubble(PlainLabel):
    """A note under (or above) a control, inside the window; it goes by itself after a while."""

    def __init__(self, control: QWidget) -> None:
        super().__init__("", "bubble", control.window())
        self.setObjectName("bubble")
        self._control = control
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show `sentence` at the control, and tell it to a screen reader."""
        self.setText(sentence)
        self._control.setAccessibleDescription(sentence)
        window = self._control.window()
        self.setParent(window)
        self.setWordWrap(False)
        wide = self.sizeHint().width() > _WIDTH
        self.setWordWrap(wide)
        self.setFixedWidth(_WIDTH if wide else self.sizeHint().width())
        self.setFixedHeight(self.heightForWidth(self.width()) if wide else self.sizeHint().height())
        place = self._control.mapTo(window, QPoint(0, self._control.height() + _GAP))
        if place.y() + self.height() > window.height():
            place = self._control.mapTo(window, QPoint(0, -self.height() - _GAP))
        place.setX(max(_GAP, min(place.x(), window.width() - self.width() - _GAP)))
        self.move(place)
        self.raise_()
        self.show()
        self._timer.start()

    def dismiss(self) -> None:
        """Hide the note."""
        self._timer.stop()
        self._control.setAccessibleDescription("")
        self.hide()
