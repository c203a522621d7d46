"""Bytes to disk, all or nothing: a crash or a full disk leaves the old file or the new one."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX: Final = ".neural-playground-"
_SUFFIX: Final = ".tmp"
_BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows would translate line ends

_CAUSES: Final = {
    errno.ENOSPC: "the disk is full; free some space or choose another folder",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another folder",
    errno.EFBIG: "the file is larger than is allowed here; choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EACCES: "writing there is not allowed; choose another folder",
    errno.EPERM: "writing there is not allowed; choose another folder",
    errno.ENOENT: "the folder does not exist; create it or choose another",
    errno.ENOTDIR: "a file stands where the folder should be; choose another folder",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ELOOP: "it is a link that leads back to itself; choose another name",
    errno.EIO: "the disk reported a fault; choose another disk",
}


class WriteError(Exception):
    """Nothing was written. `str(error)` is one sentence: what, why, what to do."""

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(f"Could not write {path}: {cause}.")


def write(path: str | os.PathLike[str], data: bytes) -> Path:
    """Replace the content of `path` by `data` and return the path written to.

    Links are followed, an existing file keeps its permissions, a new one gets the usual ones.
    Until the last step the new content lives in a hidden file of the same folder; those that a
    killed process left there are removed.

    Raises:
        WriteError: not a place for a file, or the disk or its rights do not allow it. The old
            file is as it was.
    """
    with _naming(path):
        target, mode = _target(path)
        with _folder(target.parent) as folder:
            descriptor, temporary = _create(target.parent, mode)
            try:
                try:
                    _fill(descriptor, data)
                finally:
                    os.close(descriptor)  # some file systems report a full disk only here
                os.replace(temporary, target)
            except BaseException:
                _remove(temporary)
                raise
            if folder is not None:
                # The file is complete and in place; not every file system can promise more.
                with contextlib.suppress(OSError):
                    os.fsync(folder)
    return target


def check(path: str | os.PathLike[str]) -> None:
    """Find out before long work whether `write` can create or replace `path`; changes nothing.

    Raises:
        WriteError: as `write` would, except for a disk that is full.
    """
    with _naming(path):
        target, mode = _target(path)
        descriptor, temporary = _create(target.parent, mode)
        os.close(descriptor)
        _remove(temporary)


@contextlib.contextmanager
def _naming(path: str | os.PathLike[str]) -> Iterator[None]:
    """Say every failure of the system as one sentence about `path`."""
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0)
        cause = cause or f"{(error.strerror or 'unknown fault').lower()}; choose another place"
        raise WriteError(os.fspath(path), cause) from error


def _target(path: str | os.PathLike[str]) -> tuple[Path, int | None]:
    """Where the content goes, links followed, and the mode of the file there (None: no file)."""
    name = os.fspath(path)
    if "\0" in name:
        raise WriteError(name.replace("\0", "?"), "a file name cannot hold a NUL character")
    target = Path(os.path.realpath(name))
    try:
        found = os.stat(target)
    except FileNotFoundError:
        if not target.name or name.endswith(os.sep):
            raise WriteError(name, "it names a folder; add a file name") from None
        return target, None
    if stat.S_ISDIR(found.st_mode):
        raise WriteError(name, "it is a folder; add a file name")
    if not stat.S_ISREG(found.st_mode):
        raise WriteError(name, "it is not an ordinary file; choose another name")
    if not os.access(target, os.W_OK):
        if hasattr(os, "statvfs") and os.statvfs(target).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        raise WriteError(name, "the file there is write-protected; choose another name")
    return target, stat.S_IMODE(found.st_mode)


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[int | None]:
    """Hold the folder open and its lock shared, after removing what killed processes left.

    The exclusive lock is free only while nobody writes here, so every temporary file then found
    is a left-over. None where folders cannot be opened or locked; nothing is removed there.
    """
    folder = None
    if fcntl is not None:
        with contextlib.suppress(OSError):
            folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if folder is not None:
            with contextlib.suppress(OSError):
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove_leftovers(path)
            with contextlib.suppress(OSError):
                fcntl.flock(folder, fcntl.LOCK_SH)
        yield folder
    finally:
        if folder is not None:
            with contextlib.suppress(OSError):
                os.close(folder)


def _remove_leftovers(folder: Path) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                _remove(Path(entry.path))


def _create(folder: Path, mode: int | None) -> tuple[int, Path]:
    """Open a new file whose name nobody can foresee, never wider open than `mode`."""
    path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    descriptor = os.open(path, flags, 0o666 if mode is None else mode)
    if mode is not None:
        # Already no wider than `mode`; a file system that knows no permissions refuses this.
        with contextlib.suppress(OSError):
            os.chmod(descriptor if os.chmod in os.supports_fd else path, mode)
    return descriptor, path


def _fill(descriptor: int, data: bytes) -> None:
    """Put all of `data` into the empty file and onto the disk."""
    rest = memoryview(data)
    while rest:  # a system call may write less than it was given
        written = os.write(descriptor, rest)
        if written <= 0:
            raise OSError(errno.EIO, "nothing was written")
        rest = rest[written:]
    os.fsync(descriptor)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
