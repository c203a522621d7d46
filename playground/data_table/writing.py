"""Copies and saves rows off the window's thread, with progress and a button to cancel."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QWidget

from playground.atomic_write import WriteError
from playground.data_table.written import CancelledError, Columns, copied, saved
from playground.files.disk import Disk
from playground.settings import Settings
from playground.training.snapshots import Ints
from playground.widgets.buttons import Button


class Writing(QWidget):
    """One job at a time; visible while there is one.

    Signals:
        said(str, str): one sentence, and its role.
    """

    said = Signal(str, str)
    _progressed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._disk = Disk(self)
        self._cancel, self._saving = threading.Event(), False
        self.bar, self.stop = QProgressBar(), Button("C&ancel")
        self.bar.setAccessibleName("Rows written")
        self.bar.setFixedWidth(140)
        self.stop.setObjectName("cancel_writing")
        self.stop.setAccessibleName("Cancel")
        self.stop.clicked.connect(self.cancel)
        self._progressed.connect(self.bar.setValue)  # queued: emitted in the other thread
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.bar)
        box.addWidget(self.stop)
        self.hide()

    def copy(self, columns: Columns, points: Ints) -> None:
        """Put these points onto the clipboard."""
        if self._is_saving():
            return
        cancel = self._begin()

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._end(cancel, f"Copied {_rows(len(points))}.", "muted")

        self._disk.submit(
            lambda: copied(columns, points, self._progressed.emit, cancel),
            done,
            lambda error: self._refuse(cancel, error),
        )

    def save(self, path: Path, columns: Columns, points: Ints, step: int | None) -> None:
        """Write these points as CSV."""
        if self._is_saving():
            return
        cancel, self._saving = self._begin(), True
        self._disk.submit(
            lambda: saved(path, columns, points, step, self._progressed.emit, cancel),
            lambda to: self._end(cancel, f"Exported {_rows(len(points))} to {to}", "muted"),
            lambda error: self._refuse(cancel, error),
        )

    def ask(self, settings: Settings, take: Callable[[Path], None]) -> None:
        """Where a table goes to; `take` is called with the place."""
        dialog = QFileDialog(self.window(), "Export table", settings.existing_data_folder)
        dialog.setObjectName("export_table_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("outputs.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(text: str) -> None:
            settings.data_folder = str(Path(text).parent)
            take(Path(text))

        dialog.fileSelected.connect(chosen)
        dialog.open()

    def cancel(self) -> None:
        """Give up what is being written; the file of that name stays as it was."""
        self._cancel.set()

    def shut(self) -> None:
        """Finish what is being saved; a copy that is not there yet is given up."""
        if not self._saving:
            self.cancel()
        self._disk.close()

    def _is_saving(self) -> bool:
        if self._saving:
            self.said.emit("A table is being saved. Wait for it, or cancel it.", "warning")
        return self._saving

    def _begin(self) -> threading.Event:
        self._cancel.set()  # of two copies the later counts
        self._cancel = threading.Event()
        self.bar.setValue(0)
        self.show()
        return self._cancel

    def _refuse(self, cancel: threading.Event, error: Exception) -> None:
        if isinstance(error, CancelledError):
            self._end(cancel, "Cancelled: nothing was written.", "muted")
        else:
            known = isinstance(error, WriteError)
            why = f"Nothing was written because of an error ({type(error).__name__})."
            self._end(cancel, str(error) if known else why, "warning")

    def _end(self, cancel: threading.Event, sentence: str, role: str) -> None:
        if cancel is self._cancel:  # else a later job is on its way
            self._saving = False
            self.hide()
            self.said.emit(sentence, role)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
