"""The layers that are not in the palette's row: a panel over the canvas, in groups."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QWidget

from playground.document.catalogue import COMMON, FAMILIES, LAYERS
from playground.document.layer_kinds import OFFERED
from playground.editor.chip import LayerChip
from playground.theme import ThemeManager
from playground.widgets.tab_order import set_reading_order

_BELOW: Final = 6  # pixels between the panel and the button, or the edge of the window


class MoreLayers(QFrame):
    """Chips to drag or to press. It closes when one was taken, with Esc, and when mouse or keyboard
    go elsewhere.

    A part of the window and no window of its own: a drag can leave it for the canvas.
    """

    def __init__(self, theme_manager: ThemeManager, button: QWidget) -> None:
        super().__init__(button)
        self._button = button
        self.setObjectName("more_layers_panel")
        self.setAccessibleName("More layers")
        self.setProperty("role", "popup")
        self.chips = [
            LayerChip(LAYERS[kind], theme_manager) for kind in OFFERED if kind not in COMMON
        ]
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for row, family in enumerate(FAMILIES):
            title = QLabel(family)
            title.setProperty("role", "muted")
            grid.addWidget(title, row, 0)
            members = [chip for chip in self.chips if LAYERS[chip.kind].family == family]
            for column, chip in enumerate(members, start=1):
                grid.addWidget(chip, row, column, Qt.AlignmentFlag.AlignLeft)
        for chip in self.chips:
            chip.dragged.connect(self.close_panel)
        self.hide()

    def toggle(self) -> None:
        """Open below the button, with the keyboard on the first chip; or close."""
        if self.isVisible():
            self.close_panel()
            return
        window = self._button.window()
        self.setParent(window)
        self.adjustSize()
        corner = self._button.mapTo(window, QPoint(0, self._button.height() + _BELOW))
        self.move(max(min(corner.x(), window.width() - self.width() - _BELOW), 0), corner.y())
        self.show()
        self.raise_()
        set_reading_order(window, (self._button, self))
        _application().installEventFilter(self)
        _application().focusChanged.connect(self._follow_keyboard)
        if self._button.hasFocus():  # opened with the keyboard
            self.chips[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Close, and give the keyboard back to the button if a chip had it."""
        if not self.isVisible():
            return
        _application().removeEventFilter(self)
        _application().focusChanged.disconnect(self._follow_keyboard)
        had_keyboard = self._holds(QApplication.focusWidget())
        self.hide()
        if had_keyboard:
            self._button.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wherever the keyboard is, Esc closes and Tab goes in; a click elsewhere still counts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_panel()
                return True
            if event.key() == Qt.Key.Key_Tab and not self._holds(QApplication.focusWidget()):
                self.chips[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        elif (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and not self._holds(watched)
            and watched is not self._button
        ):
            self.close_panel()
        return False

    def _follow_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        # None: another program has the keyboard for a while.
        if now is not None and now is not self._button and not self._holds(now):
            self.close_panel()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self or self.isAncestorOf(widget))


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
