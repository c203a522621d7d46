"""What the File menu does with the document of a window."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from playground.desk import Desk
from playground.document.file_format import SavedDocument
from playground.files import dialogs, storage
from playground.files.autosave import Autosave
from playground.files.contents import SUFFIX, Contents, is_text
from playground.files.disk import Disk
from playground.files.disk_watch import DiskWatch
from playground.files.document_file import DocumentFile
from playground.files.records import Records
from playground.files.recovery import Lost, Note
from playground.files.saving import Saving, Then, lost_training, sentence
from playground.files.storage import ChangedError, Loaded, Stamp
from playground.training.record import Record
from playground.training.snapshots import Snapshot


class Files(QObject):
    """Opens and saves the document of `window`, and lets no unsaved work go unasked.

    Nothing here waits: the run is asked for its record, the disk's thread reads and writes.

    Signals:
        said(str, str): one sentence, and its role.
        opened(object): the path of a document that was opened or saved.
        gone(object): a path that could not be opened.
        closable(): the window that was refused to close may try again.
    """

    said = Signal(str, str)
    opened = Signal(object)
    gone = Signal(object)
    closable = Signal()

    def __init__(self, desk: Desk, readers: Mapping[str, Callable[[Path], None]]) -> None:
        """readers: of files that are no documents, by their suffix in lower case."""
        window, document, run = desk.window, desk.document, desk.run
        super().__init__(window)
        self._window, self._document, self._settings = window, document, desk.settings
        self._readers = readers
        self.file = DocumentFile(document, run, self)
        self._disk = Disk(self)
        self._records = Records(run, self)
        self._autosave = Autosave(self._work, self._records, self._disk, self)
        self._autosave.failed.connect(self._tell_autosave_failed)
        document.changed.connect(self._keep_edit)
        run.snapshot.connect(self._keep_training)
        self._saving = 0  # how many saves are on their way
        self._after_saving: list[Then] = []
        self._closing = False
        self._watch = DiskWatch(self.file, self._disk, self._say)

    # ---- new and open

    def new(self) -> None:
        """The document of a fresh window."""
        self.when_saved(lambda: self._show(Contents()))

    def open_example(self, saved: SavedDocument) -> None:
        """A document that the program brings along: it can always be opened again."""
        self.when_saved(lambda: self._show(Contents(saved)))

    def open_pasted(self, contents: Contents) -> None:
        """A document that no file holds: it counts as unsaved from the start."""

        def show() -> None:
            self._show(contents)
            self._document.undo_stack.resetClean()
            self._autosave.note_edit()

        self.when_saved(show)

    def request_contents(self, take: Callable[[Contents], None]) -> None:
        """Call `take`, soon, with what a file would hold now."""
        now = self.file.contents
        self._records.ask(lambda record: take(replace(now, record=record)))

    def ask_open(self) -> None:
        """Open what the user chooses."""
        dialogs.ask_open(self._window, self._settings.existing_document_folder, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a file; unsaved work is asked about only once it turned out to be a document."""
        if reader := self._readers.get(path.suffix.lower()):
            reader(path)
            return
        if self._saving:  # perhaps in this very file
            self._after_saving.append(partial(self.open_path, path))
            return
        self._load(path, lambda loaded: self.when_saved(partial(self._take, loaded)))

    def restore(self, lost: Lost) -> None:
        """Bring lost work back: unsaved, and without a file, so that none is replaced unasked."""

        def show(loaded: Loaded) -> None:
            self._show(loaded.contents)
            self.file.suggestion = lost.note.original
            self._document.undo_stack.resetClean()
            self._autosave.use(lost.slot)

        self._load(lost.slot.file, show)

    def _load(self, path: Path, take: Callable[[Loaded], None]) -> None:
        self._disk.submit(partial(storage.load, path), take, partial(self._refuse, path))

    def _take(self, loaded: Loaded) -> None:
        if owner := self.file.lock.take(loaded.path):
            dialogs.ask(
                self._window,
                "open_elsewhere",
                f"{loaded.path.name} is already open.",
                f"It is open in {owner}. A copy can be changed and saved under another name.",
                {"Open a copy": partial(self._show, loaded.contents)},
            )
        else:
            self._show(loaded.contents, loaded.path, loaded.stamp)
            self._keep_path(loaded.path)

    def _show(
        self, contents: Contents, path: Path | None = None, stamp: Stamp | None = None
    ) -> None:
        self.file.show(contents, path, stamp)
        self._autosave.forget()

    def _refuse(self, path: Path, error: Exception) -> None:
        self.gone.emit(path)
        self._say(sentence(error, f"{path.name} could not be opened"))

    # ---- save

    def save(self, then: Then = lambda: None) -> None:
        """Save in the document's file, asking for one if it has none."""
        if self._saving:  # only then is it known what the file holds
            self._after_saving.append(partial(self.save, then))
        elif self.file.path is None:
            self.save_as(then)
        else:
            self._save_in(self.file.path, self.file.stamp, then)

    def save_as(self, then: Then = lambda: None) -> None:
        """Save in a file the user names, which is the document's from then on."""
        untitled = Path(self._settings.existing_document_folder, f"untitled{SUFFIX}")
        recovered = Path(self.file.suggestion) if self.file.suggestion else untitled
        dialogs.ask_save(
            self._window, self.file.path or recovered, lambda path: self._save_in(path, None, then)
        )

    def _save_in(self, path: Path, known: Stamp | None, then: Then) -> None:
        if owner := self.file.lock.take(path):
            self._say(f"{path.name} is open in {owner}. Choose another name.")
            return
        self._saving += 1
        saving = Saving(path, known, self.file.contents, self.file.begin_saving(), then)
        if is_text(path):
            self._write(saving, None)
        else:
            self._records.ask(partial(self._write, saving))

    def _write(self, saving: Saving, record: Record | None) -> None:
        if record is None and self.file.has_weights_of(saving.network, saving.path):
            self._tell_not_saved(saving, lost_training(saving.path))
            return
        contents = replace(saving.contents, record=record)
        self._disk.submit(
            partial(storage.save, saving.path, contents, saving.known),
            partial(self._tell_saved, saving, record),
            partial(self._tell_not_saved, saving),
        )

    def _tell_saved(self, saving: Saving, record: Record | None, stamp: Stamp) -> None:
        self.file.end_saving(saving.path, stamp, saving.network, record)
        self._keep_path(saving.path)
        if not (self.file.edited or self.file.trained):
            self._autosave.forget()
        self._say(saving.told, "muted")
        saving.then()
        self._end_saving()

    def _tell_not_saved(self, saving: Saving, error: Exception) -> None:
        self.file.saving_failed()
        if isinstance(error, ChangedError):
            self._ask_changed(saving)
        else:
            self._say(sentence(error, f"{saving.path.name} was not saved"))
        self._end_saving()

    def _end_saving(self) -> None:
        self._saving -= 1
        if not self._saving:
            waiting, self._after_saving = self._after_saving, []
            for each in waiting:
                each()

    def _ask_changed(self, saving: Saving) -> None:
        path = saving.path
        dialogs.ask(
            self._window,
            "changed_on_disk",
            f"{path.name} was changed by another program.",
            "Overwrite replaces what that program wrote; Open it gives up your changes.",
            {
                "Save as…": partial(self.save_as, saving.then),
                "Overwrite": partial(self._save_in, path, None, saving.then),
                "Open it": partial(self._load, path, self._take),
            },
        )

    # ---- before the document goes

    def when_saved(self, then: Then) -> None:
        """Call `then` once no unsaved work is left: asks, saves, or does nothing at Cancel."""
        if self._saving:  # it may fail, and must not end as that of another document
            self._after_saving.append(partial(self.when_saved, then))
            return
        if not self.file.modified:
            then()
            return

        def go_on() -> None:  # training has gone on, but an edit made meanwhile is new
            self.when_saved(then) if self.file.edited else then()

        dialogs.ask(
            self._window,
            "ask_save",
            f"Save the changes of {self.file.name}?",
            "What is not saved is lost.",
            {"Save": partial(self.save, go_on), "Discard": then},
        )

    def may_close(self) -> bool:
        """Whether the window may go now; if not, `closable` follows, unless the user cancels."""
        if self._closing:
            return True
        if self._saving:
            self._after_saving.append(self.closable.emit)
        elif self.file.modified:
            self.when_saved(self._let_close)
        else:
            self._autosave.forget()
            return True
        return False

    def interrupt(self) -> None:
        """The system ends the program: keep unsaved work for the next start, ask nothing."""
        if self._saving:
            self._after_saving.append(self.interrupt)
        elif self.file.edited or self.file.trained:
            self._autosave.keep(then=partial(self._let_close, forget=False))
        else:
            self._let_close()

    def close(self) -> None:
        """Finish writing; called when the window goes."""
        self._disk.close()
        self._autosave.close()
        self.file.close()

    def _let_close(self, *, forget: bool = True) -> None:
        if forget:
            self._autosave.forget()
        self._closing = True
        self.closable.emit()

    # ---- noticing

    def check_disk(self) -> None:
        """Notice that another program has changed the file; told once."""
        if not self._saving:
            self._watch.look()

    # ---- keeping

    def _keep_edit(self, before: object, after: object) -> None:
        self._autosave.note_edit()

    def _keep_training(self, snapshot: Snapshot) -> None:
        if self.file.trained:
            self._autosave.note_snapshot(snapshot)

    def _work(self) -> tuple[Contents, Note]:
        return self.file.contents, self.file.note

    def _keep_path(self, path: Path) -> None:
        self._settings.document_folder = str(path.parent)
        self.opened.emit(path)

    def _tell_autosave_failed(self) -> None:
        self._say("Unsaved work cannot be kept for recovery at the moment. Save it soon.")

    def _say(self, sentence: str, role: str = "warning") -> None:
        self.said.emit(sentence, role)
