"""Joins range test and window: asks the run for one, and sets the rate that is taken from it."""

from PySide6.QtCore import QObject, Qt

from playground.desk import Desk
from playground.document import edits
from playground.document.advice import cannot_train
from playground.range_test.dialog import RangeDialog
from playground.training.looks import RateCurve
from playground.training.snapshots import RunState


class WindowRates(QObject):
    """The action "Find a learning rate…" of a window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._window, self._document, self._run = desk.window, desk.document, desk.run
        self._action, self._themes = desk.actions["find_rate"], desk.themes
        self._say = desk.say
        self._dialog: RangeDialog | None = None
        self._request = 0
        desk.actions.connect(find_rate=self._ask)
        desk.run.rates_tried.connect(self._show)
        desk.run.rates_failed.connect(self._tell)
        desk.run.state_changed.connect(self._enable)
        self._enable(desk.run.state)

    def _ask(self) -> None:
        if refusal := cannot_train(self._document.spec):
            self._say(refusal, "warning")
            return
        self._run.pause()  # the rate is to be found for this very moment
        self._dialog = dialog = RangeDialog(self._themes, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.used.connect(self._use)
        dialog.finished.connect(self._end)
        self._request = self._run.try_rates()
        dialog.open()

    def _show(self, request: int, curve: RateCurve) -> None:
        if self._dialog and request == self._request:
            self._dialog.show_curve(curve)

    def _tell(self, request: int, sentence: str) -> None:
        if self._dialog and request == self._request:
            self._dialog.show_failure(sentence)

    def _use(self, rate: float) -> None:
        after = edits.set_training_option(self._document.spec, "learning_rate", rate)
        self._document.edit("Change learning rate", after)

    def _end(self) -> None:
        self._dialog = None
        self._run.stop_trying()
        self._window.activateWindow()

    def _enable(self, state: RunState) -> None:
        self._action.setEnabled(state is not RunState.LOADING)
