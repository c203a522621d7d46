"""What holds for every test: no user files, no leftovers, no warnings."""

import gc
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.copies import HOMES

# Before any Qt import: no real display, and nothing of the user's is read or written.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.mkdtemp(prefix="playground-tests-")
os.environ |= dict.fromkeys(HOMES, _HOME)
# Several processes share the cores: a thread of torch that waits must not keep one busy.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Files and single tests need no second process, which would only import all of it again."""
    return 0 if all(".py" in argument for argument in config.args) else None


def pytest_collection_finish() -> None:
    """What the imports made stays; the search for leftovers after each test need not see it."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Notes what was measured, for the table below the results; also from another process."""
    return lambda measured: record_property("figure", measured)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """The table of figures."""
    rows = [
        (report.nodeid.removeprefix("tests/"), value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "figure"
    ]
    if rows:
        terminalreporter.section("figures")
        for test, value in sorted(rows):
            terminalreporter.write_line(f"{test}\n    {value}")


@pytest.fixture(autouse=True)
def _no_leftovers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread or an active timer behind."""
    before = set(threading.enumerate())
    if "qapp" in request.fixturenames:
        gc.disable()  # else a worker may collect objects of Qt; see `playground.collector`
    yield
    gc.enable()
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
