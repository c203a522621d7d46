"""Tool tips of long texts, and of texts from outside."""

import html
import textwrap
from typing import Final

from PySide6.QtGui import Qt

_WIDTH: Final = 72  # characters a line


def wrapped(text: str) -> str:
    """`text` in lines that can be read: Qt breaks none of plain text, however long it is."""
    return "\n".join(textwrap.fill(line, _WIDTH) for line in text.split("\n"))


def as_plain(text: str) -> str:
    """`text` as a tool tip that shows it letter by letter.

    Qt takes text with tags for HTML in tool tips, and would load the picture that a tag names.
    """
    if not Qt.mightBeRichText(text):
        return text
    return "<br>".join(f"<span>{html.escape(line)}</span>" for line in text.split("\n"))
