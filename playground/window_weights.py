"""Joins weights and window: export with its proof, import, and what is said of both."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from playground.desk import Desk
from playground.document.export_formats import READABLE
from playground.export_dialog import ExportDialog
from playground.export_report import ExportReport
from playground.files import dialogs
from playground.proof import Claim
from playground.training.messages import Read
from playground.training.snapshots import RunState

_FILTER: Final = f"Weights ({' '.join(f'*{suffix}' for suffix in READABLE)})"


class WindowWeights(QObject):
    """Asks where weights go to or come from, and has the run write or read them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._window, self._document, self._run = desk.window, desk.document, desk.run
        self._actions, self._settings = desk.actions, desk.settings
        self._say = desk.say
        self._proving = 0  # how many files are on their way that are to prove themselves
        desk.actions.connect(export_weights=self._ask_export, import_weights=self._ask_import)
        run = desk.run
        run.exported.connect(self._tell_exported)
        run.claimed.connect(self._prove)
        run.export_failed.connect(self._tell_export_failed)
        run.weights_read.connect(self._use)
        run.read_failed.connect(self._tell_failed)
        run.state_changed.connect(self._enable)
        self._enable(run.state)

    @property
    def readers(self) -> dict[str, Callable[[Path], None]]:
        """What takes a file that is opened or dropped on the window, by suffix."""
        # There a .json is a document, and an .npz is data.
        return dict.fromkeys((".safetensors", ".pt"), self.read)

    def export(self, path: Path, name: str) -> None:
        """Write the weights of this moment, and let the file prove itself."""
        self._settings.export_folder = str(path.parent)
        self._proving += 1
        self._run.export(path, name)

    def read(self, path: Path) -> None:
        """Read weights for the network, or for the one that the file has."""
        self._settings.export_folder = str(path.parent)
        self._run.read_weights(path, self._document.spec)

    def close(self) -> None:
        """The window goes: no process stays behind."""
        for report in self._window.findChildren(ExportReport):
            report.stop()

    # ---- export

    def _ask_export(self) -> None:
        dialog = ExportDialog(self._settings.existing_export_folder, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.export)
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _prove(self, claim: Claim) -> None:
        if self._proving:
            self._proving -= 1
            ExportReport(claim, self._window).start()

    def _tell_export_failed(self, sentence: str) -> None:
        self._proving = max(self._proving - 1, 0)
        self._tell_failed(sentence)

    # ---- import

    def _ask_import(self) -> None:
        dialog = QFileDialog(self._window, "Import weights", self._settings.existing_export_folder)
        dialog.setObjectName("import_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_FILTER, "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: self.read(Path(text)))
        dialog.finished.connect(self._window.activateWindow)
        dialog.open()

    def _use(self, found: Read) -> None:
        if found.before != self._document.spec:
            self._say(
                "The network was changed while the file was read; import it again.", "warning"
            )
        elif found.after == found.before:
            self._take(found)
        else:
            dialogs.ask(
                self._window,
                "build_from_file",
                f"{found.path.name} holds the weights of another network.",
                "Build this network from the file? Undo brings your network back, untrained.",
                {"Build": partial(self._build, found)},
            )

    def _build(self, found: Read) -> None:
        self._document.edit("build network from file", found.after, another=True)
        self._take(found)

    def _take(self, found: Read) -> None:
        self._run.resume(found.after, found.record)
        self._say(f"Imported {found.path}", "muted")

    # ---- both

    def _tell_exported(self, path: str) -> None:
        self._say(f"Exported {path}", "muted")

    def _tell_failed(self, sentence: str) -> None:
        self._say(sentence, "warning")

    def _enable(self, state: RunState) -> None:
        for name in ("export_weights", "import_weights"):
            self._actions[name].setEnabled(state is not RunState.LOADING)
