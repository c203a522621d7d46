"""The file of a window's document: which it is, what it held, and what is not in it yet."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from playground.document.presets import title
from playground.files.contents import Contents, is_text
from playground.files.open_lock import OpenLock
from playground.files.recovery import Note
from playground.files.storage import Stamp
from playground.training.record import Record
from playground.training.run import Run
from playground.training.snapshots import Snapshot
from playground.undoable_document import UndoableDocument

Network = tuple[int, bool]  # its revision, and whether it began at the first weights of its seed
_FIRST: Final = (0, 0)  # revision and step of all that have the first weights of their seed


class DocumentFile(QObject):
    """Follows document and run, and knows what has been saved of both.

    path        None: the document has no file yet.
    stamp       by which the file's content is known; None without a file.
    suggestion  the file that recovered work was opened from, or "".
    modified    whether there is an edit that is not saved; for a document that has a file also
                whether there is training that is not. Training alone asks nobody to save what never
                had a file, or has one of text, as the same seed trains it again; without a file it
                does where it began at other weights.

    Signals:
        changed(): `name` or `modified` is another.
        loaded(): it is another document.
    """

    changed = Signal()
    loaded = Signal()

    def __init__(self, document: UndoableDocument, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._run = document, run
        self.path: Path | None = None
        self.stamp: Stamp | None = None
        self.suggestion = ""
        self._saved_document = Contents().saved
        self.lock = OpenLock()
        self._saved = self._shown = _FIRST  # revision and step
        self._told = False  # whether it was modified, as of the last `changed`
        document.changed.connect(self._follow_document)
        document.undo_stack.cleanChanged.connect(self.changed)
        run.snapshot.connect(self._follow_run)
        self.changed.connect(self._note_told)

    @property
    def name(self) -> str:
        """The file's name; of a document without one its title, or what it is about."""
        if self.path:
            return self.path.name
        return self.about[0] or title(self._document.spec)

    @property
    def about(self) -> tuple[str, str]:
        """Title and description that the document brought along, or "".

        They tell of its network and its data, so they go where one of these is another.
        """
        if self._document.is_another:
            return "", ""
        return self._saved_document.title, self._saved_document.about

    @property
    def edited(self) -> bool:
        """Whether there is an edit that is not saved."""
        return not self._document.undo_stack.isClean()

    @property
    def trained(self) -> bool:
        """Whether the weights are others than the saved ones, or than the first ones."""
        revision, step = self._shown
        if revision != self._run.revision:  # a new network is not shown yet
            step = 0
        return _moment(self._network, step) != self._saved

    @property
    def modified(self) -> bool:
        """See the class."""
        counts = not (is_text(self.path) if self.path else self._run.from_seed)
        return self.edited or (counts and self.trained)

    @property
    def note(self) -> Note:
        """What is said of this work if it has to be recovered."""
        return Note(self.name, str(self.path) if self.path else self.suggestion)

    @property
    def contents(self) -> Contents:
        """What a file has to hold now, without the training."""
        title, about = self.about
        return Contents(
            replace(self._saved_document, spec=self._document.spec, title=title, about=about)
        )

    def show(self, contents: Contents, path: Path | None, stamp: Stamp | None) -> None:
        """Take over another document, as its file holds it."""
        if path is None:
            self.lock.release()
        self.path, self.stamp, self.suggestion = path, stamp, ""
        self._saved_document = contents.saved
        self._run.resume(contents.spec, contents.record)
        self._shown = (self._run.revision, _steps(contents.record))
        self._saved = _moment(self._network, _steps(contents.record))
        self._document.load(contents.spec)
        self.changed.emit()
        self.loaded.emit()

    def has_weights_of(self, network: Network, path: Path) -> bool:
        """Whether `path` is the document's file and has other than this network's first weights."""
        if is_text(path) or path != self.path or self._saved == _FIRST:
            return False
        return self._saved[0] == network[0]

    def begin_saving(self) -> Network:
        """What is edited from here on is not in the file; the network that is."""
        self._document.undo_stack.setClean()
        return self._network

    def end_saving(self, path: Path, stamp: Stamp, network: Network, record: Record | None) -> None:
        """The file holds what was begun to save."""
        self.path, self.stamp, self.suggestion = path, stamp, ""
        self._saved = _moment(network, _steps(record))
        self.changed.emit()

    def saving_failed(self) -> None:
        """No file holds what is shown."""
        self._document.undo_stack.resetClean()
        if self.path:
            self.lock.take(self.path)
        else:
            self.lock.release()
        self.changed.emit()

    def close(self) -> None:
        """The window goes: a dying undo stack, too, says that it is clean."""
        self._document.undo_stack.cleanChanged.disconnect(self.changed)
        self.lock.release()

    def _follow_document(self, before: object, after: object) -> None:
        self.changed.emit()

    def _follow_run(self, snapshot: Snapshot) -> None:
        self._shown = (snapshot.revision, snapshot.step)
        if self.modified != self._told:
            self.changed.emit()

    def _note_told(self) -> None:
        self._told = self.modified

    @property
    def _network(self) -> Network:
        return self._run.revision, self._run.from_seed


def _moment(network: Network, step: int) -> tuple[int, int]:
    revision, from_seed = network
    return _FIRST if from_seed and not step else (revision, step)


def _steps(record: Record | None) -> int:
    return record.steps if record else 0
