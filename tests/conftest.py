"""What holds for every test: no user files, no leftovers, no warnings."""

import gc
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before any Qt import: no real display, and nothing of the user's is read or written.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.mkdtemp(prefix="playground-tests-")
for _name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME


@pytest.fixture(autouse=True)
def _no_leftovers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread or an active timer behind."""
    before = set(threading.enumerate())
    yield
    # A dummy stands for a QThread that asked Python for its name; Qt's own check is below.
    left = [
        thread.name
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    assert not left, f"threads left running: {left}"
    if "qapp" in request.fixturenames:
        _assert_no_qt_leftovers()


def _assert_no_qt_leftovers() -> None:
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None and not widget.isVisible():
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    # type(), as isinstance() would wake lazy and proxy objects of other libraries
    alive = [each for each in gc.get_objects() if issubclass(type(each), (QThread, QTimer))]
    alive = [each for each in alive if shiboken6.isValid(each)]
    running = [each for each in alive if isinstance(each, QThread) and each.isRunning()]
    assert not running, f"threads left running: {running}"
    ticking = [each for each in alive if isinstance(each, QTimer) and each.isActive()]
    assert not ticking, f"timers left active: {[each.parent() for each in ticking]}"


@pytest.fixture(autouse=True)
def _no_warnings_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs a warning it did not ask for (`caplog.clear()` says it did)."""
    yield
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, f"logged: {[record.getMessage() for record in loud]}"


@pytest.fixture
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the settings, recovered work and locks of one test."""
    from PySide6.QtCore import QSettings

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    return tmp_path
