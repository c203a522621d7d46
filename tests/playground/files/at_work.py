"""Edits and training in a window that nobody paints; run in `tests.copies`, to be killed.

The file `folder/log` has a line a tick: its time (`time.monotonic`), the last edit, and the steps
that were shown.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from playground.app import build
from playground.document import edits
from playground.files import autosave
from playground.main_window import MainWindow
from playground.training.snapshots import RunState

TICK = 100  # milliseconds
FEWEST = 10_000  # epochs: the first edit makes them one more
STEPS_PER_SECOND = 10.0  # more would only load the machine


class Person(QObject):
    """Trains, edits at each of the first ticks, and says the word at the last."""

    def __init__(
        self, window: MainWindow, word: Callable[[], object], edited: int, ticks: int
    ) -> None:
        super().__init__(window)
        self._window, self._word = window, word
        self._edited, self._ticks, self._tick = edited, ticks, 0
        self._log = os.open(Path(os.environ["HOME"], "log"), os.O_WRONLY | os.O_CREAT)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._work)
        window.run.state_changed.connect(self._begin)

    def _begin(self, state: RunState) -> None:
        if state is RunState.IDLE and not self._timer.isActive():
            self._window.run.set_speed(STEPS_PER_SECOND)
            self._window.actions_["train"].trigger()
            self._timer.start()

    def _work(self) -> None:
        self._tick += 1
        edit = min(self._tick, self._edited)
        spec = edits.set_training_option(self._window.document.spec, "epochs", FEWEST + edit)
        self._window.document.edit("epochs", spec)
        line = f"{time.monotonic()} {edit} {self._window.run.step_count}\n"
        os.write(self._log, line.encode())
        if self._tick == self._ticks:
            self._word()


def main(word: Callable[[], object], edited: str, ticks: str, training_delay: str) -> int:
    """training_delay: milliseconds between two pieces of training that are kept."""
    autosave.TRAINING_DELAY = int(training_delay)
    app, window = build([])
    Person(window, word, int(edited), int(ticks))
    return app.exec()
