"""New, open, save, save as, and the question before unsaved work goes."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from playground.document.presets import default
from playground.files.contents import from_bytes
from playground.settings import Settings
from tests.playground.conftest import settled
from tests.playground.files.gestures import (
    answer,
    box,
    edit,
    name_file,
    open_,
    rests,
    save,
    save_as,
    train,
)


def weights(path: Path) -> list[bytes]:
    record = from_bytes(path.read_bytes()).record
    assert record is not None
    return [array.tobytes() for _, array in sorted(record.weights.items())]


def test_saved_closed_and_opened_it_is_the_same_and_trains_on_to_the_same_bits(
    open_window, wait, tmp_path
):
    path, straight, resumed = (tmp_path / name for name in ("a.nnp", "b.nnp", "c.nnp"))
    first = open_window()
    edit(first)
    train(first, wait)
    save_as(first, wait, path)
    spec, loss = first.document.spec, first.numbers.findChild(object, "test_loss").text()
    train(first, wait)
    save_as(first, wait, straight)

    second = open_window(str(path))
    wait(lambda: rests(second))
    assert second.document.spec == spec
    assert second.run.step_count == 5
    assert second.numbers.findChild(object, "test_loss").text() == loss
    assert not second.document.undo_stack.canUndo()
    train(second, wait)
    save_as(second, wait, resumed)
    assert weights(resumed) == weights(straight)
    assert resumed.read_bytes() == straight.read_bytes()


def test_saving_while_training_and_while_torch_is_loading(open_window, wait, tmp_path):
    window = open_window()
    window.actions_["train"].trigger()
    wait(lambda: window.run.step_count > 50)
    save_as(window, wait, tmp_path / "a.nnp")
    record = from_bytes((tmp_path / "a.nnp").read_bytes()).record
    assert record is not None
    assert record.steps > 50


def test_the_title_names_the_file_and_marks_what_is_not_saved(window, wait, tmp_path):
    assert window.windowTitle() == "Disk — Tanh network of the report[*] — Neural Playground"
    train(window, wait)
    assert not window.isWindowModified()  # the same seed trains it again
    edit(window)
    assert window.isWindowModified()
    window.actions_["undo"].trigger()
    assert not window.isWindowModified()
    wait(lambda: settled(window) and window.run.step_count == 0)
    save_as(window, wait, tmp_path / "mine [*].nnp")
    assert window.windowTitle() == "mine [*][*].nnp[*] — Neural Playground"
    assert not window.isWindowModified()
    train(window, wait)
    assert window.isWindowModified()  # the file holds other weights
    save(window, wait)
    assert not window.isWindowModified()
    edit(window)
    assert window.isWindowModified()
    window.actions_["undo"].trigger()
    wait(lambda: settled(window))
    assert window.isWindowModified()  # the trained weights went with the rebuilt network


def test_new_open_and_close_ask_nothing_while_nothing_is_unsaved(window, wait, tmp_path):
    edit(window)
    save_as(window, wait, tmp_path / "a.nnp")
    window.actions_["new"].trigger()
    assert window.document.spec == default()
    assert window.files.file.path is None
    open_(window, wait, tmp_path / "a.nnp")
    wait(lambda: window.files.file.path == tmp_path / "a.nnp")
    assert box(window, "ask_save") is None
    assert window.close()


def test_cancel_keeps_all_and_discard_loses_it(window, wait):
    edit(window)
    spec = window.document.spec
    window.actions_["new"].trigger()
    answer(window, wait, "ask_save", "cancel")
    assert window.document.spec == spec
    assert not window.close()
    answer(window, wait, "ask_save", "cancel")
    assert window.isVisible()
    window.actions_["new"].trigger()
    answer(window, wait, "ask_save", "discard")
    assert window.document.spec == default()
    assert not window.isWindowModified()


@pytest.mark.parametrize("has_file", [False, True])
def test_save_at_closing_saves_and_then_closes(window, wait, tmp_path, has_file):
    path = tmp_path / "a.nnp"
    if has_file:
        save_as(window, wait, path)
    edit(window)
    spec = window.document.spec
    window.actions_["quit"].trigger()
    answer(window, wait, "ask_save", "save")
    if not has_file:
        name_file(window, wait, "save_dialog", path)
    wait(lambda: not window.isVisible())
    assert from_bytes(path.read_bytes()).spec == spec


def test_discard_at_closing_closes(window, wait, tmp_path):
    edit(window)
    window.close()
    answer(window, wait, "ask_save", "discard")
    assert not window.isVisible()


def test_a_save_that_fails_says_why_and_nothing_counts_as_saved(window, wait, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    save_as(window, wait, folder / "a.nnp")
    edit(window)
    (folder / "a.nnp").unlink()
    folder.rmdir()
    window.actions_["save"].trigger()
    wait(lambda: "the folder does not exist" in window.message.text())
    assert window.isWindowModified()
    window.close()
    answer(window, wait, "ask_save", "save")
    wait(lambda: settled(window))
    assert window.isVisible()


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"rubbish", "document"), (b"PK\x03\x04 cut", "damaged")]
)
def test_a_file_that_is_no_document_changes_nothing_and_says_so(
    window, wait, tmp_path, content, said
):
    path = tmp_path / "a.nnp"
    path.write_bytes(content)
    edit(window)
    spec = window.document.spec
    open_(window, wait, path)
    wait(lambda: window.message.text() != "")
    assert said in window.message.text()
    assert window.document.spec == spec
    assert window.files.file.path is None
    assert box(window, "ask_save") is None


def test_a_file_changed_by_another_program_is_noticed_and_not_replaced_unasked(
    window, wait, tmp_path
):
    path, other = tmp_path / "a.nnp", tmp_path / "b.nnp"
    save_as(window, wait, other)
    edit(window)
    save_as(window, wait, path)
    path.write_bytes(other.read_bytes())
    window.files.check_disk()
    wait(lambda: "changed by another program" in window.message.text())

    edit(window)
    window.actions_["save"].trigger()
    answer(window, wait, "changed_on_disk", "cancel")
    assert path.read_bytes() == other.read_bytes()
    assert window.isWindowModified()
    window.actions_["save"].trigger()
    answer(window, wait, "changed_on_disk", "overwrite")
    wait(lambda: window.message.text() == "Saved a.nnp")
    assert from_bytes(path.read_bytes()).spec == window.document.spec

    path.write_bytes(other.read_bytes())
    edit(window)
    window.actions_["save"].trigger()
    answer(window, wait, "changed_on_disk", "open_it")
    wait(lambda: window.document.spec == default())
    assert not window.isWindowModified()


def test_a_question_is_answered_by_a_letter(window, wait, tmp_path):
    path = tmp_path / "a.nnp"
    save_as(window, wait, path)
    path.write_bytes(b"of another program")
    edit(window)
    window.actions_["save"].trigger()
    wait(lambda: box(window, "changed_on_disk") is not None)
    asked = box(window, "changed_on_disk")
    keys = [each.shortcut().toString() for each in asked.buttons()]
    assert sorted(filter(None, keys))[:3] == ["Alt+O", "Alt+P", "Alt+S"]
    asked.activateWindow()
    wait(asked.isActiveWindow)
    QTest.keyClick(asked, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    wait(lambda: window.message.text() == "Saved a.nnp")


def test_the_first_document_is_not_saved_where_the_program_lies(window, wait):
    for action, name in (("save_as", "save_dialog"), ("open", "open_dialog")):
        window.actions_[action].trigger()
        wait(lambda name=name: window.findChild(QFileDialog, name) is not None)
        dialog = window.findChild(QFileDialog, name)
        assert Path(dialog.directory().absolutePath()) == Path(Settings().existing_document_folder)
        dialog.reject()


def test_a_document_open_elsewhere_opens_as_a_copy_or_not_at_all(open_window, wait, tmp_path):
    path = tmp_path / "a.nnp"
    first = open_window()
    edit(first)
    save_as(first, wait, path)
    second = open_window()
    open_(second, wait, path)
    wait(lambda: box(second, "open_elsewhere") is not None)
    where = box(second, "open_elsewhere").informativeText()
    assert where.startswith(f"It is open in another window, process {os.getpid()} on ")
    answer(second, wait, "open_elsewhere", "cancel")
    assert second.document.spec == default()
    open_(second, wait, path)
    answer(second, wait, "open_elsewhere", "open_a_copy")
    assert second.document.spec == first.document.spec
    assert second.files.file.path is None

    second.files._save_in(path, None, lambda: None)
    wait(lambda: "Choose another name" in second.message.text())
    assert first.close()
    second.files._save_in(path, None, lambda: None)
    wait(lambda: second.files.file.path == path)


def test_saving_again_before_a_save_has_ended_saves_twice_and_blames_no_other_program(
    window, wait, tmp_path
):
    path = tmp_path / "a.nnp"
    save_as(window, wait, path)
    edit(window)
    window.actions_["save"].trigger()
    edit(window)
    window.actions_["save"].trigger()

    def asked() -> bool:
        return box(window, "changed_on_disk") is not None

    wait(lambda: asked() or from_bytes(path.read_bytes()).spec == window.document.spec)
    assert not asked()
