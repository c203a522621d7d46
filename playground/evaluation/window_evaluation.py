"""Joins the evaluation and the main window: one action, and the button beside the figures."""

from PySide6.QtCore import QObject, QPoint

from playground.desk import Desk
from playground.evaluation.evaluation_window import EvaluationWindow
from playground.plots.numbers import Numbers

_GAP = 12  # pixels, to what stays in sight
_KEYS = ("undo", "redo", "train", "step", "reset")


class WindowEvaluation(QObject):
    """The action "Evaluation…" of a window; its window exists from the first time it is wanted."""

    def __init__(self, desk: Desk, numbers: Numbers) -> None:
        super().__init__(desk.window)
        self._window, self._document, self._run = desk.window, desk.document, desk.run
        self._actions, self._themes = desk.actions, desk.themes
        self._evaluation: EvaluationWindow | None = None
        actions = desk.actions
        actions.connect(evaluation=self.open)
        self._numbers = numbers
        numbers.more.setToolTip(actions["evaluation"].toolTip())
        numbers.more.clicked.connect(actions["evaluation"].trigger)

    def open(self) -> None:
        """Show it; the first time below the network, where boundary and figures stay in sight."""
        if self._evaluation is None:
            keys = [self._actions[name] for name in _KEYS]
            self._evaluation = EvaluationWindow(
                self._window, self._document, self._run, self._themes, keys
            )
            right = self._numbers.mapTo(self._window, QPoint()).x() - 3 * _GAP
            left = max(right - self._evaluation.width(), _GAP)
            top = max(self._window.height() - self._evaluation.height() - _GAP, _GAP)
            self._evaluation.move(self._window.mapToGlobal(QPoint(left, top)))
        self._evaluation.open()

    def close(self) -> None:
        """The main window goes."""
        if self._evaluation is not None:
            self._evaluation.close()
