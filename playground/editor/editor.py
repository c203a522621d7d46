"""The network editor: the canvas with everything a hand can do to the layers on it."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu

from playground.document.errors import SpecError
from playground.document.spec import ExperimentSpec
from playground.editor.canvas import NetworkCanvas
from playground.editor.gestures import ChipDrag, LayerDrag
from playground.editor.hover import hover_text
from playground.editor.keys import handle_key
from playground.editor.menu import context_menu, insert_menu
from playground.editor.mime import MIME_TYPE, decode
from playground.editor.reading import next_unit, next_weight
from playground.editor.surface import DragSurface
from playground.theme import ThemeManager
from playground.undoable_document import UndoableDocument

_UP_AND_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NetworkEditor(NetworkCanvas):
    """Shows and edits the network of a document; every edit is one undo step."""

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__(document, theme_manager)
        self.setAcceptDrops(True)
        self._gesture: LayerDrag | None = None
        self._chip: ChipDrag | None = None
        self._surface = DragSurface(
            self, self._view, self._showing, self._stack, self._opening, theme_manager
        )

    @property
    def selected(self) -> int | None:
        """Position of the selected layer, or None."""
        return self._stack.selected

    def select(self, index: int | None) -> None:
        """Select a layer, or none."""
        self._stack.select(index)

    def insert(self, kind: str) -> None:
        """Insert a layer after the selected one, at the end where none is selected."""
        self._stack.insert(kind)

    def delete_selected(self) -> None:
        """Remove the selected layer."""
        self._stack.delete_selected()

    def move_selected(self, by: int) -> None:
        """Move the selected layer one place left (−1) or right (+1)."""
        self._stack.move_selected(by)

    def copy_selected(self) -> None:
        """Put a copy of the selected layer after it."""
        self._stack.copy_selected()

    def dissolve_selected(self) -> None:
        """Take the shortcut of the selected layer's residual block away."""
        self._stack.dissolve_selected()

    def popup_insert_menu(self) -> None:
        """Offer the kinds of layer beside the place where one would be inserted."""
        before = len(self._stack.layers) if self.selected is None else self.selected + 1
        self._popup(insert_menu(self._stack, self), self._view.boxes[before].bottomRight())

    # Layers under the mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._gesture is not None:
            return
        card = self._view.card_at(event.position())
        self._stack.select(card - 1 if card else self._layer_below(event.position()))
        if card:
            self._gesture = LayerDrag(self._surface, card - 1, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(event.position(), copying=_copying(event))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish(event.position(), copying=_copying(event))
            self._look_at(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = QPointF(event.pos())
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            at = self._view.boxes[0 if self.selected is None else self.selected + 1].bottomLeft()
        elif card := self._view.card_at(at):
            self._stack.select(card - 1)
        self._popup(context_menu(self._stack, self), at)

    # The keyboard.

    def event(self, event: QEvent) -> bool:
        # While a layer is dragged, keys belong to the drag: Esc puts it back, nothing is undone.
        if event.type() == QEvent.Type.ShortcutOverride and self._gesture is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._gesture is not None:
            if event.key() == Qt.Key.Key_Escape:
                self._cancel()
            elif event.key() == Qt.Key.Key_Control:
                self._gesture.copy(True)
        elif by := _UP_AND_DOWN.get(Qt.Key(event.key())):
            self._read(by, weight=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif handle_key(event, self._stack, self.popup_insert_menu):
            self._hover(None)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._gesture is not None and event.key() == Qt.Key.Key_Control:
            self._gesture.copy(False)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._showing.focused = True
        self.show_marks()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cancel()
        self._showing.focused = False
        self._hover(None)
        self._describe()

    def _read(self, by: int, *, weight: bool) -> None:
        """Show the next unit, or weight into it, as the pointer does, and tell what it shows."""
        scene, hover = self._view.scene, self._showing.hover
        if scene is None:
            return
        unit = next_unit(scene, hover, self.selected, by)
        hover = (next_weight(scene, hover, by) if weight else None) or unit
        self._hover(hover)
        words = hover_text(hover, scene, self._view.spec) or ()
        self.setAccessibleDescription("; ".join(filter(None, words)))

    # A chip dragged in from the palette.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not event.mimeData().hasFormat(MIME_TYPE):
            return
        try:
            layer = decode(event.mimeData())
        except SpecError as error:
            self._refuse(str(error))
            return
        self._chip = ChipDrag(self._surface, layer)
        self._chip.move(event.position())
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._chip is not None and self._chip.move(event.position()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        chip, self._chip = self._chip, None
        if chip is not None:
            chip.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        chip, self._chip = self._chip, None
        if chip is not None:
            event.acceptProposedAction()
            chip.finish(event.position())
            self._look_at(event.position())
            self.setFocus()

    def _follow_document(self, before: ExperimentSpec, after: ExperimentSpec) -> None:
        self._cancel()
        super()._follow_document(before, after)
        if before.layers != after.layers:
            self._view.reveal(self.selected)
            self._rearrange()

    def _cancel(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

    def _popup(self, menu: QMenu, at: QPointF) -> None:
        menu.popup(self.mapToGlobal(at.toPoint()))


def _copying(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
