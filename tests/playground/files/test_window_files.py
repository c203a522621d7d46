"""Recent files, a dropped file, and a file on the command line."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from playground.data_files.import_dialog import ImportDialog
from playground.files import storage
from playground.files.contents import Contents
from playground.plots.canvas import PlotCanvas
from playground.settings import Settings
from tests.playground.files.gestures import edit, open_, save_as

ROOT = Path(__file__).parents[3]


def recent(window) -> list[str]:
    menu = window.menuBar().findChild(QMenu, "recent_files")
    return [each.text() for each in menu.actions() if each.objectName()]


def test_recent_files_are_remembered_newest_first_and_leave_when_they_are_gone(
    open_window, wait, tmp_path
):
    window = open_window()
    assert not window.menuBar().findChild(QMenu, "recent_files").isEnabled()
    for name in ("a.nnp", "b & c.nnp", "a.nnp"):
        edit(window)
        (tmp_path / name).unlink(missing_ok=True)
        save_as(window, wait, tmp_path / name)
        wait(lambda name=name: window.message.text() == f"Saved {name}")
        window.say("")
    assert recent(window) == ["&1 a.nnp", "&2 b && c.nnp"]
    assert window.close()

    again = open_window()
    (tmp_path / "a.nnp").unlink()
    again.menuBar().findChild(QAction, "recent_1").trigger()
    wait(lambda: "No such file" in again.message.text())
    assert recent(again) == ["&1 b && c.nnp"]
    again.menuBar().findChild(QAction, "recent_1").trigger()
    wait(lambda: again.files.file.path == tmp_path / "b & c.nnp")


def drop(window, *urls: QUrl) -> bool:
    """Drag files onto the middle of the window; whether they were taken."""
    data = QMimeData()
    data.setUrls(urls)
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    place = window.rect().center()
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(place, offered, data, *keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        for event in (
            QDragMoveEvent(place, offered, data, *keys),
            QDropEvent(QPointF(place), offered, data, *keys),
        ):
            event.setDropAction(Qt.DropAction.MoveAction)
            QApplication.sendEvent(window, event)
            assert event.isAccepted()
            assert event.dropAction() is Qt.DropAction.CopyAction  # or the file would be removed
    return enter.isAccepted()


def test_a_dropped_document_opens_and_nothing_else_is_taken(window, wait, tmp_path):
    path = tmp_path / "a.nnp"
    save_as(window, wait, path)
    window.actions_["new"].trigger()
    file = QUrl.fromLocalFile(str(path))
    assert not drop(window, file, file)
    assert not drop(window, QUrl("https://example.org/a.nnp"))
    assert drop(window, file)
    wait(lambda: window.files.file.path == path)


def test_no_plot_stands_between_a_file_and_the_window(window):
    plots = window.findChildren(PlotCanvas)
    assert plots
    assert not any(plot.viewport().acceptDrops() for plot in plots)


def test_a_dropped_table_is_imported_and_dropped_weights_are_read(window, wait, tmp_path):
    table, weights, arrays = tmp_path / "A.CSV", tmp_path / "a.safetensors", tmp_path / "a.npz"
    table.write_text("x,y,kind\n0,1,a\n1,0,b\n")
    weights.write_bytes(b"none")
    np.savez(arrays, x=np.eye(2), y=[0, 1])
    assert drop(window, QUrl.fromLocalFile(str(table)))
    wait(lambda: window.findChild(ImportDialog) is not None)
    window.findChild(ImportDialog).take.click()
    wait(lambda: window.message.text() == "Imported 2 points with 2 classes.")
    assert drop(window, QUrl.fromLocalFile(str(weights)))
    wait(lambda: "a.safetensors" in window.message.text())
    assert "document" not in window.message.text()
    assert drop(window, QUrl.fromLocalFile(str(arrays)))
    wait(lambda: window.document.spec.data.own_points.classes == ("0", "1"))


def test_the_folder_of_the_last_document_is_where_the_next_is_looked_for(window, wait, tmp_path):
    save_as(window, wait, tmp_path / "a.nnp")
    assert Path(Settings().document_folder) == tmp_path
    window.actions_["new"].trigger()
    open_(window, wait, Path("a.nnp"))
    wait(lambda: window.files.file.path == tmp_path / "a.nnp")


def test_a_document_of_the_command_line_is_known_by_its_whole_path(
    open_window, wait, tmp_path, monkeypatch
):
    storage.save(tmp_path / "a.nnp", Contents(), None)
    monkeypatch.chdir(tmp_path)
    window = open_window("a.nnp")
    wait(lambda: window.files.file.path is not None)
    assert window.files.file.path == tmp_path / "a.nnp"
    assert window.files.file.note.original == str(tmp_path / "a.nnp")


def test_a_table_can_be_opened_as_a_document_can(window, wait, tmp_path):
    table = tmp_path / "a.tsv"
    table.write_text("x\ty\tkind\n0\t1\ta\n1\t0\tb\n")
    open_(window, wait, table)
    wait(lambda: window.findChild(ImportDialog) is not None)
    window.findChild(ImportDialog).take.click()
    wait(lambda: window.document.spec.data.own_points is not None)


def test_a_document_that_is_not_there_is_said_on_the_command_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "main.py", str(tmp_path / "gone.nnp")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("There is no file ")
