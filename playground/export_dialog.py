"""Asks where the trained weights go, and in which format."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

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

    def accept(self) -> None:
        """Complete the name first, so that Qt asks before it replaces the file of that name."""
        for path in map(Path, self.selectedFiles()):
            if path.suffix and not path.is_dir():
                self.setFocus()  # a name field that has it keeps its text
                self._name(str(self._complete(path)[0]))
        super().accept()

    def _name(self, text: str) -> None:
        # Qt's own selectFile leaves a name alone that is being typed.
        edit = self.findChild(QLineEdit, "fileNameEdit")
        if edit is None:  # the desktop's dialog
            self.selectFile(text)
        else:
            edit.setText(text)

    def _set_suffix(self, name_filter: str) -> None:
        self.setDefaultSuffix(self._filters[name_filter].suffix)

    def _choose(self, text: str) -> None:
        path, chosen = self._complete(Path(text))
        self.chosen.emit(path, chosen.name)

    def _complete(self, path: Path) -> tuple[Path, ExportFormat]:
        """The path with a suffix of ours, and the format it asks for."""
        chosen = self._filters[self.selectedNameFilter()]
        try:
            return path, format_of(path, chosen.name)
        except SpecError:
            return path.with_name(path.name + chosen.suffix), chosen
