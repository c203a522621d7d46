"""Tab goes through the window as the eye does: part by part, row by row."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

_ROW = 24  # pixels: what stands this close in height is one row


def set_reading_order(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """Chain, and return, all that Tab reaches in `parts`; call it when the window is laid out."""
    chain = [widget for part in parts for widget in _in_rows(window, part)]
    for before, after in pairwise(chain):
        QWidget.setTabOrder(before, after)
    return chain


def _in_rows(window: QWidget, part: QWidget) -> list[QWidget]:
    reached = [part, *part.findChildren(QWidget)]
    reached = [each for each in reached if each.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def place(widget: QWidget) -> tuple[int, int]:
        middle = widget.mapTo(window, QPoint(0, widget.height() // 2))
        return middle.y() // _ROW, middle.x()

    return sorted((each for each in reached if each.isVisibleTo(window)), key=place)
