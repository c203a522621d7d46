"""The view of the table: chosen rows stay chosen, whatever order they come into."""

from typing import Final

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.data_table.model import TableModel
from playground.data_table.typing_cells import CellDelegate
from playground.training.snapshots import Ints
from playground.widgets.labels import tabular

_ROW: Final = 26  # pixels
_MEASURED: Final = 60  # rows that decide the widths
_PIECES: Final = 2_000  # of a selection, above which Qt's handling of it becomes slow
_Flag = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """Rows are chosen as a whole; they are known by their number in the document.

    Signals:
        chosen(): other rows are.
        left(): an editor of a cell was closed.
    """

    chosen = Signal()
    left = Signal()

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self.setObjectName("data_table_view")
        self.setAccessibleName("Points")
        self.setFont(tabular(self.font()))  # or a column that has been fitted cuts what comes later
        self._model = model
        self._moving = False
        self._fitted: set[str] = set()
        self._before: tuple[Ints, Ints, tuple[int, int] | None] | None = None
        self.setModel(model)
        delegate = CellDelegate(self)
        delegate.closeEditor.connect(lambda *_: self.left.emit())
        self.setItemDelegate(delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table; arrows move in it
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        heads.setResizeContentsPrecision(_MEASURED)
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        # One of its own, always empty: else each paint asks the flags of every chosen cell.
        heads.setSelectionModel(QItemSelectionModel(model, self))
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        model.rearranging.connect(self._remember)
        model.rearranged.connect(self._restore)
        model.modelReset.connect(self._anew)
        self.selectionModel().selectionChanged.connect(self._tell)

    @property
    def editing(self) -> bool:
        """Whether something is being typed into a cell."""
        return self.state() == QAbstractItemView.State.EditingState

    def fit(self) -> None:
        """Make columns as wide as their first cells, once they have some; then they are left."""
        filled = {each.name for each in self._model.columns if each.values is not None}
        if not filled <= self._fitted:
            heads = self.horizontalHeader()
            heads.setStretchLastSection(False)
            self.resizeColumnsToContents()
            heads.setStretchLastSection(True)  # anew, or Qt leaves room beside it
            self._fitted |= filled

    @property
    def shown_rows(self) -> Ints:
        """The chosen rows as they are shown, from above."""
        chosen = self.selectionModel().selection().toList()
        pieces = [np.arange(each.top(), each.bottom() + 1) for each in chosen]
        if len(pieces) == 1:
            return pieces[0]
        return np.unique(np.concatenate(pieces)) if pieces else np.zeros(0, np.intp)

    @property
    def numbers(self) -> Ints:
        """The numbers of the chosen rows in the document."""
        rows = self.shown_rows
        return self._model.numbers(rows) if len(rows) else rows

    def choose(self, numbers: Ints) -> None:
        """Choose the rows of these numbers that are shown, and no others."""
        rows = self._model.shown(numbers)
        pieces = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []
        selection = QItemSelection()
        last = self._model.columnCount() - 1
        for piece in pieces if len(pieces) <= _PIECES else ():
            top, bottom = int(piece[0]), int(piece[-1])
            selection.select(self._model.index(top, 0), self._model.index(bottom, last))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)

    def go_to(self, number: int) -> None:
        """Choose one row and bring it into view."""
        rows = self._model.shown(np.array([number]))
        if len(rows):
            index = self._model.index(int(rows[0]), 0)
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect | _Flag.Rows)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def sort_here(self) -> None:
        """Sort by the column of the current cell; once more, the other way, as the header does."""
        column, heads = max(self.currentIndex().column(), 0), self.horizontalHeader()
        rising = Qt.SortOrder.AscendingOrder
        here = (heads.sortIndicatorSection(), heads.sortIndicatorOrder()) == (column, rising)
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder if here else rising)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: it would look at every cell of a column, one by one."""

    def _tell(self) -> None:
        if not self._moving:
            self.chosen.emit()

    def _anew(self) -> None:
        if self._model.sorted_by is None:  # it has other columns now
            self._fitted.clear()
            self.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)

    # ---- another order

    def _remember(self) -> None:
        self._moving = True
        at = self.currentIndex()
        everything = np.arange(self._model.rowCount())
        shown = self._model.numbers(everything) if len(everything) else everything
        current = (int(shown[at.row()]), at.column()) if at.isValid() else None
        self._before = (shown, self.numbers, current)

    def _restore(self) -> None:
        assert self._before is not None
        before, chosen, current = self._before
        count = self._model.rowCount()
        after = self._model.numbers(np.arange(count)) if count else np.zeros(0, np.intp)
        if not np.array_equal(before, after):
            self._move_to(chosen, current)
        self._moving = False
        self._tell()

    def _move_to(self, chosen: Ints, current: tuple[int, int] | None) -> None:
        if self.editing:
            self.reset()  # the cell stands elsewhere now
        self.choose(chosen)
        if current is None:
            return
        number, column = current
        for row in self._model.shown(np.array([number])).tolist():
            index = self._model.index(row, column)
            self.setAutoScroll(False)  # to see what comes to the top, not to follow a row
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self.setAutoScroll(True)
