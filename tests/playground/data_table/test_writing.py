"""Rows that leave the program: the clipboard, a file, and what can go wrong on the way."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from playground.data_table import writing
from tests.playground.data_files.test_import import choose_file


def test_chosen_rows_are_copied_for_a_spreadsheet(window, table, wait):
    QGuiApplication.clipboard().clear()
    QTest.keySequence(table.view, QKeySequence.StandardKey.Copy)
    assert "Choose rows to copy" in table.message.text()
    table.view.setFocus()
    table.view.selectRow(1)
    QTest.keySequence(table.view, QKeySequence.StandardKey.Copy)
    wait(lambda: table.message.text() == "Copied 1 row.")
    head, row, _ = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[0] == "x"
    assert row.split("\t")[3] == "2"
    assert row.split("\t")[4] == "train"
    table.view.selectAll()
    table.copy.click()
    wait(lambda: table.message.text() == "Copied 2,000 rows.")


def test_the_rows_shown_are_exported_with_their_outputs(window, table, wait, tmp_path):
    table.which.setCurrentText("Test points")
    path = tmp_path / "rows.csv"
    table.export.click()
    dialog = table.findChild(QFileDialog, "export_table_dialog")
    wait(dialog.isActiveWindow)
    choose_file(table, wait, "export_table_dialog", path)
    wait(lambda: table.message.text() == f"Exported 1,000 rows to {path}")
    assert not table.writing.isVisible()
    lines = path.read_text().splitlines()
    assert len(lines) == 1001
    assert lines[0].startswith('"x","y","label","Row","set","predicted","result","loss"')
    assert lines[1].endswith(",0")


def test_an_export_shows_progress_can_be_cancelled_and_says_what_fails(
    window, table, wait, tmp_path, monkeypatch
):
    seen = []
    real = writing.saved

    def slow(*arguments):
        seen.append(table.writing.isVisible())
        wait_for = arguments[-1]
        wait_for.wait(30)
        return real(*arguments)

    monkeypatch.setattr(writing, "saved", slow)
    table.export_to(tmp_path / "never.csv")
    assert table.writing.isVisible()
    QTest.keyClick(table.findChild(QPushButton, "cancel_writing"), Qt.Key.Key_Space)
    wait(lambda: table.message.text() == "Cancelled: nothing was written.")
    assert list(tmp_path.glob("*.csv")) == []
    assert seen == [True]
    monkeypatch.setattr(writing, "saved", real)
    table.export_to(tmp_path / "no" / "folder.csv")
    wait(lambda: "folder does not exist" in table.message.text())


def test_what_is_saved_is_finished_though_the_table_is_closed(window, table, wait, tmp_path):
    path = tmp_path / "rows.csv"
    table.export_to(path)
    table.export_to(tmp_path / "second.csv")
    assert table.message.text() == "A table is being saved. Wait for it, or cancel it."
    table.close()
    wait(lambda: window.message.text() == f"Exported 2,000 rows to {path}")
    assert not (tmp_path / "second.csv").exists()


def test_closing_the_window_closes_the_table_and_finishes_its_file(window, table, tmp_path):
    path = tmp_path / "last.csv"
    table.export_to(path)
    window.close()
    assert not table.isVisible()
    assert len(path.read_text().splitlines()) == 2001
    assert not table.writing._disk._pool.activeThreadCount()
