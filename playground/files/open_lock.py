"""Says which document is open where, so that two windows do not overwrite each other."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.files import places


class OpenLock:
    """Held for the document a window has open; goes with the process, however it ends."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None
        self._path: Path | None = None

    def take(self, path: Path) -> str:
        """Hold the lock of `path` instead of the last one; "", or who has it already.

        Where locks cannot be made at all, nobody is kept from working.
        """
        file = places.lock_of(path)
        if file == self._path:
            return ""
        with contextlib.suppress(OSError):
            places.make(file.parent)
        lock = QLockFile(str(file))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
            process, host, _ = lock.getLockInfo()
            return f"another window, process {process} on {host}" if process else "another program"
        self.release()
        self._lock, self._path = lock, file
        return ""

    def release(self) -> None:
        """Hold none."""
        if self._lock is not None:
            self._lock.unlock()
        self._lock = self._path = None
