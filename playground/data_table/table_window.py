"""The window with the table: what is shown, chosen, typed, copied and saved."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.data_table import words
from playground.data_table.model import TableModel
from playground.data_table.rows import FILTERS, Filter, Rows, rows_of
from playground.data_table.table_view import TableView
from playground.data_table.typing_cells import type_over
from playground.data_table.writing import Writing
from playground.document.advice import cannot_train
from playground.document.errors import SpecError
from playground.document.spec import ExperimentSpec
from playground.own_data import cells
from playground.own_data.cells import Part
from playground.own_data.errors import DataError
from playground.plots.announcer import Announcer
from playground.settings import Settings
from playground.theme import ThemeManager
from playground.training.output_feed import OutputFeed
from playground.training.run import Run
from playground.training.snapshots import Outputs, Points
from playground.undoable_document import UndoableDocument
from playground.widgets.above import ABOVE
from playground.widgets.buttons import Button, ComboBox
from playground.widgets.labels import ElidedLabel
from playground.widgets.message import MessageLine

_SIZE: Final = (880, 520)
_AWAY: Final = 24  # pixels from the window's corner
_NEAR: Final = 0.03  # how near a click must be to a point, in sides of the square


class DataTable(QWidget):
    """Every point of the document, live while it is visible; hidden, it asks the run for nothing.

    Signals:
        chosen(object): where in the square the chosen points are, (M, 2).
        said(str, str): a sentence and its role, for the window once the table is closed.
    """

    chosen = Signal(object)
    said = Signal(str, str)

    def __init__(
        self,
        parent: QWidget,
        document: UndoableDocument,
        run: Run,
        settings: Settings,
        themes: ThemeManager,
        actions: Sequence[QAction],
    ) -> None:
        """actions: of the window that shall have their keys here too."""
        super().__init__(parent, ABOVE)
        self._beside = parent
        self.setObjectName("data_table")
        self.setWindowTitle("Table of the data")
        self._document, self._run, self._settings = document, run, settings
        self._points: Points | None = None
        self._outputs: Outputs | None = None
        self._why = ""
        self._announcer = Announcer()
        self.model = TableModel(themes.current, self)
        self.view = TableView(self.model)
        self.which = ComboBox()
        self.summary, self.state = ElidedLabel(), ElidedLabel("", "muted")
        self.note, self.message = ElidedLabel("", "muted"), MessageLine()
        self.copy, self.export = Button("&Copy rows"), Button("&Export as CSV…")
        self.writing = Writing(self)
        self._feed = OutputFeed(run, self)
        self._lay_out()
        self._connect(themes, actions)

    def _lay_out(self) -> None:
        self.which.setObjectName("table_filter")
        self.which.setAccessibleName("Which points to show")
        for which, label in FILTERS.items():
            self.which.addItem(label, which)
        self.summary.setObjectName("table_summary")
        self.state.setObjectName("table_state")
        self.copy.setObjectName("copy_rows")
        self.copy.setToolTip("Copy the chosen rows, to paste into a spreadsheet (Ctrl+C)")
        self.export.setObjectName("export_table")
        self.export.setToolTip("Save the rows shown, with the outputs")
        for button in (self.copy, self.export):
            button.setAccessibleName(button.text().replace("&", ""))
        self.which.setMinimumContentsLength(max(map(len, FILTERS.values())))
        top, bottom, said = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.which)
        top.addWidget(self.summary, 1)
        said.setSpacing(2)
        said.addWidget(self.state)
        said.addWidget(self.note)
        bottom.addLayout(said, 1)
        for each in (self.writing, self.copy, self.export):
            bottom.addWidget(each)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.view, 1)
        box.addWidget(self.message)
        box.addLayout(bottom)
        self.setMinimumSize(560, 300)

    def _connect(self, themes: ThemeManager, actions: Sequence[QAction]) -> None:
        for text, keys, slot in (
            ("Copy rows", QKeySequence.keyBindings(QKeySequence.StandardKey.Copy), self._copy),
            ("Sort by this column", [QKeySequence("F3")], self.view.sort_here),
            ("Close", [QKeySequence("Ctrl+W"), QKeySequence("Esc")], self.close),
        ):
            action = QAction(text, self)
            action.setShortcuts(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
        self.addActions(actions)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(lambda: self.writing.ask(self._settings, self.export_to))
        self.which.currentIndexChanged.connect(self._filter)
        self.view.chosen.connect(self._tell_chosen)
        self.view.left.connect(lambda: self._feed.watch(self.isVisible()))
        self.writing.said.connect(self._say)
        # Queued: the editor is closed first, as an edit can put another point into its row.
        self.model.typed.connect(self._type, Qt.ConnectionType.QueuedConnection)
        self._document.changed.connect(self._follow)
        self._run.points.connect(self.show_points)
        self._feed.arrived.connect(self._take)
        self._run.state_changed.connect(self._tell_figures)
        themes.changed.connect(self.model.set_theme)
        self.model.set_theme(themes.current)

    # ---- what is shown

    def show_points(self, points: Points) -> None:
        """The data of the run, as it trains on them."""
        self._points = points
        self._show()

    def pick(self, x: float, y: float) -> None:
        """Choose the shown point nearest to a place of the square, if one is near."""
        rows = self.model.rows
        if not self.isVisible() or rows is None or not len(self.model.order):
            return
        away = np.hypot(*(rows.places[self.model.order] - (x, y)).T)
        nearest = int(away.argmin())
        if away[nearest] <= _NEAR:
            self.view.go_to(int(self.model.numbers([nearest])[0]))

    def _follow(self, before: ExperimentSpec, after: ExperimentSpec) -> None:
        if (before.data, before.seed) != (after.data, after.seed):
            self._points = None  # those of the document before; new ones are on the way
        self.message.say("")
        self._show()

    def _show(self) -> None:
        if not self.isVisible():
            return
        known, spec = self._outputs, self._document.spec
        current = known if known and known.revision == self._run.revision else None
        rows = rows_of(spec, self._points, current)
        if rows is not None:
            self._show_filters(rows)
            self.model.show_rows(rows, editable=not cells.read_only(spec.data))
            self.view.fit()
            self.note.setText(words.note(spec.data))
        elif self.model.rows is not None:  # the outputs are of another network
            self.model.show_rows(
                Rows(self.model.rows.spec, self.model.rows.points, self.model.rows.numbers),
                editable=False,
            )
        self._tell_figures()

    def _show_filters(self, rows: Rows) -> None:
        """Without classes nothing is wrong."""
        wrong = list(FILTERS).index("wrong")
        if rows.points.class_names and self.which.count() == wrong:
            self.which.addItem(FILTERS["wrong"], "wrong")
        elif not rows.points.class_names and self.which.count() > wrong:
            if self.which.currentIndex() == wrong:
                self.which.setCurrentIndex(0)
            self.which.removeItem(wrong)

    def _take(self, outputs: Outputs | None, why: str) -> None:
        if not self.view.editing:  # a row must not move away under an editor
            self._outputs, self._why = outputs, why
            self._show()

    def _filter(self) -> None:
        self.model.set_filter(cast(Filter, self.which.currentData()))
        self._tell_figures()

    def _tell_figures(self) -> None:
        rows, spec, now = self.model.rows, self._document.spec, self._run.state
        outputs = rows.outputs if rows else None
        why = self._why or cannot_train(spec) or ""
        spoken = self._announcer.due(now)
        if rows is not None:
            summary = words.summary(rows.figures(), len(self.model.order), len(rows))
            self.summary.setText(summary, spoken=spoken)
        self.state.setText(words.state(outputs, spec, now, why), spoken=spoken)

    def _tell_chosen(self) -> None:
        rows, chosen = self.model.rows, self.view.shown_rows
        places = np.zeros((0, 2), np.float32)
        if rows is not None and len(chosen):
            places = rows.places[self.model.order[chosen]]
        self.chosen.emit(places)

    # ---- what is typed, copied and saved

    def _type(self, number: int, part: Part, text: str) -> None:
        try:
            type_over(self._document, number, part, text)
        except (DataError, SpecError) as error:
            self.message.say(str(error))

    def _say(self, sentence: str, role: str) -> None:
        (self.message.say if self.isVisible() else self.said.emit)(sentence, role)

    def _copy(self) -> None:
        chosen = self.view.shown_rows
        if len(chosen):
            self.writing.copy(self.model.columns, self.model.order[chosen])
        else:
            self.message.say("Choose rows to copy: click one, and another with Shift or Ctrl.")

    def export_to(self, path: Path) -> None:
        """Write the rows that are shown, in their order, with the outputs they show."""
        rows = self.model.rows
        if rows is not None:
            step = rows.outputs.step if rows.outputs else None
            self.writing.save(path, self.model.columns, self.model.order, step)

    # ---- Qt

    def open(self) -> None:
        """Show the window beside the plot, or bring it to the front."""
        if not self.isVisible():
            window = self._beside.frameGeometry()
            width = min(_SIZE[0], max(round(window.width() * 0.7) - _AWAY, self.minimumWidth()))
            self.resize(width, _SIZE[1])
            self.move(window.left() + _AWAY, window.bottom() - _SIZE[1] - 2 * _AWAY)
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus()

    def shut(self) -> None:
        """Close for good, and wait for what is being written."""
        self.close()
        self.writing.shut()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the run from now on."""
        super().showEvent(event)
        self._show()
        self._feed.watch(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back, also where no window manager does."""
        super().closeEvent(event)
        self._beside.activateWindow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no longer, and choose nothing in the plot; what is being saved is finished."""
        super().hideEvent(event)
        self._feed.watch(False)
        self.chosen.emit(np.zeros((0, 2), np.float32))
