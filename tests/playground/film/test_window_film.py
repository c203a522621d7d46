"""Asking for a film in the window: what is offered, made, cancelled and said."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from playground.document import edits
from playground.document.presets import default
from playground.film import dialog as dialog_module
from playground.film.dialog import FilmDialog
from playground.film.progress import FilmProgress
from playground.proof import ROOT
from playground.settings import Settings
from playground.widgets.labels import PlainLabel
from playground.widgets.message import MessageLine
from tests.playground.conftest import settled
from tests.playground.film.conftest import gif_frames
from tests.playground.test_hostile_names import obeyed


@pytest.fixture
def ready(window, wait, spec):
    """A window with a small network, which has trained nothing."""
    window.document.load(spec)
    wait(lambda: settled(window))
    return window


def asked(window, wait) -> FilmDialog:
    window.actions_["film"].trigger()
    dialog = window.findChild(FilmDialog)
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    return dialog


def said(window) -> str:
    return window.message.text()


def begun(window, wait, order, path: Path) -> FilmProgress:
    """Start a film, and wait for its first frame."""
    window.film.make(order, path)
    progress = window.findChild(FilmProgress)
    wait(lambda: progress.bar.value() > 0)
    return progress


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary files go: empty before and after."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_film_is_asked_for_by_keyboard_and_made(ready, wait, tmp_path, temporary):
    path = tmp_path / "my film.gif"
    dialog = asked(ready, wait)
    for name, text in (("film_epochs", "3"), ("film_seconds", "2")):
        edit = dialog.findChild(QLineEdit, name)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
    told = dialog.findChild(MessageLine).text()
    assert told == "4 frames, one every epoch: 1.1 seconds, of which the last frame stays for 1."
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    wait(lambda: ready.findChild(QFileDialog, "film_file_dialog") is not None)
    files = ready.findChild(QFileDialog, "film_file_dialog")
    files.activateWindow()
    wait(files.isActiveWindow)
    edit = files.findChild(QLineEdit, "fileNameEdit")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, str(path.with_suffix("")))  # which the dialog completes
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: said(ready).startswith("Exported"))
    assert said(ready) == f"Exported {path}"
    assert len(gif_frames(path)) == 4
    assert sum(shown for shown, _ in gif_frames(path)) == 1150  # ms
    assert Path(Settings().export_folder) == tmp_path
    assert not any(temporary.iterdir())
    assert [each.name for each in tmp_path.glob("*film*")] == [path.name]


def test_progress_is_told_and_the_window_can_be_used_meanwhile(ready, wait, order, tmp_path):
    progress = begun(ready, wait, replace(order, epochs=50, seconds=5), tmp_path / "a.gif")
    assert progress.bar.maximum() == 51
    assert progress.bar.format() == "%p%"
    assert f"frame {progress.bar.value():,} of 51" in progress.text.text()
    assert not progress.isModal()
    step = ready.run.step_count
    ready.actions_["step"].trigger()
    wait(lambda: ready.run.step_count > step)
    ready.actions_["film"].trigger()  # one at a time
    assert ready.findChild(FilmDialog) is None
    progress.cancel.click()


@pytest.mark.parametrize(
    ("how", "format"), [("button", "gif"), ("escape", "gif"), ("close", "mp4")]
)
def test_a_cancelled_film_leaves_nothing_and_the_older_one_as_it_was(
    ready, wait, order, tmp_path, temporary, how, format
):
    path = tmp_path / f"a.{format}"
    path.write_bytes(b"old")
    long = replace(order, format=format, epochs=1_000_000, seconds=60)
    progress = begun(ready, wait, long, path)
    process = ready.film.findChild(QProcess)
    pid = process.processId()
    if how == "button":
        QTest.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    elif how == "escape":
        QTest.keyClick(progress, Qt.Key.Key_Escape)
    else:
        progress.close()
    assert said(ready) == "The film was cancelled; nothing was written."
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert path.read_bytes() == b"old"
    assert not any(temporary.iterdir())
    assert [each.name for each in tmp_path.glob("a*")] == [path.name]
    wait(lambda: ready.findChild(FilmProgress) is None)


def test_a_window_that_closes_takes_its_film_along(ready, wait, order, tmp_path, temporary):
    begun(ready, wait, replace(order, epochs=1_000_000, seconds=60), tmp_path / "a.gif")
    pid = ready.film.findChild(QProcess).processId()
    ready.files._closing = True
    ready.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not any(temporary.iterdir())
    assert not (tmp_path / "a.gif").exists()


def test_a_folder_that_vanished_is_known_before_the_work(ready, wait, order, tmp_path):
    ready.film.make(order, tmp_path / "gone" / "a.gif")
    wait(lambda: "the folder does not exist" in said(ready))
    wait(lambda: ready.findChild(FilmProgress) is None)


def test_no_place_for_temporary_files_is_a_sentence(ready, wait, order, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    ready.film.make(order, tmp_path / "a.gif")
    wait(lambda: "there is no place for temporary files" in said(ready))
    assert not any(tmp_path.glob("*.gif"))
    assert not Path("document.nnp").exists()


def test_a_window_that_closes_finishes_a_film_that_is_being_written(
    ready, wait, order, tmp_path, temporary
):
    path = tmp_path / "a.gif"
    finishing = []
    ready.film.make(order, path)
    ready.film._maker.finishing.connect(lambda: finishing.append(ready.close()))
    ready.files._closing = True
    wait(lambda: finishing != [])
    wait(lambda: not ready.isVisible())
    assert len(gif_frames(path)) == 5
    assert not any(temporary.iterdir())


def test_a_folder_that_vanishes_meanwhile_is_a_sentence(ready, wait, order, tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    begun(ready, wait, replace(order, epochs=20, seconds=5), folder / "a.gif")
    folder.rmdir()
    wait(lambda: "the folder does not exist" in said(ready))


def test_a_process_that_dies_is_a_sentence(ready, wait, order, tmp_path):
    begun(ready, wait, replace(order, epochs=1_000_000, seconds=60), tmp_path / "a.gif")
    os.kill(ready.film.findChild(QProcess).processId(), 9)
    wait(lambda: said(ready).startswith("The film could not be made: its process ended"))
    assert not (tmp_path / "a.gif").exists()


def test_the_suffix_must_be_that_of_the_format(ready, order, tmp_path):
    ready.film.make(order, tmp_path / "a.mp4")
    assert said(ready) == "The film is GIF: let its name end in .gif."
    assert ready.findChild(FilmProgress) is None


def test_a_network_that_cannot_be_trained_is_not_filmed(ready, wait):
    ready.document.edit("no layers", edits.set_layers(default(), ()))
    wait(lambda: settled(ready))
    ready.actions_["film"].trigger()
    assert ready.findChild(FilmDialog) is None
    assert said(ready) != ""


def test_a_name_with_tags_is_shown_letter_by_letter(ready, wait, order, tmp_path):
    path = tmp_path / "<img src='x'>.gif"
    progress = begun(ready, wait, order, path)
    assert path.name in progress.text.text()
    assert list(obeyed(ready)) == []
    wait(lambda: said(ready) == f"Exported {path}")
    assert list(obeyed(ready)) == []


def test_the_film_ends_with_the_epoch_of_the_run(ready, wait):
    spec = edits.set_training_option(ready.document.spec, "epochs", 3)
    ready.document.edit("epochs", spec)
    ready.run.train()
    wait(lambda: ready.run.step_count == 15 and settled(ready))
    assert asked(ready, wait).order.epochs == 3


def test_the_film_looks_as_the_window_does(ready, wait):
    ready._themes.choose("dark")
    ready.boundary_plot.test_points.setChecked(True)
    ready.loss_plot.logarithmic.setChecked(False)
    order = asked(ready, wait).order
    assert (order.theme, order.points, order.test_points) == ("dark", True, True)
    assert (order.discretise, order.logarithmic) == (False, False)


@pytest.fixture
def open_dialog(qtbot, order):
    """Shows the dialog for `order`, without a window."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def open_() -> FilmDialog:
        dialog = FilmDialog(order, 1, parent)
        dialog.open()
        return dialog

    return open_


@pytest.mark.parametrize("text", ["", "0", "-1", "1e3", "1,000,001", "²", "9" * 400, "<b>1</b>"])
def test_a_number_that_is_none_makes_no_film(open_dialog, text):
    dialog = open_dialog()
    dialog.findChild(QLineEdit, "film_epochs").setText(text)
    assert dialog.order is None
    assert "The film ends with epoch 1 to 1,000,000" in dialog.findChild(MessageLine).text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize("lacking", [("mp4",), ("gif",), ("gif", "mp4")])
def test_a_format_without_its_package_is_grey(open_dialog, monkeypatch, lacking):
    sentence = "{} needs its package: install it"
    monkeypatch.setattr(
        dialog_module,
        "missing",
        lambda each: sentence.format(each) if each in lacking else "",
    )
    dialog = open_dialog()
    model = dialog.findChild(QComboBox, "film_format").model()
    assert isinstance(model, QStandardItemModel)
    offered = [model.item(row).isEnabled() for row in range(2)]
    assert offered == ["gif" not in lacking, "mp4" not in lacking]
    assert (dialog.order is None) == (len(lacking) == 2)
    if dialog.order:
        assert dialog.order.format not in lacking
    assert "ends with epoch" not in dialog.findChild(MessageLine).text()  # the numbers are right
    words = dialog.findChild(PlainLabel, "film_lacking").text()
    assert words == "\n".join(sentence.format(each) for each in lacking)


def test_what_the_dialog_shows_is_what_it_orders(open_dialog, order):
    dialog = open_dialog()
    assert dialog.order == order
    assert dialog.findChild(MessageLine).isVisible()
    for name, at in (("film_kind", 2), ("film_scale", 1), ("film_speed", 2), ("film_format", 1)):
        dialog.findChild(QComboBox, name).setCurrentIndex(at)
    chosen = {"kind": "network", "scale": 1.5, "speed": 25, "format": "mp4"}
    assert dialog.order == replace(order, **chosen)
    assert dialog.findChild(QComboBox, "film_scale").currentText() == "1,920 × 1,080"


def test_the_window_needs_none_of_the_packages():
    """Nor does it load them, torch among them, before a film is made."""
    code = (
        "import sys, playground.film.window_film;"
        "print(sorted({'PIL', 'imageio_ffmpeg', 'torch'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
