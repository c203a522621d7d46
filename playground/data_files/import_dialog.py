"""Shows how a table will be read, before it is."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.document.errors import SpecError
from playground.document.own_points import OwnPoints
from playground.files.disk import Disk
from playground.own_data import columns, table
from playground.own_data.columns import Columns
from playground.own_data.errors import DataError
from playground.own_data.table import DELIMITERS, Decimal, Dialect, Table
from playground.widgets.answers import answers
from playground.widgets.buttons import Button, CheckBox, ComboBox
from playground.widgets.labels import PlainLabel
from playground.widgets.message import MessageLine

_LOOKED_AT: Final = 65_536  # characters
_GUESSED_FROM, _SHOWN = 50, 12  # rows
_COLUMN: Final = 96  # pixels, that a column has at least
_DECIMALS: Final[dict[Decimal, str]] = {".": "point (1.5)", ",": "comma (1,5)"}
_KINDS: Final = {False: "a class", True: "a number"}


class ImportDialog(QDialog):
    """Delimiter, decimal sign, names, and which columns are x, y and the label, with a preview.

    The whole table is read off the window's thread; where it cannot be, the dialog says why and
    stays.

    Signals:
        imported(object): the OwnPoints of the table.
    """

    imported = Signal(object)

    def __init__(self, text: str, disk: Disk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle("Import data")
        self._text, self._disk, self._closed = text, disk, False
        cut = text.rfind("\n", 0, _LOOKED_AT) if len(text) > _LOOKED_AT else -1
        self._start = text[: cut + 1] if cut > 0 else text[:_LOOKED_AT]
        found = table.sniffed(text)
        self._delimiter = _combo("delimiter", "Columns are divided by a", DELIMITERS.values())
        self._decimal = _combo("decimal", "Decimal sign", _DECIMALS.values())
        self._header = CheckBox("The first row has &names")
        self._header.setObjectName("header")
        self._x, self._y = _combo("column_x", "x", ()), _combo("column_y", "y", ())
        self._label = _combo("column_label", "Label", ())
        self._kind = _combo("label_kind", "The label is", _KINDS.values())
        self._preview = QTableWidget()
        self._message = MessageLine()
        self.take = Button("&Import")
        self._delimiter.setCurrentIndex(list(DELIMITERS).index(found.delimiter))
        self._decimal.setCurrentIndex(list(_DECIMALS).index(found.decimal))
        self._header.setChecked(found.header)
        self._lay_out()
        for combo in (self._delimiter, self._decimal):
            combo.currentIndexChanged.connect(self._look)
        self._header.toggled.connect(self._look)
        for combo in (self._x, self._y, self._label, self._kind):
            combo.activated.connect(self._check)
        self.take.clicked.connect(self._import)
        self._look()

    def _lay_out(self) -> None:
        self._preview.setObjectName("preview")
        self._preview.setAccessibleName("The first rows as they are read")
        self._preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._preview.setTabKeyNavigation(False)
        self._preview.setShowGrid(False)
        self._preview.setAlternatingRowColors(True)
        heads = self._preview.horizontalHeader()
        heads.setMinimumSectionSize(_COLUMN)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setTextElideMode(Qt.TextElideMode.ElideRight)
        options = QGridLayout()
        options.setHorizontalSpacing(12)
        for column, combo in enumerate((self._delimiter, self._decimal)):
            _place(options, combo, 0, column)
        options.addWidget(self._header, 1, 2, 1, 2)
        for column, combo in enumerate((self._x, self._y, self._label, self._kind)):
            _place(options, combo, 2, column)
            options.setColumnStretch(column, 1)
        self.take.setObjectName("import")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addLayout(options)
        box.addWidget(self._preview, 1)
        box.addWidget(self._message)
        box.addLayout(answers(self, self.take))
        self.resize(680, 520)

    @property
    def _dialect(self) -> Dialect:
        return Dialect(
            list(DELIMITERS)[self._delimiter.currentIndex()],
            list(_DECIMALS)[self._decimal.currentIndex()],
            self._header.isChecked(),
        )

    @property
    def _columns(self) -> Columns:
        x, y, label = (each.currentIndex() for each in (self._x, self._y, self._label))
        return Columns(x, y, label, self._kind.currentIndex() == 1)

    def _look(self) -> None:
        """Read the first rows anew."""
        try:
            found = table.read(self._start, self._dialect, most=_GUESSED_FROM)
        except DataError as error:
            self._show(None)
            self._message.say(str(error))
            self.take.setEnabled(False)
            return
        self._show(found)
        self._guess(found)
        self._check()

    def _show(self, found: Table | None) -> None:
        names = found.names if found else ()
        rows = found.rows[:_SHOWN] if found else ()
        lines = found.lines[:_SHOWN] if found else ()  # an error names a row by them
        self._preview.setColumnCount(len(names))
        self._preview.setRowCount(len(rows))
        self._preview.setHorizontalHeaderLabels(list(names))
        self._preview.setVerticalHeaderLabels([str(line) for line in lines])
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                self._preview.setItem(row, column, self._item(cell))

    def _item(self, cell: str) -> QTableWidgetItem:
        """A cell as it is read: what is a number stands at the right."""
        item = QTableWidgetItem(table.shortened(cell))
        if table.parsed(cell, self._dialect.decimal) is not None:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _guess(self, found: Table) -> None:
        guess = columns.guessed(found)
        for combo, column in ((self._x, guess.x), (self._y, guess.y), (self._label, guess.label)):
            combo.clear()
            combo.addItems([table.shortened(name) for name in found.names])
            combo.setCurrentIndex(column)
        self._kind.setCurrentIndex(int(guess.regression))

    def _check(self) -> None:
        """Say at once what is wrong in the first rows; the rest is read by the import."""
        chosen = self._columns
        twice = len({chosen.x, chosen.y, chosen.label}) < 3
        self._message.say("x, y and the label are three different columns." if twice else "")
        self.take.setEnabled(not twice)

    def _import(self) -> None:
        text, dialect, chosen = self._text, self._dialect, self._columns
        self._busy(True)
        self._disk.submit(
            lambda: columns.points(table.read(text, dialect), chosen), self._take, self._refuse
        )

    def done(self, result: int) -> None:
        """Called by Qt however the dialog is closed; what is being read is given up."""
        self._closed = True  # Qt's part of the dialog may be gone once it is read
        super().done(result)

    def _take(self, own: OwnPoints) -> None:
        if not self._closed:
            self.accept()
            self.imported.emit(own)

    def _refuse(self, error: Exception) -> None:
        if not self._closed:
            self._busy(False)
            self._message.say(told(error))

    def _busy(self, busy: bool) -> None:
        self.take.setEnabled(not busy)
        self.take.setText("Reading…" if busy else "&Import")


def told(error: Exception) -> str:
    """What to say of an error: the program's own are sentences already."""
    if isinstance(error, (DataError, SpecError)):
        return str(error)
    if isinstance(error, OSError):
        return f"The file could not be read: {error.strerror or type(error).__name__}."
    return f"Nothing was imported because of an error in the program ({type(error).__name__})."


def _combo(name: str, label: str, texts: object) -> ComboBox:
    combo = ComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.addItems(list(texts))  # type: ignore[call-overload]
    return combo


def _place(grid: QGridLayout, combo: ComboBox, row: int, column: int) -> None:
    label = PlainLabel(combo.accessibleName(), "field")
    label.setBuddy(combo)
    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignBottom)
    grid.addWidget(combo, row + 1, column)
