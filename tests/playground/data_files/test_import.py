"""Own data through the window: a file or the clipboard becomes points, or a sentence why not."""

import codecs
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableWidget,
)

from playground.app import build
from playground.data_files.import_dialog import ImportDialog
from playground.document import edits
from playground.main_window import MainWindow
from playground.own_data import arrays
from playground.widgets.buttons import ComboBox
from tests.playground.conftest import Wait

ROWS = "length;width;species\n" + "".join(
    f"{4 + i / 10:.1f};{i % 7},5;{'ABC'[i % 3]}\n".replace(".", ",") for i in range(40)
)


def choose_file(window: MainWindow, wait: Wait, name: str, path: Path) -> None:
    dialog = window.findChild(QFileDialog, name)
    wait(dialog.isActiveWindow)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, str(path))
    QTest.keyClick(edit, Qt.Key.Key_Return)


def open_file(window: MainWindow, wait: Wait, path: Path) -> None:
    window.actions_["import_data"].trigger()
    choose_file(window, wait, "import_data_dialog", path)


def import_dialog(window: MainWindow, wait: Wait) -> ImportDialog:
    wait(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    wait(dialog.isActiveWindow)
    return dialog


def raise_(error: Exception) -> None:
    raise error


def press_import(dialog: ImportDialog) -> None:
    QTest.keyClick(dialog.findChild(QPushButton, "import"), Qt.Key.Key_Return)


def test_many_columns_can_be_read_in_the_preview(window, wait, tmp_path):
    path = tmp_path / "wide.csv"
    names = [f"measurement {i}" for i in range(20)]
    path.write_text("\n".join(",".join(row) for row in (names, ["1"] * 20, ["2"] * 20)))
    open_file(window, wait, path)
    preview = import_dialog(window, wait).findChild(QTableWidget)
    heads = preview.horizontalHeader()
    needed = heads.fontMetrics().horizontalAdvance("measurement")
    assert all(heads.sectionSize(column) > needed for column in range(20))
    assert preview.horizontalScrollBar().maximum() > 0


def test_a_file_becomes_points_with_what_the_dialog_guessed(window, wait, tmp_path):
    path = tmp_path / "iris.csv"
    path.write_text(ROWS, encoding="utf-8")
    open_file(window, wait, path)
    dialog = import_dialog(window, wait)
    assert dialog.findChild(ComboBox, "delimiter").currentText() == "semicolon"
    assert dialog.findChild(ComboBox, "decimal").currentText().startswith("comma")
    assert dialog.findChild(QCheckBox, "header").isChecked()
    assert dialog.findChild(ComboBox, "column_label").currentText() == "species"
    preview = dialog.findChild(QTableWidget)
    assert preview.horizontalHeaderItem(0).text() == "length"
    assert preview.item(1, 1).text() == "1,5"
    assert preview.verticalHeaderItem(1).text() == "3"  # as an error would name it
    assert preview.verticalHeader().isVisible()
    press_import(dialog)
    wait(lambda: window.document.spec.data.kind == "own")
    own = window.document.spec.data.own
    assert len(own) == 40
    assert own.classes == ("A", "B", "C")
    assert own.columns[0].name == "length"
    assert window.message.text() == "Imported 40 points with 3 classes."
    assert window.document.undo_stack.undoText() == "Import data"
    window.document.undo_stack.undo()
    assert window.document.spec.data.kind == "disk"


@pytest.mark.parametrize("text", [ROWS, ROWS + "4;x;A\n"], ids=["good", "bad"])
def test_an_import_can_be_given_up_while_the_table_is_read(window, wait, text):
    QGuiApplication.clipboard().setText(text)
    window.actions_["paste_data"].trigger()
    dialog = import_dialog(window, wait)
    gone, read, may = [], threading.Event(), threading.Event()
    dialog.destroyed.connect(lambda: gone.append(True))
    window.data._disk.submit(lambda: may.wait(20), lambda _: None, raise_)  # what is read first
    press_import(dialog)
    window.data._disk.submit(lambda: None, lambda _: read.set(), raise_)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait(lambda: bool(gone))
    may.set()
    wait(read.is_set)
    assert window.document.spec.data.kind == "disk"


def test_another_column_and_a_target_can_be_chosen(window, wait):
    QGuiApplication.clipboard().setText(ROWS.replace(";", "\t"))
    window.actions_["paste_data"].trigger()
    dialog = import_dialog(window, wait)
    for name, text in (("column_label", "width"), ("column_y", "species")):
        combo = dialog.findChild(ComboBox, name)
        combo.setCurrentText(text)
        combo.activated.emit(combo.currentIndex())
    dialog.findChild(ComboBox, "label_kind").setCurrentText("a number")
    press_import(dialog)
    message = dialog.findChild(type(window.message))
    wait(lambda: "no number" in message.text())
    assert message.text().startswith("Row 2, column 3 (species): 'A' is no number")
    assert window.document.spec.data.kind == "disk", "nothing has changed"
    same = dialog.findChild(ComboBox, "column_y")
    same.setCurrentText("width")
    same.activated.emit(1)
    assert "three different columns" in message.text()
    assert not dialog.take.isEnabled()


def test_the_preview_follows_the_dialect(window, wait):
    QGuiApplication.clipboard().setText(ROWS)
    window.actions_["paste_data"].trigger()
    dialog = import_dialog(window, wait)
    combo = dialog.findChild(ComboBox, "delimiter")
    combo.setCurrentText("tab")
    assert "this one has 1" in dialog.findChild(type(window.message)).text()
    assert not dialog.take.isEnabled()
    combo.setCurrentText("semicolon")
    assert dialog.take.isEnabled()
    dialog.findChild(QCheckBox, "header").click()
    assert dialog.findChild(QTableWidget).item(0, 0).text() == "length"
    dialog.reject()
    assert window.document.spec.data.kind == "disk"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (codecs.BOM_UTF16_LE + b"a", "UTF-16"),
        (b"a\0b", "binary data"),
        (b"PK\x03\x04 and nothing", "damaged, or no .npz"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_nothing_changes(
    window, wait, tmp_path, content, sentence
):
    path = tmp_path / "strange.csv"
    path.write_bytes(content)
    before = window.document.spec
    window.data.import_file(path)
    wait(lambda: window.message.text() != "")
    assert sentence in window.message.text()
    assert window.document.spec is before


def test_a_file_that_is_gone_and_an_empty_clipboard_are_told(window, wait, tmp_path):
    window.data.import_file(tmp_path / "gone.csv")
    wait(lambda: "gone.csv is no file" in window.message.text())
    QGuiApplication.clipboard().setText(" ")
    window.actions_["paste_data"].trigger()
    assert "no table" in window.message.text()


def test_an_npz_needs_no_questions(window, wait, tmp_path):
    path = tmp_path / "data.npz"
    np.savez(path, x=np.random.default_rng(1).random((30, 2)), y=np.arange(30) % 4)
    window.data.import_file(path)
    wait(lambda: window.document.spec.data.kind == "own")
    assert window.document.spec.data.classes == ("0", "1", "2", "3")


def test_exported_points_can_be_imported_again(window, wait, tmp_path):
    path = tmp_path / "points.csv"
    window.actions_["export_data"].trigger()
    choose_file(window, wait, "export_data_dialog", path)
    wait(lambda: window.message.text() == f"Exported {path}")
    open_file(window, wait, path)
    press_import(import_dialog(window, wait))
    wait(lambda: window.document.spec.data.kind == "own")
    own = window.document.spec.data.own
    assert own.classes == ("inside", "outside")
    assert len(own) == 2000
    square = (arrays.places(own) - 0.5) ** 2
    assert ((square.sum(1) < 1 / (2 * np.pi)) == (arrays.values(own) == 0)).all()


def test_an_export_before_the_points_are_there_says_so(qapp, settings_folder):
    _, window = build([])
    window.show()
    window.actions_["export_data"].trigger()
    assert "no points to export yet" in window.message.text()
    window.close()
    window.deleteLater()


def test_an_export_that_fails_says_why(window, wait, tmp_path):
    window.data.export_file(tmp_path / "no" / "such" / "folder.csv")
    wait(lambda: "folder does not exist" in window.message.text())


def test_closing_the_window_waits_for_the_disk(window, wait, tmp_path):
    path = tmp_path / "last.csv"
    window.data.export_file(path)
    window.close()
    for box in window.findChildren(QMessageBox):
        box.button(QMessageBox.StandardButton.Discard).click()
    assert path.read_text().startswith('"x","y","label"')


def test_a_shared_design_is_no_table_and_says_where_it_is_pasted(window, wait):
    QGuiApplication.clipboard().setText("Try https://playground.tensorflow.org/#dataset=xor&seed=1")
    window.actions_["paste_data"].trigger()
    assert "Edit > Paste shared design" in window.message.text()
    assert window.findChild(ImportDialog) is None


def test_points_from_outside_come_as_they_are(window, wait, tmp_path):
    for name in ("balance_percent", "flip_percent", "outlier_percent"):
        worse = edits.set_data_option(window.document.spec, name, 20)
        window.document.edit("worse", worse)
    path = tmp_path / "a.csv"
    path.write_text("x,y,label\n0,1,a\n1,0,b\n")
    window.data.import_file(path)
    wait(lambda: window.findChild(ImportDialog) is not None)
    window.findChild(ImportDialog).take.click()
    wait(lambda: window.document.spec.data.own_points is not None)
    assert window.document.spec.data.corruptions == ()
    window.document.undo_stack.undo()
    assert window.document.spec == worse


def test_that_the_network_was_rebuilt_is_said_after_what_was_imported(window, wait):
    window.actions_["step"].trigger()
    QGuiApplication.clipboard().setText(ROWS)
    window.actions_["paste_data"].trigger()
    press_import(import_dialog(window, wait))
    both = "Imported 40 points with 3 classes. The network was rebuilt: the data changed."
    wait(lambda: window.message.text() == both)
    window.document.undo_stack.undo()
    window.document.undo_stack.redo()
    assert window.message.text() == "", "what was imported is no news by now"
