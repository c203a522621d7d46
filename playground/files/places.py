"""Where the program keeps what is no document of the user's: recovered work and locks."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def recovery_folder() -> Path:
    """Unsaved work, one file a window."""
    return _state() / "recovery"


def lock_of(document: Path) -> Path:
    """The file that says that this document is open, by whatever name it was reached."""
    name = hashlib.sha256(os.fsencode(document.resolve())).hexdigest()[:32]
    return _state() / "locks" / f"{name}.lock"


def make(folder: Path) -> None:
    """Make a folder that only this user may read. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _state() -> Path:
    kind = QStandardPaths.StandardLocation.GenericStateLocation
    return Path(QStandardPaths.writableLocation(kind)) / "neural-playground"
