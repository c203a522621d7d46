"""A disk that fails while a window saves: the old file stays, a sentence says why, work is kept."""

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from playground.document.errors import DocumentError
from playground.files import places, storage
from playground.files.contents import from_bytes
from playground.main_window import MainWindow
from tests.playground.conftest import Wait
from tests.playground.files.gestures import edit, save, save_as
from tests.playground.test_atomic_write_faults import CALLS, FailingCalls, file_size_limit

TOLD = "Unsaved work cannot be kept for recovery at the moment. Save it soon."


class FailingDisk(FailingCalls):
    """Only what the window's disk thread calls can fail."""

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        failing = super().wrap(real)

        def call(*arguments: Any, **options: Any) -> Any:
            here = threading.get_ident() == threading.main_thread().ident
            return (real if here else failing)(*arguments, **options)

        return call


@contextmanager
def failing(number: int, persistent: bool, code: int) -> Iterator[FailingDisk]:
    """The disk fails from that call on, or at that call alone."""
    disk = FailingDisk(number, persistent, code)
    with pytest.MonkeyPatch.context() as patch:
        for name in (*CALLS, "fstat", "mkdir"):
            patch.setattr(os, name, disk.wrap(getattr(os, name)))
        patch.setattr(os, "supports_fd", {os.chmod})
        yield disk


def try_to_save(window: MainWindow, wait: Wait) -> str:
    """What is said when the document is saved in its file; "" if it was."""
    window.say("")
    window.actions_["save"].trigger()
    wait(lambda: not window.files._saving)
    said = window.message.text()
    return "" if said.startswith("Saved") else said


def keep(window: MainWindow, wait: Wait) -> None:
    """Have the autosave write now."""
    ended: list[bool] = []
    window.files._autosave.keep(lambda: ended.append(True))
    wait(lambda: bool(ended))


def kept(window: MainWindow) -> object:
    """The document that would be offered after a crash."""
    (file,) = places.recovery_folder().glob("*.nnp")
    return from_bytes(file.read_bytes()).spec


@pytest.fixture
def saved(window: MainWindow, wait: Wait, tmp_path: Path) -> Path:
    """The file of the window, which then has an edit."""
    path = tmp_path / "work" / "mine.nnp"
    path.parent.mkdir()
    save_as(window, wait, path)
    return path


@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whichever_call_of_a_save_fails_nothing_is_lost(
    window: MainWindow, wait: Wait, saved: Path, persistent: bool, code: int
) -> None:
    outcomes = []
    for number in range(1, 100):
        before = saved.read_bytes()
        edit(window)
        with failing(number, persistent, code) as disk:
            said = try_to_save(window, wait)
        assert window.isWindowModified() == bool(said)
        if said:
            assert said.endswith((" folder.", " name.", " disk."))  # what to do
            assert saved.read_bytes() == before
            keep(window, wait)
            assert kept(window) == window.document.spec
            window.actions_["undo"].trigger()
        else:
            assert from_bytes(saved.read_bytes()).spec == window.document.spec
        outcomes.append(bool(said))
        if disk.count < number:
            break
    assert outcomes[-1] is False
    assert outcomes.count(True) >= 5
    edit(window)
    save(window, wait)
    assert [each.name for each in saved.parent.iterdir()] == [saved.name]


@pytest.mark.parametrize("persistent", [False, True])
def test_whichever_call_of_the_autosave_fails_what_was_kept_stays_or_is_replaced(
    window: MainWindow, wait: Wait, persistent: bool
) -> None:
    edit(window)
    keep(window, wait)
    failures = 0
    for number in range(1, 100):
        before = kept(window)
        window.say("")
        edit(window)
        with failing(number, persistent, errno.ENOSPC) as disk:
            keep(window, wait)
        failed = window.message.text() == TOLD
        assert kept(window) == (before if failed else window.document.spec)
        keep(window, wait)  # the disk is well again
        assert kept(window) == window.document.spec
        failures += failed
        if disk.count < number:
            break
    assert not failed
    assert failures >= 4


def test_where_no_work_can_be_kept_it_is_told_once_and_kept_later(
    window: MainWindow, wait: Wait
) -> None:
    places.recovery_folder().parent.parent.mkdir(parents=True, exist_ok=True)
    places.recovery_folder().parent.write_text("a file where the folder should be")
    for told in (TOLD, ""):
        window.say("")
        keep(window, wait)
        assert window.message.text() == told
    places.recovery_folder().parent.unlink()
    edit(window)
    keep(window, wait)
    assert kept(window) == window.document.spec


@contextmanager
def no_folder(folder: Path) -> Iterator[None]:
    shutil.rmtree(folder)
    yield


@contextmanager
def quota(folder: Path) -> Iterator[None]:
    with file_size_limit(1000):
        yield


@contextmanager
def small_disk(folder: Path, *options: str) -> Iterator[None]:
    """A disk of its own with what is in the folder, mounted over it."""
    files = {each.name: each.read_bytes() for each in folder.iterdir()}
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    with small_disk(folder):
        with (folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(1024))
        yield


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    with small_disk(folder):
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield


@pytest.mark.skipif(sys.platform != "linux", reason="limits and disks as Linux has them")
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (no_folder, "the folder does not exist; create it or choose another."),
        (quota, "the file is larger than is allowed here; choose another folder."),
        (full_disk, "the disk is full; free some space or choose another folder."),
        (read_only, "the disk is read-only; choose another folder."),
    ],
)
def test_a_fault_is_a_sentence_the_old_file_stays_and_the_work_is_kept(
    window: MainWindow,
    wait: Wait,
    saved: Path,
    fault: Callable[[Path], Any],
    sentence: str,
) -> None:
    before = saved.read_bytes()
    edit(window)
    with fault(saved.parent):
        assert try_to_save(window, wait) == f"Could not write {saved}: {sentence}"
        assert window.isWindowModified()
        if saved.exists():
            assert saved.read_bytes() == before
    keep(window, wait)
    assert kept(window) == window.document.spec
    if saved.parent.exists():
        assert saved.read_bytes() == before


def test_a_pipe_is_no_document_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.nnp")
    with pytest.raises(DocumentError, match=r"^a\.nnp is not an ordinary file\."):
        storage.load(tmp_path / "a.nnp")
