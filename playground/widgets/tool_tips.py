"""Tool tips of text from outside."""

import html

from PySide6.QtGui import Qt


def as_plain(text: str) -> str:
    """`text` as a tool tip that shows it letter by letter.

    Qt takes text with tags for HTML in tool tips, and would load the picture that a tag names.
    """
    if not Qt.mightBeRichText(text):
        return text
    return "<br>".join(f"<span>{html.escape(line)}</span>" for line in text.split("\n"))
