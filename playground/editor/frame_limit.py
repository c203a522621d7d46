"""Draws when asked, but never more often than a given number of times a second."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

FRAME_MS: Final = 60


class FrameLimit(QObject):
    """Calls `draw` at once if the last frame is old enough, else when it is.

    However many asks come in between, the last one is always drawn.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._now)

    def ask(self) -> None:
        """Draw soon."""
        if self._timer.isActive():
            return
        wait = FRAME_MS - self._since.elapsed() if self._since.isValid() else 0
        if wait <= 0:
            self._now()
        else:
            self._timer.start(wait)

    def _now(self) -> None:
        self._since.start()
        self._draw()
