"""The whole window, used in random order, beside a plain list of documents and a shelf of files.

2,000 rules with fixed seeds; in `make soak` 20,000.
"""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication

from playground.data_files.import_dialog import ImportDialog
from playground.document.advice import cannot_train
from playground.document.errors import SpecError
from playground.document.examples import examples
from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.document.spec import ExperimentSpec
from playground.files.contents import Contents, from_bytes, to_bytes
from playground.main_window import MainWindow
from playground.training.record import Record
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.conftest import Wait, settled
from tests.playground.data_files.test_import import ROWS, import_dialog, press_import
from tests.playground.document.test_edits import EDIT
from tests.playground.files.gestures import box, save_as
from tests.playground.test_painting import stroke, take
from tests.soak import many

RULES = 100  # of one example
PARTS = 4  # of the examples, so that every core has some
EXAMPLES = [each.saved for each in examples()]
PLACES = st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)), min_size=1, max_size=3)


class Person(RuleBasedStateMachine):
    """What somebody does, and what the document and its files must be after it."""

    window: MainWindow
    wait: Callable[[Callable[[], bool]], None]
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.document = self.window.document
        self.run = self.window.run
        self.files = self.window.files
        self.shelf: dict[Path, bytes] = {}  # what was saved where
        self.window.paint._generator = np.random.default_rng(0)  # the same examples every time
        self.begin(default(), None)
        self.new()

    def begin(self, spec: ExperimentSpec, path: Path | None) -> None:
        """Another document is there."""
        self.past: list[ExperimentSpec] = []  # what undo goes back to
        self.future: list[ExperimentSpec] = []
        self.now = self.first = spec
        self.path = path

    def done(self, after: ExperimentSpec) -> None:
        """What was done makes `after` the document."""
        if after != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

    # ---- documents

    def answer(self) -> None:
        """Discard what is not saved, where that is asked."""
        if found := box(self.window, "ask_save"):
            found.findChild(QAbstractButton, "discard").click()
            self.wait(lambda: box(self.window, "ask_save") is None)

    def record(self) -> Record | None:
        """Where the training is."""
        found: list[Record | None] = []
        self.files._records.ask(found.append)
        self.wait(lambda: bool(found))
        return found[0]

    def weights(self) -> dict[str, bytes]:
        """To the last bit."""
        record = self.record()
        return {name: array.tobytes() for name, array in record.weights.items()} if record else {}

    def whole(self) -> bytes:
        """What a file would hold now."""
        contents = self.files.file.contents
        return to_bytes(Contents(contents.saved, self.record()))

    @rule()
    def new(self) -> None:
        self.window.actions_["new"].trigger()
        self.answer()
        self.begin(default(), None)

    @rule(name=st.sampled_from(["a", "b", "c"]))
    def save_as(self, name: str) -> None:
        self.pause_and_rest()
        path = self.folder / f"{name}.nnp"
        path.unlink(missing_ok=True)  # or Qt asks before it is replaced
        save_as(self.window, self.wait, path)
        self.wait(lambda: path.exists() and not self.files._saving)
        self.look_at_the_file(path)

    @rule()
    @precondition(lambda self: self.path is not None)
    def save(self) -> None:
        for _ in range(2):  # training goes on behind what is saved first
            self.window.actions_["save"].trigger()
            self.wait(lambda: not self.files._saving)
            self.pause_and_rest()
        self.look_at_the_file(self.path)

    def look_at_the_file(self, path: Path) -> None:
        self.path = path
        self.shelf[path] = path.read_bytes()
        assert from_bytes(self.shelf[path]).spec == self.now
        assert self.whole() == self.shelf[path]
        assert not self.window.isWindowModified()

    @rule(data=st.data())
    @precondition(lambda self: self.shelf)
    def open(self, data: st.DataObject) -> None:
        self.load(data.draw(st.sampled_from(sorted(self.shelf))))

    @rule()
    def train_save_go_on_and_come_back(self) -> None:
        for _ in range(30):  # some epochs, where it can be trained
            self.train("step")
        self.save_as("trained")
        self.train("step")
        self.load(self.folder / "trained.nnp")

    @rule(example=st.sampled_from(EXAMPLES))
    def open_an_example(self, example: SavedDocument) -> None:
        self.files.open_example(example)
        self.answer()
        self.begin(example.spec, None)

    @rule()
    @precondition(lambda self: self.now.data.kind != "own")  # points of one's own may be too long
    def copy_and_paste_it_as_text(self) -> None:
        QGuiApplication.clipboard().clear()
        self.window.sharing.copy_text()
        self.wait(lambda: bool(QGuiApplication.clipboard().text()))
        self.window.sharing.open_text(QGuiApplication.clipboard().text())
        self.answer()
        self.begin(self.now, None)

    def load(self, path: Path) -> None:
        before = self.run.revision
        self.files.open_path(path)
        self.wait(lambda: self.run.revision != before or box(self.window, "ask_save") is not None)
        self.answer()
        self.wait(lambda: self.run.revision != before)  # this file may have been open before
        self.wait(lambda: self.files.file.path == path and settled(self.window))
        self.begin(from_bytes(path.read_bytes()).spec, path)
        assert self.whole() == self.shelf[path]  # to the last bit of the weights

    # ---- edits

    @rule(edit=EDIT)
    def edit(self, edit: tuple[Any, ...]) -> None:
        function, *arguments = edit
        try:
            after = function(self.now, *arguments)
        except SpecError:
            return
        self.document.edit(function.__name__, after)
        self.done(after)

    @rule()
    def undo(self) -> None:
        self.window.actions_["undo"].trigger()
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        self.window.actions_["redo"].trigger()
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @rule(tool=st.sampled_from(["add", "spray", "erase", "move"]), places=PLACES)
    def paint(self, tool: str, places: list[tuple[float, float]]) -> None:
        self.pause_and_rest()  # generated points come from the worker
        take(self.window, tool)
        stroke(self.window, *places)
        self.window.findChild(QAbstractButton, "paint").click()
        self.done(self.document.spec)

    @rule()
    def paste_a_table(self) -> None:
        QGuiApplication.clipboard().setText(ROWS)
        self.window.actions_["paste_data"].trigger()
        press_import(import_dialog(self.window, self.wait))
        self.wait(lambda: self.window.findChild(ImportDialog) is None)
        assert len(self.document.spec.data.own) == 40
        self.done(self.document.spec)

    # ---- training

    @rule(what=st.sampled_from(["train", "step", "reset"]))
    def train(self, what: str) -> None:
        self.window.actions_[what].trigger()

    @rule()
    def let_the_window_answer(self) -> None:
        QApplication.processEvents()

    @rule()
    def pause_and_rest(self) -> None:
        self.run.pause()
        self.wait(lambda: settled(self.window))

    @rule(format=st.sampled_from(["pt", "safetensors", "npz", "json", "onnx", "py", "numpy"]))
    @precondition(lambda self: not cannot_train(self.now))
    def export_weights(self, format: str) -> None:
        written: list[str] = []
        path = self.folder / f"weights.{format}"
        path.unlink(missing_ok=True)
        link = self.run.exported.connect(written.append)
        self.run.export(path, format)
        self.wait(lambda: bool(written))
        self.run.exported.disconnect(link)
        assert written == [str(path)]
        assert path.stat().st_size > 0

    @rule(format=st.sampled_from(["pt", "safetensors", "npz", "json"]))
    @precondition(lambda self: not cannot_train(self.now))
    def import_what_was_exported(self, format: str) -> None:
        self.pause_and_rest()
        self.export_weights(format)
        before = self.weights()
        self.train("step")
        revision = self.run.revision
        self.window.weights.read(self.folder / f"weights.{format}")
        self.wait(lambda: self.run.revision != revision)
        assert self.weights() == before

    @rule()
    def export_the_data(self) -> None:
        path = self.folder / "points.csv"
        path.unlink(missing_ok=True)
        self.window.data.export_file(path)
        self.wait(path.exists)
        assert path.stat().st_size > 0

    @invariant()
    def the_document_is_what_it_should_be(self) -> None:
        assert self.document.spec == self.now
        assert self.document.undo_stack.canUndo() == bool(self.past)
        assert self.document.undo_stack.canRedo() == bool(self.future)
        assert self.run.state in RunState
        assert self.files.file.path == self.path
        assert QApplication.activeModalWidget() is None

    def teardown(self) -> None:
        """Undo all, begin the training anew, save: the first document, byte for byte."""
        while self.document.undo_stack.canUndo():
            self.document.undo_stack.undo()
        self.window.actions_["reset"].trigger()
        self.now, self.past, self.future = self.first, [], []
        self.save_as("last")
        fresh = Contents(self.files.file.contents.saved, Session(1, self.first).record())
        assert (self.folder / "last.nnp").read_bytes() == to_bytes(fresh)
        gc.collect()  # by itself it rests, see the fixtures


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_one_does_the_document_is_what_it_should_be(
    window: MainWindow, wait: Wait, tmp_path: Path, figure: Callable[[str], None], part: int
) -> None:
    Person.window, Person.wait, Person.folder = window, staticmethod(wait), tmp_path
    count = many(200) // PARTS
    run_machine(
        seed(part)(Person),
        settings=settings(
            max_examples=count,
            stateful_step_count=RULES,
            deadline=None,
            database=None,
            phases=(Phase.generate,),  # to shrink what a window does would take an hour
        ),
    )
    figure(f"{count * RULES:,} rules, no exception; undo-all gave the first document's bytes")
