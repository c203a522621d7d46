"""Asks where a picture of the window, or its losses, go to, and has them written."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from playground import atomic_write
from playground.atomic_write import WriteError
from playground.desk import Desk
from playground.files.disk import Disk
from playground.pictures import PICTURES, TABLE, PictureError, picture, table
from playground.plots.loss import LossPlot


class WindowPictures(QObject):
    """The actions "Picture of …" and "Loss history" of a window."""

    def __init__(self, desk: Desk, widgets: Mapping[str, QWidget], losses: LossPlot) -> None:
        """widgets: what there are pictures of; the action of "network" is `picture_network`."""
        super().__init__(desk.window)
        self._window, self._settings, self._say = desk.window, desk.settings, desk.say
        actions = desk.actions
        self._disk = Disk(self)
        for name, widget in widgets.items():
            write = partial(self.write_picture, widget)
            filters = {f"{label} (*{suffix})": suffix for suffix, label in PICTURES.items()}
            actions.connect(**{f"picture_{name}": partial(self._ask, name, filters, write)})
        write = partial(self.write_table, losses)
        actions.connect(losses=partial(self._ask, "losses", {f"CSV (*{TABLE})": TABLE}, write))

    def close(self) -> None:
        """Finish what is being written."""
        self._disk.close()

    def write_picture(self, widget: QWidget, path: Path) -> None:
        """Write `widget` as it looks now; a line in the window says how that went."""
        try:
            self._write(path, picture(widget, path))
        except PictureError as error:
            self._say(str(error), "warning")

    def write_table(self, losses: LossPlot, path: Path) -> None:
        """Write every loss of the run so far."""
        self._write(path, partial(bytes, table(losses.history)))

    def _ask(self, name: str, filters: Mapping[str, str], write: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, "Export", self._settings.existing_export_folder)
        dialog.setObjectName("picture_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters([*filters])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen][1:]))
        first = next(iter(filters.values()))
        dialog.setDefaultSuffix(first[1:])
        dialog.selectFile(name + first)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: write(Path(text)))
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _write(self, path: Path, packed: Callable[[], bytes]) -> None:
        """Pack and write off the window's thread; the line says that it is busy, and then how."""
        self._say(f"Writing {path.name}…", "muted")

        def tell(written: Path) -> None:
            self._settings.export_folder = str(path.parent)
            self._say(f"Exported {written}", "muted")

        def refuse(error: Exception) -> None:
            known = isinstance(error, WriteError)
            self._say(str(error) if known else f"Nothing was written: {error}.", "warning")

        self._disk.submit(lambda: atomic_write.write(path, packed()), tell, refuse)
