"""Draws when asked, but never more often than a given number of times a second."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

FRAME_MS: Final = 55
BESIDE_MS: Final = 10  # after whoever asks: plots and diagram are painted in separate turns
_PATIENCE_MS: Final = 25  # for the next who asks, before the last one is drawn in any case


class FrameLimit(QObject):
    """Calls `draw` soon after it is asked, if the last frame is old enough, else when it is.

    However many asks come in between, the last one is always drawn.
    """

    def __init__(self, draw: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._draw = draw
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._now)

    def ask(self) -> None:
        """Draw soon."""
        wait = FRAME_MS - self._since.elapsed() if self._since.isValid() else 0
        delay = BESIDE_MS if wait <= 0 else wait + _PATIENCE_MS
        if not self._timer.isActive() or self._timer.remainingTime() > delay:
            self._timer.start(delay)

    def _now(self) -> None:
        self._since.start()
        self._draw()
