"""A button for an action of the window, with a text of its own."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.widgets.buttons import Button


class ActionButton(Button):
    """Triggers `action`, and follows whether it is enabled and what its tooltip says.

    `name` is the accessible name; `text` may be empty where an icon says enough.
    """

    def __init__(
        self, action: QAction, name: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._action = action
        self.setAccessibleName(name)
        self.set_text(text)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_text(self, text: str) -> None:
        """Show `text` beside the icon; without one, the icon alone in a narrow button."""
        self.setText(text)
        self.setProperty("bare", not text)
        self.style().polish(self)

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
