"""The table as Qt's views read it: cells are made when looked at, rows are a permutation."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from playground.data_table.columns import TableColumn, columns_of
from playground.data_table.rows import Filter, Rows
from playground.plots.marks import Marks
from playground.theme import Theme
from playground.training.snapshots import Ints
from playground.widgets.tool_tips import as_plain

_MARK: Final = 9.0  # pixels across
_RATIOS: Final = (1.0, 2.0, 3.0)  # of the pixels of ordinary and of dense screens
_NONE: Final = np.zeros(0, np.intp)
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class TableModel(QAbstractTableModel):
    """Shows some of the points, in some order.

    Signals:
        rearranging(), rearranged(): around every change of which point stands where.
        typed(int, str, str): into the row of that number, which part of the point, and the text.
    """

    rearranging = Signal()
    rearranged = Signal()
    typed = Signal(int, str, str)

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.columns: tuple[TableColumn, ...] = ()
        self.rows: Rows | None = None
        self.editable = False
        self.order: Ints = _NONE  # which point each shown row is
        self._filter: Filter = "all"
        self.sorted_by: tuple[int, bool] | None = None  # by which column, and whether falling
        self.set_theme(theme)

    # ---- what is shown

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(each.name for each in self.columns)

    def show_rows(self, rows: Rows, *, editable: bool) -> None:
        """Take other points or other outputs; sorting and filter stay."""
        columns = columns_of(rows)
        others = tuple(each.name for each in columns) != self.names
        anew = others or self.rows is None or len(self.rows) != len(rows)
        self.rearranging.emit()
        if anew:
            self.beginResetModel()
            self.order = _NONE
        self.rows, self.columns, self.editable = rows, columns, editable
        if others:
            self.sorted_by = None
        if anew:
            self.endResetModel()
        self._arrange()
        self.rearranged.emit()

    def set_filter(self, which: Filter) -> None:
        """Show only these points."""
        self.rearranging.emit()
        self._filter = which
        self._arrange()
        self.rearranged.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._mark = lru_cache(maxsize=64)(self._drawn)
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Called by the header; NaN comes last either way, equal cells keep the data's order."""
        self.rearranging.emit()
        falling = order == Qt.SortOrder.DescendingOrder
        self.sorted_by = (column, falling) if 0 <= column < len(self.columns) else None
        self._arrange()
        self.rearranged.emit()

    def numbers(self, shown: Sequence[int] | Ints) -> Ints:
        """The numbers, in the document, of rows as they are shown."""
        assert self.rows is not None
        return self.rows.numbers[self.order[shown]]

    def shown(self, numbers: Ints) -> Ints:
        """Where the rows of these numbers are shown, from above; those that are not, left out."""
        rows = self.rows
        if rows is None or not len(numbers) or numbers.max() >= len(rows):
            return _NONE
        chosen = np.zeros(len(rows), bool)
        chosen[numbers] = True
        return np.flatnonzero(chosen[rows.numbers[self.order]])

    # ---- Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many points are shown."""
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """The name of a column, and what it means."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _Role.DisplayRole:
            return column.name
        if role == _Role.ToolTipRole:
            return as_plain(f"{column.name}: {column.help}")
        return _side(column) if role == _Role.TextAlignmentRole else None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """One cell."""
        column, point = self.columns[index.column()], int(self.order[index.row()])
        if role == _Role.DisplayRole:
            return column.shown(point)
        if role == _Role.EditRole:
            return column.written(point)
        if role == _Role.TextAlignmentRole:
            return _side(column)
        if role == _Role.DecorationRole and column.kind == "class" and column.values is not None:
            return self._picture(int(column.values[point]), point)
        if role == _Role.ForegroundRole and column.kind == "verdict":
            return self._color(column, point)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells of points of one's own can be typed into."""
        flags = super().flags(index)
        if self.editable and index.isValid() and self.columns[index.column()].part:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Say what was typed; the cell follows once the document has changed."""
        column = self.columns[index.column()]
        if role != _Role.EditRole or not column.part or not self.editable:
            return False
        number = int(self.numbers([index.row()])[0])
        if str(value) != column.written(int(self.order[index.row()])):
            self.typed.emit(number, column.part, str(value))
        return True

    # ---- order

    def _arrange(self) -> None:
        """Put the points into their order: rows come or go at the end, then all have changed."""
        order, before = self._ordered(), len(self.order)
        if len(order) > before:
            self.beginInsertRows(QModelIndex(), before, len(order) - 1)
            self.order = np.concatenate((self.order, order[before:]))
            self.endInsertRows()
        elif len(order) < before:
            self.beginRemoveRows(QModelIndex(), len(order), before - 1)
            self.order = self.order[: len(order)]
            self.endRemoveRows()
        self.order = order
        self._refresh()

    def _ordered(self) -> Ints:
        rows = self.rows
        if rows is None:
            return _NONE
        order = np.argsort(rows.numbers, kind="stable")
        order = order[rows.among(self._filter)[order]]
        if self.sorted_by is None:
            return order
        column, falling = self.sorted_by
        keys = self.columns[column].values
        if keys is None:
            return order
        keys = -keys[order] if falling else keys[order]
        return order[np.argsort(keys, kind="stable")]

    def _refresh(self) -> None:
        if len(self.order) and self.columns:
            last = self.index(len(self.order) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # ---- looks

    def _picture(self, label: int, point: int) -> QIcon | None:
        assert self.rows is not None
        if label < 0:
            return None
        return self._mark(label, point >= self.rows.cut, len(self.rows.points.class_names))

    def _drawn(self, label: int, test: bool, classes: int) -> QIcon:
        marks, icon = Marks(self._theme, classes), QIcon()
        for ratio in _RATIOS:
            picture = marks.picture(label, test=test, size=_MARK, ratio=ratio)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # in its colour there too
                icon.addPixmap(picture, mode)
        return icon

    def _color(self, column: TableColumn, point: int) -> QColor | None:
        if column.values is None:
            return None
        return self._theme.color("warning" if column.values[point] else "muted")


def _side(column: TableColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column.names else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
