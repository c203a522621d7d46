"""Asks a run for the outputs of all points while somebody looks at them, at a modest rate."""

from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from playground.training.run import Run
from playground.training.snapshots import Outputs, Snapshot

_EVERY: Final = 0.3  # seconds, at least, between two questions
_SHARE: Final = 0.2  # of the worker's time that answers may take


class OutputFeed(QObject):
    """One question at a time, and after the last change always one more.

    Signals:
        arrived(object, str): Outputs, or None and a sentence why.
    """

    arrived = Signal(object, str)

    def __init__(self, run: Run, parent: QObject, *, measured: bool = False) -> None:
        """measured: the outputs shall come with `measures`."""
        super().__init__(parent)
        self._run, self._measured = run, measured
        self.latest: Snapshot | None = None
        self._watched = self._due = self._asked = False
        self._asked_at = 0.0
        self._not_before = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ask)
        run.snapshot.connect(self._follow)
        run.outputs.connect(self._take)

    def watch(self, watched: bool) -> None:
        """Ask from now on, or no longer."""
        self._watched = self._due = watched
        self._not_before = 0.0
        self._timer.stop()
        self._schedule()

    def _follow(self, snapshot: Snapshot) -> None:
        self.latest = snapshot
        self._due = self._watched
        self._schedule()

    def _schedule(self) -> None:
        if self._due and not self._asked and not self._timer.isActive():
            self._timer.start(round(1000 * max(self._not_before - monotonic(), 0.0)))

    def _ask(self) -> None:
        self._due, self._asked, self._asked_at = False, True, monotonic()
        self._run.request_outputs(measured=self._measured)

    def _take(self, outputs: Outputs | None, sentence: str) -> None:
        if outputs is not None and self._measured and not outputs.measures:
            return  # the answer to another view
        took = outputs.seconds if outputs else 0.0  # the wait for torch, say, is no work
        self._asked = False
        self._not_before = max(self._asked_at + _EVERY, monotonic() + took / _SHARE)
        if self._watched:
            why = self.latest.message if self.latest and outputs is None else ""
            self.arrived.emit(outputs, sentence or why)
        self._schedule()
