"""A heading that shows and hides what is below it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from playground.widgets.buttons import keeps_space, return_presses


class _FoldButton(QToolButton):
    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut."""
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it as well."""
        if not return_presses(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """No higher than the style sheet lets it be: Qt reckons with an icon for the arrow."""
        return super().sizeHint().boundedTo(self.maximumSize())

    def minimumSizeHint(self) -> QSize:
        """All of its words."""
        return self.sizeHint()


class Fold(QWidget):
    """`content` under a button with its `title`; closed at first.

    Signals:
        folded: it was opened or closed, by whomever.
    """

    folded = Signal()

    def __init__(self, title: str, name: str, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.button = _FoldButton()
        self.button.setText(title)
        self.button.setAccessibleName(name)
        self.button.setProperty("role", "quiet")
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button)
        layout.addWidget(content)
        self._show(False)

    def open(self) -> None:
        """Show the content."""
        self.button.setChecked(True)

    def _show(self, shown: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow
        self.button.setArrowType(arrow)
        self._content.setVisible(shown)
        self.folded.emit()
