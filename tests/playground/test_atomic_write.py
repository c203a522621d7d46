"""What a save does to the file, its permissions and its folder, and which places it refuses."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from playground import atomic_write
from playground.atomic_write import WriteError, write

OLD, NEW = b"old" * 1000, b"new" * 100_000


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.pt"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


# --- what a write does -------------------------------------------------------------------------


def test_creates_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    for data in (b"", OLD, NEW, b"x"):
        assert write(path, data) == path
        assert path.read_bytes() == data
    assert names(tmp_path) == ["weights.pt"]


def test_a_new_file_gets_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    before = os.umask(0o027)
    try:
        write(path, OLD)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        for mode in (0o600, 0o664, 0o755):
            path.chmod(mode)
            write(path, NEW)
            assert stat.S_IMODE(path.stat().st_mode) == mode
    finally:
        os.umask(before)


def test_follows_links_and_keeps_them(tmp_path: Path, old_file: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.pt"
    link.symlink_to(old_file)
    dangling = tmp_path / "elsewhere" / "dangling.pt"
    dangling.symlink_to(tmp_path / "later.pt")

    assert write(link, NEW) == old_file
    assert write(dangling, NEW) == tmp_path / "later.pt"

    assert link.is_symlink()
    assert dangling.is_symlink()
    assert old_file.read_bytes() == (tmp_path / "later.pt").read_bytes() == NEW


def test_works_for_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert write("weights.pt", NEW) == tmp_path / "weights.pt"


def test_short_writes_are_continued(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:70_000]))
    write(old_file, NEW)
    assert old_file.read_bytes() == NEW


def test_the_temporary_file_has_a_new_name_every_time(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        seen.append(Path(source).name)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    write(old_file, NEW)
    write(old_file, NEW)
    assert len(set(seen)) == 2


# --- what it refuses ---------------------------------------------------------------------------


def refused(path: Any, expected: str) -> None:
    for action in (lambda: write(path, NEW), lambda: atomic_write.check(path)):
        with pytest.raises(WriteError, match=expected) as caught:
            action()
        sentence = str(caught.value)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert "Errno" not in sentence


def test_refuses_what_is_not_a_place_for_a_file(tmp_path: Path, old_file: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = names(tmp_path)

    refused(tmp_path, "it is a folder; add a file name")
    refused(f"{tmp_path}/missing/", "it names a folder; add a file name")
    refused(f"{tmp_path}/a\0b", "NUL")
    refused(pipe, "not an ordinary file")
    refused("/dev/full", "not an ordinary file")
    refused(loop, "a link that leads back to itself")
    refused(tmp_path / "missing" / "weights.pt", "the folder does not exist; create it")
    refused(old_file / "weights.pt", "a file stands where the folder should be")
    refused(tmp_path / ("x" * 300), "the name is too long")

    assert names(tmp_path) == before
    assert old_file.read_bytes() == OLD


def test_check_changes_nothing_and_says_nothing_of_a_good_place(old_file: Path) -> None:
    atomic_write.check(old_file)
    atomic_write.check(old_file.with_name("new.pt"))
    assert names(old_file.parent) == ["weights.pt"]
    assert old_file.read_bytes() == OLD
