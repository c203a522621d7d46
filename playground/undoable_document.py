"""The document of a window: one immutable spec, every change of it undoable."""

import weakref
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.document.spec import ExperimentSpec

UNDO_LIMIT = 500


@dataclass(frozen=True, slots=True)
class _State:
    """What one step of undo brings back."""

    spec: ExperimentSpec
    is_another: bool


class UndoableDocument(QObject):
    """Holds the current `spec`; it changes by `edit`, undo and redo, and `load` brings another.

    `changed(before, after)` is emitted once for every change, after `spec` has its new value.
    """

    changed = Signal(object, object)

    def __init__(self, spec: ExperimentSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._is_another = False
        self._changing = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)

    @property
    def spec(self) -> ExperimentSpec:
        """The document as it is now."""
        return self._spec

    @property
    def is_another(self) -> bool:
        """Whether another network or data set has taken the place of the one that was loaded."""
        return self._is_another

    def edit(
        self, text: str, after: ExperimentSpec, merge_key: str = "", *, another: bool = False
    ) -> None:
        """Make `after` the document, as one undoable step called `text` ("insert Tanh").

        `another` says that the step puts another network or data set in the place of the old one.

        An equal `after` changes nothing and leaves no step. Successive edits with the same
        non-empty `merge_key` (one drag of one slider) become one step, unless the document was
        saved between them; a drag back to where it began leaves none.

        Raises:
            RuntimeError: called by a view that was just told of a change.
        """
        if after == self._spec:
            return
        if self._changing:
            raise RuntimeError(f"{text!r} while the document changes: views only follow it")
        before = _State(self._spec, self._is_another)
        now = _State(after, self._is_another or another)
        self.undo_stack.push(_Edit(self, text, before, now, merge_key))

    def load(self, spec: ExperimentSpec) -> None:
        """Make `spec` the document, as it was saved: nothing to undo.

        Raises:
            RuntimeError: called by a view that was just told of a change.
        """
        if self._changing:
            raise RuntimeError("another document while this one changes: views only follow it")
        self.undo_stack.clear()
        self._replace(_State(spec, is_another=False))

    def _replace(self, after: _State) -> None:
        """Called by `load` and the undo commands alone."""
        before, self._spec = self._spec, after.spec
        self._is_another = after.is_another
        self._changing = True
        try:
            self.changed.emit(before, after.spec)
        finally:
            self._changing = False


class _Edit(QUndoCommand):
    """Swaps two states. Their specs are valid already, so neither direction can fail."""

    def __init__(
        self,
        document: UndoableDocument,
        text: str,
        before: _State,
        after: _State,
        merge_key: str,
    ) -> None:
        super().__init__(text)
        # Not the document itself: a cycle through Qt's stack crashes when it is collected.
        self._document = weakref.ref(document)
        self._before = before
        self._after = after
        self._merge_key = merge_key

    def redo(self) -> None:
        self._swap_to(self._after)

    def undo(self) -> None:
        self._swap_to(self._before)

    def _swap_to(self, state: _State) -> None:
        document = self._document()
        assert document is not None, "the stack dies with its document"
        document._replace(state)

    def id(self) -> int:
        """Qt asks `mergeWith` only where two ids agree; -1 never does."""
        return 1 if self._merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge_key != self._merge_key:
            return False
        self._after = other._after
        self.setText(other.text())
        self.setObsolete(self._after.spec == self._before.spec)
        return True
