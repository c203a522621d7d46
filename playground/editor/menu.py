"""The canvas's context menu: everything the mouse does, for keyboard and menu users."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from playground.document.catalogue import COMMON, FAMILIES, LAYERS
from playground.document.layer_kinds import OFFERED
from playground.editor.stack import LayerStack


def context_menu(stack: LayerStack, parent: QWidget) -> QMenu:
    """Insert after, move, copy and delete, for the selected layer; deletes itself when closed."""
    menu = _menu(parent)
    selected = stack.selected
    insert = menu.addMenu("&Insert after" if selected is not None else "&Insert at the end")
    _add_kinds(insert, stack)
    menu.addSeparator()
    last = len(stack.layers) - 1
    entries: tuple[tuple[str, bool, Callable[[], None]], ...] = (
        ("Move &left\tCtrl+Left", selected not in (None, 0), lambda: stack.move_selected(-1)),
        ("Move &right\tCtrl+Right", selected not in (None, last), lambda: stack.move_selected(1)),
        ("&Copy\tCtrl+D", selected is not None, stack.copy_selected),
        ("&Delete\tDel", selected is not None, stack.delete_selected),
    )
    for text, enabled, method in entries:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(method)
    return menu


def insert_menu(stack: LayerStack, parent: QWidget) -> QMenu:
    """The kinds of layer alone, as the Insert key shows them."""
    menu = _menu(parent)
    _add_kinds(menu, stack)
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add_kinds(menu: QMenu, stack: LayerStack) -> None:
    for kind in COMMON:
        _add_kind(menu, stack, kind)
    menu.addSeparator()
    for family in FAMILIES:
        more = menu.addMenu(f"{family} …")
        for kind in OFFERED:
            if LAYERS[kind].family == family and kind not in COMMON:
                _add_kind(more, stack, kind)


def _add_kind(menu: QMenu, stack: LayerStack, kind: str) -> None:
    action = menu.addAction(f"&{LAYERS[kind].name}")
    action.setToolTip(LAYERS[kind].help)
    action.triggered.connect(lambda: stack.insert(kind))
