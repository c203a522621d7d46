"""Starts the window: `python main.py`, tests and scripts all come through `build`."""

import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.collector import Collector
from playground.document import shared_text
from playground.document.presets import default
from playground.files.recovery_dialog import offer_lost_work
from playground.main_window import MainWindow
from playground.settings import Settings
from playground.signals import SignalClose
from playground.theme import ThemeManager
from playground.training.run import Run
from playground.undoable_document import UndoableDocument

log = logging.getLogger(__name__)


def build(argv: Sequence[str], settings: Settings | None = None) -> tuple[QApplication, MainWindow]:
    """The application and its window, not yet shown; the worker thread is already loading.

    argv: nothing, or what to open: the path of a document, share text or a link.
    settings: how the window looked the last time; None: the user's own.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["playground"])
    app.setApplicationName("Neural Playground")
    app.setOrganizationName("Neural Playground")
    settings = settings or Settings()
    document = UndoableDocument(default())
    run = Run()
    window = MainWindow(document, run, ThemeManager(app, settings.theme), settings)
    run.start_thread(document.spec)
    for given in argv[:1]:
        if shared_text.is_shared(given) and not os.path.isfile(given):
            window.sharing.open_text(given)
        else:
            window.files.open_path(Path(given).absolute())  # also for the next start, elsewhere
    return app, window


def show_whole(window: QWidget) -> None:
    """Show the window, maximised where the screen is smaller than it."""
    size = window.size().boundedTo(window.screen().availableSize())
    if window.size() == size:
        window.show()
    else:
        window.resize(size)  # where nobody maximises windows
        window.showMaximized()


def main(argv: Sequence[str]) -> int:
    """Show the window until it is closed; the exit code of the process."""
    logging.basicConfig(level=logging.WARNING)
    app, window = build(argv)
    reporter = _ErrorReporter(window)
    sys.excepthook = reporter.report
    SignalClose(window.files.interrupt, window)
    Collector(window.run, window)
    show_whole(window)
    if not offer_lost_work(window, window.files.restore) and not argv:
        window.examples.welcome()
    return app.exec()


class _ErrorReporter(QObject):
    """Logs an unexpected exception and tells of it in the window, from whatever thread."""

    _reported = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._reported.connect(window.say)

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """The process's `sys.excepthook`."""
        thread = threading.current_thread().name
        log.error("Unexpected error in %s", thread, exc_info=(kind, error, trace))
        self._reported.emit(f"Something went wrong in the program ({kind.__name__}: {error}).")
