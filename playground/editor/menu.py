"""The canvas's context menu: everything the mouse does, for keyboard and menu users."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from playground.document.catalogue import COMMON, FAMILIES, LAYERS
from playground.document.layer_kinds import OFFERED
from playground.editor.stack import LayerStack
from playground.widgets.tool_tips import wrapped


def context_menu(stack: LayerStack, parent: QWidget) -> QMenu:
    """Insert after, move, copy and delete, for the selected layer, and dissolve its block.

    Deletes itself when closed.
    """
    menu = _menu(parent)
    selected = stack.selected
    insert = menu.addMenu("&Insert after" if selected is not None else "&Insert at the end")
    _add_kinds(insert, stack)
    menu.addSeparator()
    block = stack.block
    what = " block" if block is not None and selected in (block.begin, block.end) else ""
    entries: list[tuple[str, bool, Callable[[], None]]] = [
        (f"Move{what} &left\tCtrl+Left", stack.can_move(-1), lambda: stack.move_selected(-1)),
        (f"Move{what} &right\tCtrl+Right", stack.can_move(1), lambda: stack.move_selected(1)),
        (f"&Copy{what}\tCtrl+D", selected is not None, stack.copy_selected),
        (f"&Delete{what}\tDel", selected is not None, stack.delete_selected),
    ]
    if block is not None:
        entries.append(("Di&ssolve block\tCtrl+Shift+G", True, stack.dissolve_selected))
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
    menu.setToolTipsVisible(True)
    for kind in COMMON:
        _add_kind(menu, stack, kind)
    menu.addSeparator()
    for family in FAMILIES:
        more = menu.addMenu(f"{family} …")
        more.setToolTipsVisible(True)
        for kind in OFFERED:
            if LAYERS[kind].family == family and kind not in COMMON:
                _add_kind(more, stack, kind)


def _add_kind(menu: QMenu, stack: LayerStack, kind: str) -> None:
    action = menu.addAction(f"&{LAYERS[kind].name}")
    action.setToolTip(wrapped(LAYERS[kind].help))
    action.triggered.connect(lambda: stack.insert(kind))
