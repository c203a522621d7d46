"""The whole window, as `python main.py` shows it, with settings of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.main_window import MainWindow
from playground.training.snapshots import RunState

PATIENCE = 30_000  # milliseconds; only a failing test waits for them
Wait = Callable[[Callable[[], bool]], None]


def shut(window: MainWindow) -> None:
    """Close a window whose work nobody wants."""
    if window.isVisible():
        window.files._closing = True
        window.close()


def settled(window: MainWindow) -> bool:
    """Whether the run rests, and the window shows all it has told."""
    timer = window.run.findChild(QTimer)
    return window.run.state is not RunState.RUNNING and not timer.isActive()


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    """Wait until a condition holds."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE)


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, settings_folder: Path, wait: Wait
) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window, active and ready to train; each is closed and deleted after the test."""
    opened = []

    def open_(*argv: str) -> MainWindow:
        _, window = build(argv)
        opened.append(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        wait(lambda: window.isActiveWindow() and settled(window))
        assert argv or window.run.state is RunState.IDLE
        return window

    yield open_
    while opened:
        shut(opened[-1])
        opened.pop().deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """The window, ready to train."""
    return open_window()
