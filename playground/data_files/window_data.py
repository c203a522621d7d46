"""Joins own data and window: import, paste, export, and the data as a table."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from playground import atomic_write
from playground.atomic_write import WriteError
from playground.data_files.import_dialog import ImportDialog, told
from playground.data_table.table_window import DataTable
from playground.desk import Desk
from playground.document import edits, limits, shared_text
from playground.document.own_points import OwnPoints
from playground.files.disk import Disk
from playground.own_data import csv_text, npz, table
from playground.own_data.errors import DataError
from playground.plots.boundary import BoundaryPlot
from playground.training.snapshots import Points

_SUFFIXES: Final = (".csv", ".tsv", ".txt", ".npz")
_TABLES: Final = f"Tables ({' '.join(f'*{suffix}' for suffix in _SUFFIXES)})"
_SHARED: Final = "The clipboard holds a shared design, no table: use Edit > Paste shared design."
_NOTHING: Final = "The clipboard has no table: copy some rows first, then paste them here."
_NO_POINTS: Final = "There are no points to export yet: they come when PyTorch is there."


class WindowData(QObject):
    """The menu Data of a window. Files are read and written off its thread."""

    def __init__(self, desk: Desk, plot: BoundaryPlot) -> None:
        """plot: where the rows that are chosen in the table are marked."""
        super().__init__(desk.window)
        self._window, self._document, self._settings = desk.window, desk.document, desk.settings
        self._run, self._actions, self._themes = desk.run, desk.actions, desk.themes
        self._plot, self._say = plot, desk.say
        self._disk = Disk(self)
        self._points: Points | None = None
        self._table: DataTable | None = None
        desk.run.points.connect(self._keep_points)
        desk.actions.connect(
            import_data=self.ask_import,
            paste_data=self.paste,
            export_data=self.ask_export,
            data_table=lambda: self.table().open(),
        )

    @property
    def readers(self) -> dict[str, Callable[[Path], None]]:
        """What takes a file that is opened or dropped on the window, by suffix."""
        return dict.fromkeys(_SUFFIXES, self.import_file)

    def ask_import(self) -> None:
        """Which file to read."""
        dialog = QFileDialog(self._window, "Import data", self._settings.existing_data_folder)
        dialog.setObjectName("import_data_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_TABLES, "All files (*)"])
        self._show(dialog, self.import_file)

    def import_file(self, path: Path) -> None:
        """Read a table and ask about its columns, or take the arrays of an .npz as they are."""
        self._settings.data_folder = str(path.parent)

        def take(found: str | OwnPoints) -> None:
            if isinstance(found, str):
                self._ask_columns(found)
            else:
                self._take(found)

        self._disk.submit(lambda: _read(path), take, self._refuse)

    def paste(self) -> None:
        """Read the table on the clipboard, as spreadsheets put it there."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._say(_NOTHING, "warning")
            return
        if shared_text.is_shared(text.strip().partition("\n")[0]):  # a table begins with its names
            self._say(_SHARED, "warning")
            return
        self._disk.submit(lambda: table.decoded(text.encode()), self._ask_columns, self._refuse)

    def ask_export(self) -> None:
        """Where the points go, as CSV."""
        if self._points is None:
            self._say(_NO_POINTS, "warning")
            return
        dialog = QFileDialog(self._window, "Export data", self._settings.existing_data_folder)
        dialog.setObjectName("export_data_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("data.csv")
        self._show(dialog, self.export_file)

    def export_file(self, path: Path) -> None:
        """Write the points of the document, in the numbers they had before they were scaled."""
        points = self._points
        assert points is not None
        self._settings.data_folder = str(path.parent)

        def job() -> Path:
            places = np.concatenate((points.train, points.test))
            labels = np.concatenate((points.train_classes, points.test_classes))
            names = points.class_names
            return atomic_write.write(path, csv_text.written(places, labels, names, points.columns))

        def refuse(error: Exception) -> None:
            words = str(error) if isinstance(error, WriteError) else told(error)
            self._say(words, "warning")

        self._disk.submit(job, lambda written: self._say(f"Exported {written}", "muted"), refuse)

    def table(self) -> DataTable:
        """The window with the table, which exists from the first time it is wanted."""
        if self._table is None:
            keys = [self._actions[name] for name in ("undo", "redo", "train", "step", "reset")]
            self._table = table = DataTable(
                *(self._window, self._document, self._run, self._settings, self._themes, keys)
            )
            table.chosen.connect(self._plot.chosen.show_places)
            table.said.connect(self._say)
            self._plot.picked.connect(table.pick)
            if self._points:
                table.show_points(self._points)
        return self._table

    def close(self) -> None:
        """Finish what is being written."""
        if self._table is not None:
            self._table.shut()
        self._disk.close()

    def _keep_points(self, points: Points) -> None:
        self._points = points

    def _ask_columns(self, text: str) -> None:
        dialog = ImportDialog(text, self._disk, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self._take)
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _take(self, own: OwnPoints) -> None:
        after = edits.import_points(self._document.spec, own)
        self._document.edit("Import data", after, another=True)
        what = "a number as target" if own.is_regression else f"{len(own.classes)} classes"
        self._say(f"Imported {len(own):,} points with {what}.", "muted")

    def _show(self, dialog: QFileDialog, take: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._window.activateWindow)
        dialog.fileSelected.connect(lambda text: take(Path(text)))
        dialog.open()

    def _refuse(self, error: Exception) -> None:
        self._say(told(error), "warning")


def _read(path: Path) -> str | OwnPoints:
    if not path.is_file():
        raise DataError(f"{table.shortened(path.name)} is no file.")
    with path.open("rb") as file:
        data = file.read(limits.MAX_TABLE_BYTES + 1)
    return npz.points(data) if data.startswith(npz.MAGIC) else table.decoded(data)
