"""The action "Film of the training" of a window: asks, has it made, and tells."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from playground.desk import Desk
from playground.document.advice import cannot_train
from playground.document.spec import ExperimentSpec
from playground.files.disk import Disk
from playground.film.dialog import FilmDialog
from playground.film.maker import Maker
from playground.film.order import Order
from playground.film.progress import FilmProgress
from playground.plots.boundary import BoundaryPlot
from playground.plots.loss import LossPlot

_EPOCHS: Final = 250  # where the window has trained none, and none are set


class WindowFilm(QObject):
    """One film at a time."""

    def __init__(self, desk: Desk, boundary: BoundaryPlot, losses: LossPlot) -> None:
        """boundary, losses: a film looks as they and the theme do when it is ordered."""
        super().__init__(desk.window)
        self._window, self._document, self._run = desk.window, desk.document, desk.run
        self._themes, self._settings, self._say = desk.themes, desk.settings, desk.say
        self._plots = (boundary, losses)
        self._disk = Disk(self)
        self._maker: Maker | None = None
        self._progress: FilmProgress | None = None
        desk.actions.connect(film=self._ask)

    def make(self, order: Order, path: Path) -> None:
        """Film the training of the document as it is now."""
        if path.suffix.lower() != f".{order.format}":
            self._say(
                f"The film is {order.format.upper()}: let its name end in .{order.format}.",
                "warning",
            )
            return
        self._settings.export_folder = str(path.parent)
        self._say("", "muted")
        self._progress = FilmProgress(path.name, len(order.frames), self._window)
        self._maker = Maker(order, path, self._disk, self)
        self._maker.progressed.connect(self._progress.show_frame)
        self._maker.finishing.connect(self._progress.show_finishing)
        self._maker.made.connect(self._tell_made)
        self._maker.failed.connect(self._tell_failed)
        self._progress.cancelled.connect(self._cancel)
        self._progress.finished.connect(self._window.activateWindow)
        self._maker.start(self._document.spec)
        self._progress.show()

    def close(self) -> None:
        """The window goes: no process and no unfinished file stays behind."""
        self._disk.close()  # first: a film that is being written is finished
        if self._maker:
            self._maker.stop()

    # ---- asking

    def _ask(self) -> None:
        spec = self._document.spec
        if self._progress:
            self._progress.activateWindow()
        elif refusal := cannot_train(spec):
            self._say(refusal, "warning")
        else:
            dialog = FilmDialog(self._suggestion(spec), spec.seed, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.ordered.connect(self._ask_path)
            dialog.finished.connect(self._window.activateWindow)
            dialog.open()

    def _suggestion(self, spec: ExperimentSpec) -> Order:
        boundary, losses = self._plots
        return Order(
            format="gif",
            kind="losses",
            scale=1.0,
            speed=20,
            seconds=10,
            epochs=round(self._run.epoch) or spec.training.epochs or _EPOCHS,
            theme=self._themes.current.name,
            points=boundary.points.isChecked(),
            test_points=boundary.test_points.isChecked(),
            discretise=boundary.discretise.isChecked(),
            logarithmic=losses.logarithmic.isChecked(),
        )

    def _ask_path(self, order: Order) -> None:
        dialog = QFileDialog(self._window, "Film", self._settings.existing_export_folder)
        dialog.setObjectName("film_file_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(f"{order.format.upper()} (*.{order.format})")
        dialog.setDefaultSuffix(order.format)
        dialog.selectFile(f"training.{order.format}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._window.activateWindow)
        dialog.fileSelected.connect(lambda text: self.make(order, Path(text)))
        dialog.open()

    # ---- telling

    def _cancel(self) -> None:
        if self._maker:
            self._maker.stop()
        self._end("The film was cancelled; nothing was written.", "muted")

    def _tell_made(self, path: Path, note: str) -> None:
        self._end(f"Exported {path}. {note}" if note else f"Exported {path}", "muted")

    def _tell_failed(self, sentence: str) -> None:
        self._end(sentence, "warning")

    def _end(self, sentence: str, role: str) -> None:
        maker, progress = self._maker, self._progress
        self._maker = self._progress = None
        if maker:
            maker.deleteLater()
        if progress:
            progress.done(0)
        self._say(sentence, role)
