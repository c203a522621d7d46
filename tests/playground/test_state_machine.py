"""The whole window, used in random order, beside a plain list of documents.

2,000 rules with fixed seeds; in `make soak` 20,000.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from PySide6.QtWidgets import QApplication

from playground.document.advice import cannot_train
from playground.document.errors import SpecError
from playground.document.presets import default
from playground.document.spec import ExperimentSpec
from playground.main_window import MainWindow
from playground.training.snapshots import RunState
from tests.playground.conftest import Wait, settled
from tests.playground.document.test_edits import EDIT
from tests.soak import many

RULES = 100  # of one example


class Person(RuleBasedStateMachine):
    """What somebody does, and what the document must be after it."""

    window: MainWindow
    wait: Callable[[Callable[[], bool]], None]
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.document = self.window.document
        self.run = self.window.run
        self.document.edit("begin", default())
        self.document.undo_stack.clear()
        self.past: list[ExperimentSpec] = []  # what undo goes back to
        self.future: list[ExperimentSpec] = []
        self.now = default()

    @rule(edit=EDIT)
    def edit(self, edit: tuple[Any, ...]) -> None:
        function, *arguments = edit
        try:
            after = function(self.now, *arguments)
        except SpecError:
            return
        self.document.edit(function.__name__, after)
        if after != self.now:
            self.past.append(self.now)
            self.future.clear()
            self.now = after

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

    @rule()
    def train_or_pause(self) -> None:
        self.window.actions_["train"].trigger()

    @rule()
    def step(self) -> None:
        self.window.actions_["step"].trigger()

    @rule()
    def reset(self) -> None:
        self.window.actions_["reset"].trigger()

    @rule()
    def let_the_window_answer(self) -> None:
        QApplication.processEvents()

    @rule()
    def pause_and_rest(self) -> None:
        self.run.pause()
        self.wait(lambda: settled(self.window))

    @rule(format=st.sampled_from(["pt", "safetensors", "npz", "py"]))
    @precondition(lambda self: not cannot_train(self.now))
    def export(self, format: str) -> None:
        written: list[str] = []
        path = self.folder / f"weights.{format}"
        path.unlink(missing_ok=True)
        link = self.run.exported.connect(written.append)
        self.run.export(path, format)
        self.wait(lambda: bool(written))
        self.run.exported.disconnect(link)
        assert written == [str(path)]
        assert path.stat().st_size > 0

    @invariant()
    def the_document_is_what_it_should_be(self) -> None:
        assert self.document.spec == self.now
        assert self.document.undo_stack.canUndo() == bool(self.past)
        assert self.document.undo_stack.canRedo() == bool(self.future)
        assert self.run.state in RunState

    def teardown(self) -> None:
        self.run.pause()
        while self.document.undo_stack.canUndo():
            self.document.undo_stack.undo()
        assert repr(self.document.spec) == repr(default())
        self.wait(lambda: settled(self.window))


@pytest.mark.soak
def test_whatever_one_does_the_document_is_what_it_should_be(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    Person.window, Person.wait, Person.folder = window, staticmethod(wait), tmp_path
    run_machine(
        Person,
        settings=settings(
            max_examples=many(200),
            stateful_step_count=RULES,
            derandomize=True,
            deadline=None,
            database=None,
        ),
    )
