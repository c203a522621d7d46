"""A window that stays above the one it belongs to, so that a click there does not hide it."""

from typing import Final

from PySide6.QtCore import Qt

# A plain window with a parent is let sink behind it by window managers of X11; a dialog is not.
ABOVE: Final = Qt.WindowType.Dialog | Qt.WindowType.WindowMaximizeButtonHint
