"""A document's file: read whole, written whole, and known again. No Qt: runs off the window's
thread."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from playground import atomic_write
from playground.document.errors import DocumentError
from playground.document.limits import MAX_FILE_BYTES
from playground.files import contents
from playground.files.contents import Contents


class ChangedError(Exception):
    """The file is no longer the one that was read or written here; nothing was written."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By which the content of a file is known again."""

    digest: bytes

    @classmethod
    def of(cls, data: bytes) -> "Stamp":
        return cls(hashlib.sha256(data).digest())


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """What a file held."""

    path: Path
    contents: Contents
    stamp: Stamp


def load(path: Path) -> Loaded:
    """Read the document at `path`.

    Raises:
        DocumentError: it cannot be read, or is none of this program's documents.
    """
    data = _read(path)
    try:
        found = contents.from_bytes(data)
    except DocumentError as error:
        raise DocumentError(f"Could not open {path.name}: {error}") from error
    return Loaded(path, found, Stamp.of(data))


def save(path: Path, document: Contents, known: Stamp | None) -> Stamp:
    """Write the document to `path`, which says as what; what the file is known by from now on.

    known: what the file held when it was last read or written here; None: whatever it holds goes.

    Raises:
        ChangedError: it holds something else by now.
        DocumentError: whether it does could not be seen.
        WriteError: it could not be written.
    """
    text = contents.is_text(path)
    data = contents.to_text(document) if text else contents.to_bytes(document)
    if known is not None and changed(path, known):
        raise ChangedError(str(path))
    atomic_write.write(path, data)
    return Stamp.of(data)


def changed(path: Path, known: Stamp) -> bool:
    """Whether the file holds something else; one that is gone holds nothing to lose.

    Raises:
        DocumentError: the disk did not let it be read.
    """
    try:
        return Stamp.of(_read(path)) != known
    except DocumentError as error:
        cause = error.__cause__
        if isinstance(cause, FileNotFoundError | NotADirectoryError):
            return False
        if isinstance(cause, OSError):
            raise DocumentError(
                f"{path.name} could not be read to see whether another program has changed it: "
                f"{cause.strerror}. Save it under another name."
            ) from cause
        return True


def _read(path: Path) -> bytes:
    """All bytes of an ordinary file, at most as many as a document may have."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
            data = file.read(MAX_FILE_BYTES + 1) if regular else b""
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "the name holds a NUL character"
        raise DocumentError(f"Could not open {path}: {why}.") from error
    if not regular:
        raise DocumentError(f"{path.name} is not an ordinary file. Choose a document.")
    if len(data) > MAX_FILE_BYTES:
        raise DocumentError(f"{path.name} is larger than any document, so it was not opened.")
    return data
