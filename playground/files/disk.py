"""Reads and writes off the window's thread, one after the other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    """A job that has ended: what to call in the window's thread, and with what."""

    tell: Callable[[T], None]
    value: T


class Disk(QObject):
    """One thread for everything that touches files, so that jobs keep their order.

    The jobs run there and know no Qt object; what came of them is told in the window's thread.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._closed = False
        self._ended.connect(self._tell)  # queued: emitted in the other thread

    def submit(
        self,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run `job` later, then `done` with its result or `failed` with its exception."""

        def run() -> None:
            ended: _Done[Any]
            try:
                ended = _Done(done, job())
            except Exception as error:
                log.debug("A job of the disk failed", exc_info=True)
                ended = _Done(failed, error)
            self._ended.emit(ended)

        self._pool.start(run)

    def close(self) -> None:
        """Wait for all jobs; what came of them is not told any more."""
        self._closed = True  # a disconnected signal would still deliver what is on its way
        self._pool.waitForDone()

    def _tell(self, ended: _Done[Any]) -> None:
        if not self._closed:
            ended.tell(ended.value)
