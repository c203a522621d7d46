"""The window as a picture, without a display: the real window, drawn off-screen."""

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QObject, QSettings, QTemporaryDir

from playground.atomic_write import write
from playground.document.edits import set_training_option
from playground.document.spec import ExperimentSpec
from playground.settings import Settings
from playground.training.run import Run
from playground.training.snapshots import RunState, Snapshot

SIZE = (1600, 1000)


def render(spec: ExperimentSpec, epochs: int, path: Path) -> None:
    """Train `spec` for `epochs` epochs in the window and write what it shows as PNG.

    Early stopping may end the training before.

    Raises:
        WriteError: the picture cannot be written.
        RuntimeError: the run failed before the last epoch; the message says why.
    """
    if "QT_QPA_PLATFORM" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from playground.app import build  # after the platform is chosen

    folder = QTemporaryDir()  # the picture follows and changes nobody's settings
    store = QSettings(folder.filePath("settings.ini"), QSettings.Format.IniFormat)
    app, window = build([], Settings(store))
    try:
        window.document.load(set_training_option(spec, "epochs", epochs))
        window.resize(*SIZE)
        window.show()
        _Until(window.run, window).train()
        app.processEvents()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "PNG")
        write(path, bytes(buffer.data().data()))
    finally:
        window.close()


class _Until(QObject):
    """Runs the event loop until the run has paused by itself."""

    def __init__(self, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._run, self._loop, self._message = run, QEventLoop(self), ""
        run.snapshot.connect(self._look)

    def train(self) -> None:
        self._run.train()
        self._loop.exec()
        if self._message:
            raise RuntimeError(self._message)

    def _look(self, snapshot: Snapshot) -> None:
        if snapshot.state is RunState.FAILED:
            self._message = snapshot.message
        if snapshot.state in (RunState.FAILED, RunState.PAUSED):
            self._loop.quit()
