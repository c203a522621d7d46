"""Notices that another program has changed the document's file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from playground.files import storage
from playground.files.disk import Disk
from playground.files.document_file import DocumentFile
from playground.files.storage import Stamp


class DiskWatch:
    """Compares the file with what was read or written last; tells of each change once."""

    def __init__(self, file: DocumentFile, disk: Disk, say: Callable[[str], None]) -> None:
        self._file, self._disk, self._say = file, disk, say
        self._told: Stamp | None = None

    def look(self) -> None:
        """Compare, off the window's thread."""
        path, stamp = self._file.path, self._file.stamp
        if path and stamp and stamp is not self._told:
            job = partial(storage.changed, path, stamp)
            self._disk.submit(job, partial(self._tell, path, stamp), lambda _: None)

    def _tell(self, path: Path, stamp: Stamp, changed: bool) -> None:
        if changed and stamp is self._file.stamp:
            self._told = stamp
            self._say(f"{path.name} was changed by another program. Saving asks before it does so.")
