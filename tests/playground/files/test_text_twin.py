"""The text twin: the design as JSON, without weights, for version control."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from playground.document import file_format
from playground.files.contents import from_bytes
from tests.playground.conftest import settled
from tests.playground.files.gestures import answer, box, edit, open_, save_as, train
from tests.playground.files.test_window_files import drop


def test_it_holds_the_design_alone_and_says_so(window, wait, tmp_path):
    path = tmp_path / "a.json"
    edit(window)
    train(window, wait)
    save_as(window, wait, path)
    assert window.message.text() == (
        "Saved the design alone in a.json; weights and training are kept by a document (.nnp)."
    )
    found = from_bytes(path.read_bytes())
    assert found.spec == window.document.spec
    assert found.record is None
    assert path.read_bytes() == file_format.write_text(found.saved)
    assert window.windowTitle().startswith("a.json[*]")
    assert not window.isWindowModified()
    assert window.run.step_count == 5


def test_edits_of_it_are_marked_and_training_is_not(window, wait, tmp_path):
    path = tmp_path / "a.json"
    save_as(window, wait, path)
    before = path.read_bytes()
    train(window, wait)
    assert not window.isWindowModified()  # the file would not hold it
    edit(window)
    assert window.isWindowModified()
    wait(lambda: settled(window))  # which says that the training has ended
    window.say("")
    window.actions_["save"].trigger()
    wait(lambda: window.message.text().startswith("Saved the design alone"))
    assert path.read_bytes() != before
    assert not window.isWindowModified()
    assert window.close()


def test_it_is_opened_by_menu_drop_and_command_line(open_window, wait, tmp_path):
    path = tmp_path / "a.json"
    window = open_window()
    edit(window)
    spec = window.document.spec
    save_as(window, wait, path)
    for bring in (
        lambda: open_(window, wait, path),
        lambda: drop(window, QUrl.fromLocalFile(str(path))),
    ):
        window.actions_["new"].trigger()
        bring()
        wait(lambda: window.files.file.path == path)
        assert window.document.spec == spec
        assert not window.isWindowModified()
    assert window.close()
    other = open_window(str(path))
    wait(lambda: other.document.spec == spec and settled(other))


def test_what_an_editor_has_changed_in_it_is_not_overwritten_unasked(window, wait, tmp_path):
    path = tmp_path / "a.json"
    save_as(window, wait, path)
    theirs = path.read_bytes().replace(b'"seed": 1', b'"seed": 2')
    path.write_bytes(theirs)
    edit(window)
    window.actions_["save"].trigger()
    wait(lambda: box(window, "changed_on_disk") is not None)
    assert path.read_bytes() == theirs
    answer(window, wait, "changed_on_disk", "open_it")
    wait(lambda: window.document.spec.seed == 2)


def test_work_that_only_a_document_keeps_is_still_kept_for_recovery(window, wait, tmp_path):
    train(window, wait)
    save_as(window, wait, tmp_path / "a.json")
    assert window.files.file.trained
    window.files._autosave.keep()
    kept = tmp_path / "state" / "neural-playground" / "recovery"
    wait(lambda: any(kept.glob("*.nnp")))


def file_dialog(window, wait) -> QFileDialog:
    window.actions_["save_as"].trigger()
    wait(lambda: window.findChild(QFileDialog, "save_dialog") is not None)
    return window.findChild(QFileDialog, "save_dialog")


def test_the_name_follows_the_kind_of_file_that_is_chosen(window, wait, tmp_path):
    dialog = file_dialog(window, wait)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    kinds = next(
        each for each in dialog.findChildren(QComboBox) if "Design only" in each.itemText(1)
    )
    assert name.text() == "untitled.nnp"
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    for key, text in ((down, "untitled.json"), (up, "untitled.nnp"), (down, "untitled.json")):
        QTest.keyClick(kinds, key)
        assert name.text() == text
    assert dialog.defaultSuffix() == "json"
    dialog.reject()
    wait(lambda: window.findChild(QFileDialog, "save_dialog") is None)
    save_as(window, wait, tmp_path / "b.json")
    again = file_dialog(window, wait)
    assert Path(again.selectedFiles()[0]).name == "b.json"
    assert again.selectedNameFilter().startswith("Design only")
    again.reject()
