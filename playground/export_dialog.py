"""Asks where the trained weights go, and in which format."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.document.errors import SpecError
from playground.document.export_formats import EXPORT_FORMATS, ExportFormat, format_of


class ExportDialog(QFileDialog):
    """A save dialog with one filter a format; a typed suffix wins over the filter.

    Signals:
        chosen(object, str): the path with its suffix, and the name of the format.
    """

    chosen = Signal(object, str)

    def __init__(self, folder: str, parent: QWidget) -> None:
        super().__init__(parent, "Export weights", folder)
        self.setObjectName("export_dialog")
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self._filters = {f"{each.label} (*{each.suffix})": each for each in EXPORT_FORMATS}
        self.setNameFilters(list(self._filters))
        self.filterSelected.connect(self._set_suffix)
        self._set_suffix(next(iter(self._filters)))
        self.selectFile(f"weights{EXPORT_FORMATS[0].suffix}")
        self.fileSelected.connect(self._choose)

    def _set_suffix(self, name_filter: str) -> None:
        self.setDefaultSuffix(self._filters[name_filter].suffix)

    def _choose(self, text: str) -> None:
        path = Path(text)
        chosen: ExportFormat
        try:
            chosen = format_of(path)
        except SpecError:
            chosen = self._filters[self.selectedNameFilter()]
            path = path.with_name(path.name + chosen.suffix)
        self.chosen.emit(path, chosen.name)
