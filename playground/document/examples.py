"""Documents to learn from: each trains well, or fails in a way that teaches something."""

from pathlib import Path
from typing import Final

from playground.document import file_format
from playground.document.file_format import SavedDocument

FOLDER: Final = Path(__file__).resolve().parents[2] / "assets" / "presets"


def examples(folder: Path = FOLDER) -> tuple[SavedDocument, ...]:
    """All examples in their order; `title` and `about` are what a menu shows.

    Raises:
        DocumentError: a file is damaged.
    """
    return tuple(file_format.read(path.read_bytes()) for path in sorted(folder.glob("*.json")))
