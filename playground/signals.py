"""Ctrl-C and SIGTERM close the window as a click on its cross does."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class SignalClose(QObject):
    """Calls `close` in the GUI thread when the process is asked to end.

    Python runs its handlers only between byte codes, and an idle event loop runs none: the
    wake-up socket brings the event loop back to Python at once.
    """

    def __init__(self, close: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def _woken(self) -> None:
        asked = self._reader.recv(64)
        if any(number in asked for number in (signal.SIGINT, signal.SIGTERM)):
            self._close()
