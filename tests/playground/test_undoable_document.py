"""Every edit can be undone and done again, and views hear of each exactly once."""

import gc
import weakref
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from playground.document import edits
from playground.document.errors import SpecError
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.undoable_document import UNDO_LIMIT, UndoableDocument
from tests.playground.document.test_edits import EDIT

TANH = LayerSpec("tanh")


class Recorder(QObject):
    """Keeps every change it hears of."""

    def __init__(self, document: UndoableDocument) -> None:
        super().__init__()
        self.heard: list[tuple[ExperimentSpec, ExperimentSpec]] = []
        document.changed.connect(self.hear)

    def hear(self, before: object, after: object) -> None:
        assert isinstance(before, ExperimentSpec)
        assert isinstance(after, ExperimentSpec)
        self.heard.append((before, after))


@pytest.fixture
def document(qapp: object) -> UndoableDocument:
    return UndoableDocument(default())


def drag(document: UndoableDocument, *units: int, key: str = "units") -> None:
    for value in units:
        after = edits.set_layer_option(document.spec, 0, "units", value)
        document.edit(f"set units to {value}", after, key)


def units_of(document: UndoableDocument) -> object:
    return document.spec.layers[0]["units"]


def test_an_edit_is_undone_and_done_again_and_heard_once_each(document: UndoableDocument) -> None:
    recorder = Recorder(document)
    before = document.spec
    after = edits.insert_layer(before, 3, TANH)
    document.edit("insert Tanh", after)
    assert (document.spec, recorder.heard) == (after, [(before, after)])
    document.undo_stack.undo()
    assert (document.spec, recorder.heard[1:]) == (before, [(after, before)])
    document.undo_stack.redo()
    assert (document.spec, recorder.heard[2:]) == (after, [(before, after)])


def test_a_step_that_puts_another_network_in_place_is_known_until_undo_or_load(
    document: UndoableDocument,
) -> None:
    drag(document, 3)
    assert not document.is_another
    document.edit("another", edits.set_layers(document.spec, (LayerSpec("linear"),)), another=True)
    drag(document, 5, 6)
    stack = document.undo_stack
    seen = [document.is_another]
    for step in (stack.undo, stack.undo, stack.redo, stack.redo):
        step()
        seen.append(document.is_another)
    assert seen == [True, True, False, True, True]
    document.load(document.spec)
    assert not document.is_another


def test_views_see_the_new_spec_when_they_hear_of_it(document: UndoableDocument) -> None:
    seen: list[ExperimentSpec] = []
    document.changed.connect(lambda before, after: seen.append(document.spec))
    after = edits.set_seed(document.spec, 9)
    document.edit("new seed", after)
    assert seen == [after]


def test_the_menu_says_what_is_undone(document: UndoableDocument) -> None:
    undo = document.undo_stack.createUndoAction(document, "Undo")
    redo = document.undo_stack.createRedoAction(document, "Redo")
    assert not undo.isEnabled()
    document.edit("insert Tanh", edits.insert_layer(document.spec, 0, TANH))
    assert (undo.isEnabled(), undo.text()) == (True, "Undo insert Tanh")
    undo.trigger()
    assert (redo.isEnabled(), redo.text()) == (True, "Redo insert Tanh")


def test_an_equal_document_is_no_edit(document: UndoableDocument) -> None:
    recorder = Recorder(document)
    document.edit("nothing", edits.move_layer(document.spec, 2, 3))
    document.edit("nothing", default())
    assert (document.undo_stack.count(), recorder.heard) == (0, [])


def test_one_drag_is_one_step_and_every_value_of_it_is_shown(document: UndoableDocument) -> None:
    recorder = Recorder(document)
    drag(document, 26, 27, 30)
    assert [after.layers[0]["units"] for _, after in recorder.heard] == [26, 27, 30]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "set units to 30"
    document.undo_stack.undo()
    assert document.spec == default()
    document.undo_stack.redo()
    assert units_of(document) == 30


def test_edits_of_another_key_or_of_none_are_steps_of_their_own(
    document: UndoableDocument,
) -> None:
    drag(document, 26, 27)
    drag(document, 28, key="units of another drag")
    drag(document, 29, key="")
    drag(document, 30, key="")
    assert document.undo_stack.count() == 4
    document.undo_stack.undo()
    assert units_of(document) == 29


def test_a_drag_back_to_the_start_leaves_no_step(document: UndoableDocument) -> None:
    document.edit("insert Tanh", edits.insert_layer(document.spec, 8, TANH))
    drag(document, 26, 27, 25)
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "insert Tanh"
    document.undo_stack.undo()
    assert document.spec == default()


def test_a_drag_back_to_the_saved_start_is_saved_again(document: UndoableDocument) -> None:
    document.undo_stack.setClean()
    drag(document, 26)
    assert not document.undo_stack.isClean()
    drag(document, 25)
    assert document.undo_stack.isClean()


def test_saving_in_the_middle_of_a_drag_keeps_two_steps(document: UndoableDocument) -> None:
    drag(document, 26)
    document.undo_stack.setClean()
    drag(document, 27)
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert units_of(document) == 26
    assert document.undo_stack.isClean()


def test_a_macro_is_one_step(document: UndoableDocument) -> None:
    document.undo_stack.beginMacro("replace Tanh")
    document.edit("delete", edits.remove_layer(document.spec, 7))
    document.edit("insert", edits.insert_layer(document.spec, 7, LayerSpec("relu")))
    document.undo_stack.endMacro()
    document.undo_stack.undo()
    assert document.spec == default()


def test_a_new_edit_forgets_what_was_undone(document: UndoableDocument) -> None:
    drag(document, 26)
    document.undo_stack.undo()
    document.edit("new seed", edits.set_seed(document.spec, 2))
    assert not document.undo_stack.canRedo()
    document.undo_stack.undo()
    assert document.spec == default()


def test_the_oldest_of_more_than_500_steps_are_forgotten(document: UndoableDocument) -> None:
    for seed in range(2, UNDO_LIMIT + 12):
        document.edit("new seed", edits.set_seed(document.spec, seed))
    gc.collect()
    assert document.undo_stack.count() == UNDO_LIMIT == 500
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.spec.seed == 11


def test_a_document_nobody_holds_is_gone_with_its_steps(qapp: object) -> None:
    document = UndoableDocument(default())
    drag(document, 26, 27)
    document.edit("new seed", edits.set_seed(document.spec, 2))
    gone = weakref.ref(document)
    del document  # no cycle: one that runs through Qt's stack crashes the collector
    assert gone() is None


def test_a_view_that_edits_while_it_is_told_of_a_change_is_stopped(
    document: UndoableDocument,
) -> None:
    refused: list[str] = []

    def meddle(before: ExperimentSpec, after: ExperimentSpec) -> None:
        try:
            document.edit("meddle", edits.set_seed(after, 3))
        except RuntimeError as error:
            refused.append(str(error))

    document.changed.connect(meddle)
    document.edit("new seed", edits.set_seed(document.spec, 2))
    assert len(refused) == 1
    assert document.spec.seed == 2
    assert document.undo_stack.count() == 1


def apply(document: UndoableDocument, edit: tuple[Any, ...], merge_key: str) -> None:
    function, *arguments = edit
    try:
        after = function(document.spec, *arguments)
    except SpecError:
        return
    document.edit(function.__name__, after, merge_key)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_undo_of_200_random_edits_gives_an_equal_document_and_redo_the_last_one(
    qapp: object, data: st.DataObject
) -> None:
    document = UndoableDocument(default())
    steps = st.lists(
        st.tuples(EDIT, st.sampled_from(["", "", "a", "b"])), min_size=200, max_size=200
    )
    states = {0: document.spec}
    for edit, key in data.draw(steps):
        apply(document, edit, key)
        states[document.undo_stack.index()] = document.spec
    last = document.spec
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
        assert document.spec == states[document.undo_stack.index()]
    assert document.spec == default()
    assert repr(document.spec) == repr(default())
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert repr(document.spec) == repr(last)
