"""Keeps unsaved work on disk while it is being made."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from playground.files.contents import Contents
from playground.files.disk import Disk
from playground.files.records import Records
from playground.files.recovery import Note, Slot
from playground.training.record import Record
from playground.training.snapshots import RunState, Snapshot

EDIT_DELAY: Final = 800  # milliseconds: with the writing, less than two seconds
TRAINING_DELAY: Final = 25_000  # milliseconds: with the writing, less than thirty seconds


class Autosave(QObject):
    """Writes the work to the window's slot, soon after an edit and now and then in training.

    Signals:
        failed(): it could not be written; told once, until it succeeds again.
    """

    failed = Signal()

    def __init__(
        self,
        work: Callable[[], tuple[Contents, Note]],
        records: Records,
        disk: Disk,
        parent: QObject,
    ) -> None:
        """work: what the window shows now, without the training."""
        super().__init__(parent)
        self._work, self._records, self._disk = work, records, disk
        self._slot: Slot | None = None  # touched on the disk's thread alone, until that has ended
        self._generation = 0  # of what may still be written
        self._failing = False
        self._shown = (0, 0)
        self._edited = self._timer(EDIT_DELAY)
        self._trained = self._timer(TRAINING_DELAY)

    def _timer(self, delay: int) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=delay)
        timer.timeout.connect(self.keep)
        return timer

    def note_edit(self) -> None:
        """The document has changed. A long drag does not put its saving off."""
        if not self._edited.isActive():
            self._edited.start()

    def note_snapshot(self, snapshot: Snapshot) -> None:
        """The run has moved on: write now and then, and soon after it has come to rest."""
        now = (snapshot.revision, snapshot.step)
        moved, self._shown = now != self._shown, now
        if not moved:
            return
        if snapshot.state is not RunState.RUNNING:
            self.note_edit()
        elif not self._trained.isActive():
            self._trained.start()

    def keep(self, then: Callable[[], None] = lambda: None) -> None:
        """Write the work of this moment, then call `then`, also where that failed."""
        self._stop()
        self._records.ask(partial(self._write, *self._work(), self._generation, then))

    def use(self, slot: Slot) -> None:
        """Go on in the slot of work that was lost, which thereby stays kept."""
        self.forget()
        self._disk.submit(partial(self._change_slot, slot), lambda _: None, lambda _: None)

    def forget(self) -> None:
        """What has been kept is saved, or not wanted any more."""
        self._stop()
        self._generation += 1
        self._disk.submit(self._empty_slot, lambda _: None, lambda _: None)

    def close(self) -> None:
        """Write no more; what is kept stays. Called after the disk has closed."""
        self._stop()
        self._change_slot(None)

    def _write(
        self,
        contents: Contents,
        note: Note,
        generation: int,
        then: Callable[[], None],
        record: Record | None,
    ) -> None:
        if generation != self._generation:  # it has been saved or given up meanwhile
            then()
            return
        self._disk.submit(
            partial(self._write_in_slot, replace(contents, record=record), note),
            partial(self._tell, False, then),
            partial(self._tell, True, then),
        )

    def _empty_slot(self) -> None:
        if self._slot:
            self._slot.forget()

    def _write_in_slot(self, work: Contents, note: Note) -> None:
        if self._slot is None:
            self._slot = Slot()
        self._slot.keep(work, note)

    def _tell(self, failing: bool, then: Callable[[], None], _: object) -> None:
        if failing and not self._failing:
            self.failed.emit()
        self._failing = failing
        then()

    def _stop(self) -> None:
        self._edited.stop()
        self._trained.stop()

    def _change_slot(self, slot: Slot | None) -> None:
        if self._slot:
            self._slot.release()
        self._slot = slot
