"""Offers, at the start, the work that a process which ended too soon has left."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.files.recovery import Lost, find_lost
from playground.widgets.labels import PlainLabel

_Role = QDialogButtonBox.ButtonRole


def offer_lost_work(parent: QWidget, restore: Callable[[Lost], None]) -> None:
    """Show the dialog if there is anything to restore."""
    if lost := find_lost():
        RecoveryDialog(lost, restore, parent).open()


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
        buttons = QDialogButtonBox()
        restore_button = buttons.addButton("&Restore", _Role.AcceptRole)
        restore_button.setObjectName("restore")
        restore_button.setDefault(True)
        discard = QPushButton("&Discard")
        discard.setObjectName("discard")
        buttons.addButton(discard, _Role.DestructiveRole)
        buttons.addButton("&Later", _Role.RejectRole).setObjectName("later")
        restore_button.clicked.connect(self._restore)
        discard.clicked.connect(self._discard)
        buttons.rejected.connect(self.reject)
        text = PlainLabel("The program ended before this work was saved.", "body")
        layout = QVBoxLayout(self)
        for part in (text, self._list, buttons):
            layout.addWidget(part)
        self.finished.connect(self._release)

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
    time = QLocale().toString(
        QDateTime.fromSecsSinceEpoch(int(lost.time)), QLocale.FormatType.ShortFormat
    )
    return f"{time}   {lost.note.title}"
