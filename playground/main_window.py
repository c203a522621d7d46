"""The window: makes the parts, lays them out, and carries edits down and snapshots up."""

from dataclasses import fields
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from playground.actions import WindowActions
from playground.data_files.window_data import WindowData
from playground.desk import Desk
from playground.document.advice import cannot_train
from playground.editor.editor import NetworkEditor
from playground.editor.palette import LayerPalette
from playground.evaluation.window_evaluation import WindowEvaluation
from playground.files.window_files import WindowFiles
from playground.film.window_film import WindowFilm
from playground.gallery.window_examples import WindowExamples
from playground.help import tell_about, tell_shortcuts
from playground.panels.code_strip import CodeStrip
from playground.panels.data import DataPanel
from playground.panels.layer import LayerPanel
from playground.panels.paint import PaintTools
from playground.panels.presets import PresetButton
from playground.panels.training import Actions, TrainingPanel
from playground.plots.boundary import BoundaryPlot
from playground.plots.loss import LossPlot
from playground.plots.numbers import Numbers
from playground.range_test.window_rates import WindowRates
from playground.settings import Settings
from playground.sharing.window_sharing import WindowSharing
from playground.theme import Theme, ThemeManager
from playground.training.run import Run
from playground.training.snapshots import RunState, Snapshot
from playground.undoable_document import UndoableDocument
from playground.widgets.column import Column
from playground.widgets.line import Line
from playground.widgets.message import MessageLine
from playground.widgets.tab_order import set_reading_order
from playground.window_pictures import WindowPictures
from playground.window_weights import WindowWeights

_SIZE: Final = (1600, 1000)
_ROOMY_HEIGHT: Final = 880  # from here on the side columns have room for large pictures


class MainWindow(QMainWindow):
    """Everything the user sees of one document.

    Specs go down (`document.changed` -> `run.set_spec`), snapshots come up
    (`run.snapshot` -> every view); no view knows another.
    """

    def __init__(
        self, document: UndoableDocument, run: Run, themes: ThemeManager, settings: Settings
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.document, self.run, self._themes, self._settings = document, run, themes, settings
        self.actions_ = WindowActions(self, document.undo_stack)
        document.setParent(self)  # after its actions, so that a dying undo stack finds them gone
        themes.setParent(self)
        self._make_parts()
        self._lay_out()
        self._connect()
        desk = Desk(
            window=self,
            document=document,
            run=run,
            actions=self.actions_,
            settings=settings,
            themes=themes,
            say=self.say,
            take_keyboard=self._take_keyboard,
        )
        self.weights = WindowWeights(desk)
        self.data = WindowData(desk, self.boundary_plot)
        self.files = WindowFiles(desk, self.weights.readers | self.data.readers).files
        self.files.said.connect(self.say)
        WindowRates(desk)
        self.evaluation = WindowEvaluation(desk, self.numbers)
        shown = {"network": self.editor, "boundary": self.boundary_plot, "loss": self.loss_plot}
        self.pictures = WindowPictures(desk, shown, self.loss_plot)
        self.film = WindowFilm(desk, self.boundary_plot, self.loss_plot)
        self.examples = WindowExamples(desk, self.files, below=self.code_strip)
        self.sharing = WindowSharing(desk, self.files)
        self.data_panel.own_data.setMenu(self.actions_.menu("&Data"))
        self.editor.select(0)
        self.setMinimumSize(1080, 660)
        self._restore()

    # ---- parts

    def _make_parts(self) -> None:
        document, themes, actions = self.document, self._themes, self.actions_
        buttons = Actions(**{each.name: actions[each.name] for each in fields(Actions)})
        self.training_panel = TrainingPanel(document, buttons, themes)
        self.data_panel = DataPanel(document, themes)
        self.paint = PaintTools(document, generator=np.random.default_rng())
        self.layer_panel = LayerPanel(document, themes)
        self.palette_ = LayerPalette(themes)
        self.presets = PresetButton(document)
        self.editor = NetworkEditor(document, themes)
        self.code_strip = CodeStrip(document, themes)
        self.boundary_plot = BoundaryPlot(themes)
        self.numbers = Numbers(themes)
        self.loss_plot = LossPlot(themes)
        self.message = MessageLine()

    def _lay_out(self) -> None:
        self._left = Column(self.data_panel, self.paint, Line(), self.layer_panel)
        self._right = Column(self.boundary_plot, self.numbers, Line(), self.loss_plot)
        top = QHBoxLayout()
        top.addWidget(self.palette_, 1)
        top.addWidget(self.presets)
        centre = QWidget()
        centre.setObjectName("centre")
        inner = QVBoxLayout(centre)
        inner.setContentsMargins(20, 12, 20, 12)
        inner.setSpacing(8)
        inner.addLayout(top)
        inner.addWidget(self.editor, 1)
        inner.addWidget(self.message)
        inner.addWidget(self.code_strip)
        self._left_scroll = QScrollArea()
        self._left_scroll.setWidgetResizable(True)
        self._left_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._left_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left_scroll.setWidget(self._left)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        for widget, stretch in (
            (self._left_scroll, 0),
            (Line(vertical=True), 0),
            (centre, 1),
            (Line(vertical=True), 0),
            (self._right, 0),
        ):
            columns.addWidget(widget, stretch)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.training_panel)
        rows.addWidget(Line())
        rows.addLayout(columns, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        run, actions = self.run, self.actions_
        self.document.changed.connect(self._document_changed)
        run.snapshot.connect(self._show_snapshot)
        run.state_changed.connect(self._show_state)
        run.points.connect(self.boundary_plot.show_points)
        run.points.connect(self.numbers.show_points)
        run.points.connect(self.paint.show_points)
        self.paint.join(self.boundary_plot.brush, self.data_panel.paint)
        self.paint.refused.connect(self.say)
        run.thumbnails.connect(self.data_panel.show_thumbnails)
        run.settings_rebuilt.connect(self.message.add)
        run.stopped_early.connect(self.message.keep)
        self.training_panel.speed_changed.connect(run.set_speed)
        self.editor.selection_changed.connect(self.layer_panel.show_layer)
        self.editor.selection_changed.connect(self._enable_layer_actions)
        self.palette_.chosen.connect(self.editor.insert)
        self.editor.selection_changed.connect(self.message.go_on)
        actions.before_each(self.message.go_on)
        actions.before_each(self.editor.go_on)
        actions.connect(
            train=self._train_or_pause,
            step=self._step,
            reset=self._reset,
            new_seed=self.data_panel.new_seed.click,
            quit=self.close,
            copy_layer=self.editor.copy_selected,
            delete_layer=self.editor.delete_selected,
            move_layer_left=lambda: self.editor.move_selected(-1),
            move_layer_right=lambda: self.editor.move_selected(+1),
            dissolve_block=self.editor.dissolve_selected,
            shortcuts=lambda: tell_shortcuts(self, actions),
            about=lambda: tell_about(self),
        )
        self._enable_layer_actions(self.editor.selected)
        self._show_state(run.state)

    def _restore(self) -> None:
        """Look as the last time, and remember every later change."""
        settings = self._settings
        if not self.restoreGeometry(settings.geometry):
            self.resize(*_SIZE)
        self.training_panel.show_speed(settings.speed)
        self.run.set_speed(settings.speed)
        self.training_panel.speed_changed.connect(partial(setattr, settings, "speed"))
        self._themes.changed.connect(self._keep_theme)
        for toggle, name in (
            (self.boundary_plot.points, "show_points"),
            (self.boundary_plot.test_points, "show_test_points"),
            (self.boundary_plot.discretise, "discretise"),
            (self.loss_plot.logarithmic, "log_loss"),
        ):
            toggle.setChecked(getattr(settings, name))
            toggle.toggled.connect(partial(setattr, settings, name))

    def _keep_theme(self, _: Theme) -> None:
        self._settings.theme = self._themes.choice

    # ---- down: what the user does

    def _document_changed(self, before: object, after: object) -> None:
        self.say("")
        self.run.set_spec(self.document.spec)

    def _train_or_pause(self) -> None:
        if self.run.state is RunState.RUNNING:
            self.run.pause()
        else:
            self.say(cannot_train(self.document.spec))
            self.run.train()

    def _step(self) -> None:
        self.say(cannot_train(self.document.spec))
        self.run.step()

    def _reset(self) -> None:
        self.say("")
        self.run.reset()

    # ---- up: what the run says

    def say(self, sentence: str, role: str = "warning") -> None:
        """Show one plain sentence under the network; "" clears it."""
        self.message.say(sentence, role)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        views = (self.editor, self.boundary_plot, self.loss_plot, self.numbers)
        for view in (*views, self.layer_panel, self.training_panel):
            view.show_snapshot(snapshot)
        if snapshot.state is RunState.FAILED:
            self.message.keep(snapshot.message)

    def _show_state(self, state: RunState) -> None:
        self.training_panel.show_state(state)
        running = state is RunState.RUNNING
        self.actions_["train"].setText("&Pause" if running else "&Train")
        self.actions_["step"].setEnabled(not running)

    def _enable_layer_actions(self, selected: int | None) -> None:
        names = ("copy_layer", "delete_layer", "move_layer_left", "move_layer_right")
        for name in (*names, "dissolve_block"):
            self.actions_[name].setEnabled(selected is not None)

    # ---- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the side columns' share of the width between readable and roomy."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        for part in (self.data_panel, self._right):
            part.set_compact(height < _ROOMY_HEIGHT)
        self._left_scroll.setFixedWidth(min(max(round(width * 0.16), 236), 280))
        self._right.setFixedWidth(min(max(round(width * 0.263), 300), 480))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard, also where no window manager gives it."""
        super().showEvent(event)
        if not event.spontaneous():  # else it is back from the dock, and all is as it was
            self._take_keyboard()
        first = (self.training_panel, self.data_panel, self.paint, self.layer_panel, self.palette_)
        then = (self.presets, self.editor, self.code_strip, self.boundary_plot, self.numbers)
        set_reading_order(self, (*first, *then, self.loss_plot))

    def _take_keyboard(self) -> None:
        self.activateWindow()
        self.editor.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work; end the worker thread before the window goes."""
        if self.files.may_close():
            self._settings.geometry = bytes(self.saveGeometry().data())
            parts = (self.files, self.weights, self.pictures, self.film, self.data)
            for part in (*parts, self.evaluation):
                part.close()
            self.run.shutdown()
        else:
            event.ignore()
