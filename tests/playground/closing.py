"""A window at work that is closed at a random moment; run in `tests.copies`."""

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from playground import app as program
from playground.main_window import MainWindow
from playground.training.snapshots import RunState

ACTIONS = ("train", "step", "reset", "new_seed", "undo", "copy_layer", "move_layer_left", "new")


class Person(QObject):
    """Edits, trains, does this and that, then says the word and closes the window.

    how   "close", "quit", "open" (another document, and then close), or "signal": one comes
    """

    def __init__(
        self, window: MainWindow, word: Callable[[], object], how: str, seed: int, path: Path
    ) -> None:
        super().__init__(window)
        self._window, self._word, self._how, self._path = window, word, how, path
        self._chance = random.Random(seed)
        self._left = self._chance.randrange(6)
        self._answers = QTimer(self, interval=1)
        self._answers.timeout.connect(self._discard)
        self._answers.start()
        self._soon(self._begin)

    def _soon(self, then: Callable[[], None]) -> None:
        QTimer.singleShot(self._chance.randrange(40), self, then)

    def _begin(self) -> None:
        if self._window.run.state is RunState.LOADING:
            self._soon(self._begin)
            return
        self._window.actions_["delete_layer"].trigger()
        self._window.actions_["train"].trigger()
        self._soon(self._go_on)

    def _go_on(self) -> None:
        if self._left:
            self._left -= 1
            self._window.actions_[self._chance.choice(ACTIONS)].trigger()
            self._soon(self._go_on)
            return
        if self._how == "open":
            self._window.files.open_path(self._path)
            self._soon(self._end)
        else:
            self._end()

    def _end(self) -> None:
        if self._how == "signal":
            self._answers.stop()  # nothing is asked, and asking without end starves the worker
            self._window.actions_["copy_layer"].trigger()  # so that there is work to keep
        else:
            self._answers.start(0)
        self._word()
        if self._how == "quit":
            self._window.actions_["quit"].trigger()
        elif self._how != "signal":
            self._window.close()

    def _discard(self) -> None:
        for box in self._window.findChildren(QMessageBox):
            if box.isVisible():
                box.findChild(QAbstractButton, "discard").click()


def main(word: Callable[[], object], how: str, seed: str, path: str) -> int:
    """The program, with somebody in front of it."""
    build = program.build

    def built(argv: list[str]) -> tuple[object, MainWindow]:
        app, window = build(argv)
        Person(window, word, how, int(seed), Path(path))
        return app, window

    program.build = built
    return program.main([])
