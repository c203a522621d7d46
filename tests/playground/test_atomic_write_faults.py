"""Full disks, missing rights, failing system calls and kills: the old file or the new one."""

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from playground.atomic_write import WriteError, write
from tests.playground.test_atomic_write import NEW, OLD, names

ROOT = Path(__file__).parents[2]


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.pt"
    path.write_bytes(OLD)
    return path


def attempt(path: Path) -> str:
    """Write `NEW`: the sentence of the failure, or nothing."""
    try:
        write(path, NEW)
    except WriteError as error:
        return str(error)
    return ""


SAVE_AS_USER = f"""
import os, sys; sys.path.insert(0, {str(ROOT)!r})
from playground.atomic_write import WriteError, write
if os.getuid() == 0:  # permissions do not bind root: give its rights up
    os.setgid(65534); os.setuid(65534)
try:
    write(sys.argv[1], b"new" * 100_000)
except WriteError as error:
    print(error)
"""


def save_as_user(path: Path) -> str:
    """What a save to `path` says in a process that file permissions bind."""
    command = [sys.executable, "-c", SAVE_AS_USER, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


def test_a_folder_without_write_permission(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    said = save_as_user(open_folder / "weights.pt")
    assert said.endswith("writing there is not allowed; choose another folder.")
    assert names(open_folder) == []


def test_a_write_protected_file_stays(open_folder: Path) -> None:
    path = open_folder / "weights.pt"
    path.write_bytes(OLD)
    path.chmod(0o444)
    said = save_as_user(path)
    assert "the file there is write-protected" in said
    assert path.read_bytes() == OLD


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_limit_on_the_file_size_keeps_the_old_file(old_file: Path) -> None:
    for limit in (0, 1, len(NEW) // 2, len(NEW) - 1):
        with (
            file_size_limit(limit),
            pytest.raises(WriteError, match="larger than is allowed here"),
        ):
            write(old_file, NEW)
        assert old_file.read_bytes() == OLD
        assert names(old_file.parent) == ["weights.pt"]
    with file_size_limit(len(NEW)):
        write(old_file, NEW)
    assert old_file.read_bytes() == NEW


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        path = tmp_path / "weights.pt"
        write(path, OLD)
        said_all = []
        for filled in range(17):
            (tmp_path / "filler").write_bytes(bytes(filled * 60_000))
            said = attempt(path)
            assert path.read_bytes() == (OLD if said else NEW)
            assert said == "" or "the disk is full; free some space" in said
            said_all.append(said)
            path.write_bytes(OLD)
            assert names(tmp_path) == ["filler", "weights.pt"]
        assert "" in said_all
        assert any(said_all)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


CALLS = ("stat", "open", "write", "fsync", "chmod", "close", "replace", "scandir", "unlink")


class FailingCalls:
    """Stands in for `os` and lets call number `fail_at` (and, if wanted, all later ones) fail."""

    def __init__(self, fail_at: int, persistent: bool, code: int) -> None:
        self.count = 0
        self._fail_at = fail_at
        self._persistent = persistent
        self._code = code

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self._fail_at or (self._persistent and self.count > self._fail_at):
                if real.__name__ == "close":  # the descriptor is gone even when closing fails
                    real(*arguments)
                raise OSError(self._code, os.strerror(self._code))
            return real(*arguments, **options)

        return call


@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whichever_call_fails_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, persistent: bool, code: int
) -> None:
    path = tmp_path / "weights.pt"
    open_before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    outcomes = []
    for fail_at in range(1, 100):
        path.write_bytes(OLD)
        failing = FailingCalls(fail_at, persistent, code)
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, failing.wrap(getattr(os, name)))
            patch.setattr(os, "supports_fd", {os.chmod})
            failed = bool(attempt(path))
        assert path.read_bytes() == (OLD if failed else NEW)
        if not persistent:
            assert names(tmp_path) == ["weights.pt"]
        outcomes.append(failed)
        if failing.count < fail_at:
            break
    assert outcomes[-1] is False
    assert outcomes.count(True) >= 5  # stat, create, write, fsync, close, replace
    if open_before:
        assert len(os.listdir("/proc/self/fd")) == open_before
    write(path, NEW)
    assert names(tmp_path) == ["weights.pt"]


def test_an_interrupt_while_writing_leaves_nothing_behind(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(old_file, NEW)
    assert names(old_file.parent) == ["weights.pt"]
    assert old_file.read_bytes() == OLD


ENDLESS = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from playground.atomic_write import write
contents = [bytes([65 + k]) * 3_000_000 for k in range(2)]
print("ready", flush=True)
while True:
    for content in contents:
        write(sys.argv[1], content)
"""


def test_killed_at_30_random_moments_the_file_is_always_whole(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    pick = random.Random(30)
    left = 0
    for _ in range(30):
        process = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=pick.uniform(0.0, 0.05))
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
        if path.exists():
            content = path.read_bytes()
            assert len(content) == 3_000_000
            assert content in (b"A" * 3_000_000, b"B" * 3_000_000)
        left = max(left, len(names(tmp_path)) - path.exists())
    assert left <= 1  # the one just killed; the next write removes it
    write(path, OLD)
    assert names(tmp_path) == ["weights.pt"]


def test_a_write_in_progress_is_not_taken_for_a_left_over(old_file: Path) -> None:
    """Two saves into one folder at once: the second does not remove the first one's file."""
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target).name == "weights.pt":
            write(Path(target).with_name("other.pt"), OLD)
        real(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        write(old_file, NEW)
    assert old_file.read_bytes() == NEW
    assert names(old_file.parent) == ["other.pt", "weights.pt"]
