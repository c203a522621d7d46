"""Joins the evaluation and the main window: one action, and the button beside the figures."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMainWindow

from playground.actions import WindowActions
from playground.evaluation.evaluation_window import EvaluationWindow
from playground.plots.numbers import Numbers
from playground.theme import ThemeManager
from playground.training.run import Run
from playground.undoable_document import UndoableDocument

_GAP = 12  # pixels, to what stays in sight
_KEYS = ("undo", "redo", "train", "step", "reset")


class WindowEvaluation(QObject):
    """The action "Evaluation…" of a window; its window exists from the first time it is wanted."""

    def __init__(
        self,
        window: QMainWindow,
        document: UndoableDocument,
        run: Run,
        actions: WindowActions,
        themes: ThemeManager,
        numbers: Numbers,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._run = window, document, run
        self._actions, self._themes = actions, themes
        self._evaluation: EvaluationWindow | None = None
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
