"""Undo, redo, train, step, reset, and how far the run is."""

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.theme import ThemeManager
from playground.training.snapshots import RunState, Snapshot
from playground.widgets.action_button import ActionButton
from playground.widgets.icons import icon
from playground.widgets.line import Line
from playground.widgets.readout import Readout


@dataclass(frozen=True, slots=True)
class Actions:
    """The window's actions that the toolbar has buttons for."""

    undo: QAction
    redo: QAction
    train: QAction
    step: QAction
    reset: QAction
    export_weights: QAction


class Transport(QWidget):
    """The buttons that move a run, and its epoch and pace."""

    def __init__(self, actions: Actions, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._state = RunState.LOADING
        self._epoch = 0  # the last one that has numbers
        self._snapshot: Snapshot | None = None
        self._undo = ActionButton(actions.undo, "Undo")
        self._redo = ActionButton(actions.redo, "Redo")
        self._train = ActionButton(actions.train, "Train", "Train")
        self._train.setProperty("role", "primary")
        self._step = ActionButton(actions.step, "Step", "Step")
        self._reset = ActionButton(actions.reset, "Reset", "Reset")
        self._readout = Readout("epoch")
        self._line = Line(vertical=True)
        self._line.setFixedHeight(30)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        for widget in (self._undo, self._redo, self._line, self._train, self._step, self._reset):
            self._layout.addWidget(widget)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._readout)
        self.set_compact(False)
        themes.changed.connect(self._tint)
        self._tint()
        self._show_readout()

    def set_compact(self, compact: bool) -> None:
        """Take less width."""
        for button in (self._undo, self._redo):
            button.setFixedWidth(34 if compact else 36)
        self._train.setFixedWidth(92 if compact else 104)
        self._readout.setFixedWidth(134 if compact else 150)

    def set_wordless(self, wordless: bool) -> None:
        """Leave the words of Step and Reset to their icons and tooltips."""
        for button, text in ((self._step, "Step"), (self._reset, "Reset")):
            button.set_text("" if wordless else text)

    def show_state(self, state: RunState) -> None:
        """Let the first button say what it will do."""
        self._state = state
        text = "Pause" if state is RunState.RUNNING else "Train"
        self._train.setText(text)
        self._train.setAccessibleName(text)
        self._tint()
        self._show_readout()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the epoch and the pace."""
        self._snapshot = snapshot
        self._show_readout()

    def _show_readout(self) -> None:
        snapshot = self._snapshot
        if snapshot is not None and snapshot.metrics is not None:
            self._epoch = int(snapshot.metrics.epoch)
        elif snapshot is None or snapshot.step == 0:
            self._epoch = 0
        self._readout.show_number(self._epoch, self._caption())

    def _caption(self) -> str:
        if self._state is RunState.LOADING:
            return "loading…"
        if self._snapshot is None:
            return "epoch"
        if self._state is RunState.RUNNING:
            return f"epoch · {_pace(self._snapshot)}"
        if self._state is RunState.FAILED:
            return "epoch · stopped"
        step = self._snapshot.step
        return f"epoch · {step:,} step{'' if step == 1 else 's'}" if step else "epoch"

    def _tint(self) -> None:
        theme = self._themes.current
        faint = theme.color("muted")
        faint.setAlphaF(0.5)
        for button, name in (
            (self._undo, "undo"),
            (self._redo, "redo"),
            (self._step, "step"),
            (self._reset, "reset"),
        ):
            button.setIcon(icon(name, theme.color("text"), disabled=faint))
        name = "pause" if self._state is RunState.RUNNING else "play"
        self._train.setIcon(icon(name, theme.color("on_accent"), disabled=theme.color("muted")))


def _pace(snapshot: Snapshot) -> str:
    if snapshot.epochs_per_second >= 1:
        return f"{snapshot.epochs_per_second:,.0f} epochs/s"
    steps = round(snapshot.steps_per_second)
    return f"{steps:,} step{'' if steps == 1 else 's'}/s"
