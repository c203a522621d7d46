"""Unsaved work on disk: one slot a window, found again when its process has gone."""

import contextlib
import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground import atomic_write
from playground.files import contents, places
from playground.files.contents import SUFFIX, Contents

_NOTE = ".json"


@dataclass(frozen=True, slots=True)
class Note:
    """What the offer says of a piece of work: its title, and the file it was opened from or ""."""

    title: str
    original: str = ""


class Slot:
    """The place of one window's unsaved work: `<id>.nnp`, its note, and a lock while it lives.

    `keep` and `forget` run on the disk's thread, the rest in the window's.
    """

    def __init__(self, name: str = "") -> None:
        """name: that of a slot that was left; "": a new one. Raises OSError."""
        folder = places.recovery_folder()
        places.make(folder)
        self.name = name or uuid.uuid4().hex
        self.file = folder / f"{self.name}{SUFFIX}"
        self._note_file = self.file.with_suffix(_NOTE)
        self._note: Note | None = None  # as it was last written
        self._lock = _lock_file(self.file.with_suffix(".lock"))
        self.taken = self._lock.tryLock(0)

    def keep(self, work: Contents, note: Note) -> None:
        """Replace what is kept. Raises WriteError."""
        if note != self._note:
            text = json.dumps({"title": note.title, "original": note.original})
            atomic_write.write(self._note_file, text.encode())
            self._note = note
        atomic_write.write(self.file, contents.to_bytes(work))

    def forget(self) -> None:
        """Keep nothing; the work is saved, or is not wanted."""
        self._note = None
        for file in (self.file, self._note_file):
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)

    def release(self) -> None:
        """Let another process find what is kept here."""
        self._lock.unlock()

    def read_note(self) -> Note:
        """What was noted; a damaged note reads as an empty one."""
        try:
            found = json.loads(self._note_file.read_bytes())
            return Note(str(found["title"])[:200], str(found["original"]))
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return Note("Untitled")


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """Work whose process ended before it was saved."""

    slot: Slot
    note: Note
    time: float  # seconds since 1970


def find_lost() -> list[Lost]:
    """All of it, newest first; their slots are taken, so that no other window offers them."""
    found = []
    for file in places.recovery_folder().glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):
            slot = Slot(file.stem)
            if slot.taken:
                found.append(Lost(slot, slot.read_note(), file.stat().st_mtime))
    return sorted(found, key=lambda lost: lost.time, reverse=True)


def _lock_file(path: Path) -> QLockFile:
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # a living process is never stale, however long it lives
    return lock
