"""Has a process of its own make a film, and puts the finished one in its place."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTemporaryDir, Signal

from playground import atomic_write
from playground.atomic_write import WriteError
from playground.document import file_format
from playground.document.file_format import SavedDocument
from playground.document.spec import ExperimentSpec
from playground.files.disk import Disk
from playground.film import order as orders
from playground.film.order import DOCUMENT, Failed, Frame, Note, Order
from playground.proof import ROOT


class Maker(QObject):
    """Makes one film. All that is unfinished lies in a temporary folder, which goes with it.

    Signals:
        progressed(int): so many frames are made.
        finishing(): all are made; the film is being written, and cannot be cancelled any more.
        made(object, str): the path of the film, and why it ends early, or "".
        failed(str): there is no film, and an older file of its name is as it was; one sentence.
    """

    progressed = Signal(int)
    finishing = Signal()
    made = Signal(object, str)
    failed = Signal(str)

    def __init__(self, order: Order, path: Path, disk: Disk, parent: QObject) -> None:
        super().__init__(parent)
        self._order, self._path, self._disk = order, path, disk
        self._stopped = False
        self._note = self._failure = ""
        self._folder = QTemporaryDir()
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(ROOT))
        self._process.readyReadStandardOutput.connect(self._listen)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._not_started)

    def start(self, spec: ExperimentSpec) -> None:
        """Film the training of `spec`."""
        path, folder = self._path, Path(self._folder.path())
        fault = "" if self._folder.isValid() else self._folder.errorString()

        def prepare() -> None:
            atomic_write.check(path)
            if fault:
                raise OSError(f"there is no place for temporary files ({fault})")
            (folder / DOCUMENT).write_bytes(file_format.write(SavedDocument(spec)))

        self._disk.submit(prepare, lambda _: self._launch(), self._refuse)

    def stop(self) -> None:
        """End the process and leave nothing of it."""
        self._stopped = True
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished()
        self._folder.remove()

    def _launch(self) -> None:
        if not self._stopped:
            arguments = orders.arguments(Path(self._folder.path()), self._order)
            self._process.start(sys.executable, arguments)

    def _listen(self) -> None:
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data()).decode(errors="replace")
            match orders.understood(line):
                case Frame(number):
                    self.progressed.emit(number)
                case Note(sentence):
                    self._note = sentence
                case Failed(sentence):
                    self._failure = sentence

    def _end(self, code: int) -> None:
        self._listen()
        if code == 0 and self._process.exitStatus() is QProcess.ExitStatus.NormalExit:
            self._write()
        else:
            self._fail(self._failure or f"The film could not be made: {self._last_words()}")

    def _write(self) -> None:
        film, path = orders.film(Path(self._folder.path()), self._order), self._path
        self._disk.submit(
            lambda: atomic_write.write(path, film.read_bytes()), self._tell, self._refuse
        )
        self.finishing.emit()

    def _tell(self, written: Path) -> None:
        self._folder.remove()
        self.made.emit(written, self._note)

    def _refuse(self, error: Exception) -> None:
        if not self._stopped:
            known = isinstance(error, WriteError)
            self._fail(str(error) if known else f"The film could not be made: {error}.")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # all others end it, too
            self._fail(f"The film could not be made: {self._process.errorString()}.")

    def _fail(self, sentence: str) -> None:
        self._folder.remove()
        self.failed.emit(sentence)

    def _last_words(self) -> str:
        """The last line of the traceback of the process."""
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        lines = said.strip().splitlines() or ["its process ended without a word"]
        return lines[-1][:200]
