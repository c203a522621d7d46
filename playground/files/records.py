"""Asks the run where it is, for more than one who wants to know."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from playground.training.record import Record
from playground.training.run import Run


class Records(QObject):
    """Brings the answer of `Run.request_record` to the one who asked."""

    def __init__(self, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._waiting: dict[int, Callable[[Record | None], None]] = {}
        run.recorded.connect(self._bring)

    def ask(self, take: Callable[[Record | None], None]) -> None:
        """Call `take` with the run's record of this moment, soon."""
        self._waiting[self._run.request_record()] = take

    def _bring(self, request: int, record: Record | None) -> None:
        self._waiting.pop(request)(record)
