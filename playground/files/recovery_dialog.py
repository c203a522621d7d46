"""Offers, at the start, the work that a process which ended too soon has left."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.files.recovery import Lost, find_lost
from playground.widgets.buttons import Button
from playground.widgets.labels import PlainLabel

_WIDTH: Final = 520
_ROWS: Final = 5  # shown without scrolling
_PADDING: Final = 10
_TEXT: Final = (
    "Restore opens it again, still unsaved and without a file: Save as suggests the one it came "
    "from. Later keeps it for the next start."
)


def offer_lost_work(parent: QWidget, restore: Callable[[Lost], None]) -> bool:
    """Show the dialog if there is anything to restore; whether there is."""
    lost = find_lost()
    if lost:
        RecoveryDialog(lost, restore, parent).open()
    return bool(lost)


class RecoveryDialog(QDialog):
    """A list of lost work, newest first, by time and title; what is not touched is offered again.

    A hidden slot stays taken until it is restored, discarded, or the dialog ends.
    """

    def __init__(self, lost: list[Lost], restore: Callable[[Lost], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle("Recovered work")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lost, self._restore_work = lost, restore
        self._list = QListWidget()
        self._list.setObjectName("lost_work")
        self._list.setAccessibleName("Work that was not saved")
        for each in lost:
            QListWidgetItem(_row(each), self._list)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._restore)
        rows = min(len(lost), _ROWS) * self._list.sizeHintForRow(0)
        self._list.setFixedHeight(rows + 2 * self._list.frameWidth() + _PADDING)
        self._lay_out()
        self.finished.connect(self._release)
        self.finished.connect(parent.activateWindow)

    def _lay_out(self) -> None:
        heading = PlainLabel("The program ended before this work was saved.", "title")
        text = PlainLabel(_TEXT, "muted")
        text.setWordWrap(True)
        buttons = QHBoxLayout()
        for name, act in (("&Discard", self._discard), ("&Later", self.reject)):
            button = Button(name)
            button.setObjectName(name.strip("&").lower())
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.insertStretch(1)
        restore = Button("&Restore")
        restore.setObjectName("restore")
        restore.setProperty("role", "primary")
        restore.setDefault(True)
        restore.clicked.connect(self._restore)
        buttons.addWidget(restore)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(heading)
        box.addWidget(text)
        box.addWidget(self._list, 1)
        box.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def _restore(self) -> None:
        self._restore_work(self._lost.pop(self._list.currentRow()))
        self.accept()

    def _discard(self) -> None:
        row = self._list.currentRow()
        self._list.takeItem(row)
        lost = self._lost.pop(row)
        lost.slot.forget()
        lost.slot.release()
        if not self._lost:
            self.accept()

    def _release(self) -> None:
        for lost in self._lost:
            lost.slot.release()


def _row(lost: Lost) -> str:
    """Its title; below, when it was kept and which file it came from."""
    kept, short = QDateTime.fromSecsSinceEpoch(int(lost.time)), QLocale.FormatType.ShortFormat
    if kept.date() == QDate.currentDate():
        time = f"Today, {QLocale().toString(kept.time(), short)}"
    else:
        time = QLocale().toString(kept, short)
    origin = f" · from {lost.note.original}" if lost.note.original else ""
    return f"{lost.note.title}\n{time}{origin}"
