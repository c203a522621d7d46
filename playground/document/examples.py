"""Documents to learn from: each trains well, or fails in a way that teaches something."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playground.document import file_format
from playground.document.file_format import SavedDocument

FOLDER: Final = Path(__file__).resolve().parents[2] / "assets" / "presets"


@dataclass(frozen=True, slots=True)
class Example:
    """An example by the name of its file; `title` and `about` of `saved` are what a menu shows."""

    name: str
    saved: SavedDocument
    path: Path

    def field(self) -> bytes:
        """What its network has learned, as a PNG; b"" where there is none."""
        file = self.path.with_suffix(".png")
        return file.read_bytes() if file.is_file() else b""


def examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """All examples in their order.

    Raises:
        DocumentError: a file is damaged.
    """
    return tuple(
        Example(path.stem, file_format.read(path.read_bytes()), path)
        for path in sorted(folder.glob("*.json"))
    )
