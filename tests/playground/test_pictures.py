"""Pictures of the window's parts, and its losses as a table."""

import csv
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from playground.pictures import PictureError, picture
from playground.window_pictures import WindowPictures

PARTS = ("network", "boundary", "loss")


@pytest.fixture
def trained(window, wait):
    """A window after three steps."""
    for _ in range(3):
        step = window.run.step_count
        window.run.step()
        wait(lambda step=step: window.run.step_count > step)
    return window


def ask(window, wait, action: str, path: Path) -> None:
    window.actions_[action].trigger()
    dialog = window.findChild(QFileDialog, "picture_dialog")
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, str(path))
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: window.message.text().startswith("Exported"))


def test_a_picture_is_drawn_for_its_own_pixels_and_the_window_is_as_before(trained, monkeypatch):
    editor, plot = trained.editor, trained.boundary_plot
    drawn = []

    def densities():
        columns = [each.pixmap().devicePixelRatio() for each in editor._diagram._columns]
        return columns, plot._iso_line.pen().widthF()

    def watched(widget):
        render = widget.render
        monkeypatch.setattr(widget, "render", lambda on: (drawn.append(densities()), render(on)))

    columns, width = before = densities()
    assert columns
    for widget in (editor, plot):
        watched(widget)
        picture(widget, Path("a.png"))
        assert densities() == before
    assert drawn == [([2.0 * each for each in columns], width), (columns, 2.0 * width)]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_every_part_becomes_a_picture(trained, wait, tmp_path, part, suffix):
    path = tmp_path / f"{part}{suffix}"
    widget = {
        "network": trained.editor,
        "boundary": trained.boundary_plot,
        "loss": trained.loss_plot,
    }[part]
    size = widget.size()  # the line that says what was written may change it
    ask(trained, wait, f"picture_{part}", path)
    assert trained.message.text() == f"Exported {path}"
    data = path.read_bytes()
    if suffix == ".png":
        image = QImage.fromData(data)
        assert image.size() == size * 2
        colors = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, 400, 7)}
        assert len(colors) > 5
    elif suffix == ".pdf":
        assert data.startswith(b"%PDF")
        assert len(data) > 5000
    else:
        root = ElementTree.fromstring(data)
        assert root.attrib["viewBox"] == f"0 0 {size.width()} {size.height()}"
        drawn = [each.tag.rpartition("}")[2] for each in root.iter()]
        assert drawn.count("path") + drawn.count("polyline") > 3  # lines stay lines
        assert drawn.count("text") > 3  # and letters letters


def test_the_losses_read_back_exactly(trained, wait, tmp_path):
    path = tmp_path / "losses.csv"
    ask(trained, wait, "losses", path)
    with path.open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["epoch", "train_loss", "test_loss"]
    history = trained.loss_plot.history
    assert len(rows) == len(history) > 0
    columns = zip(history.epoch, history.train, history.test, strict=True)
    assert [tuple(map(float, row)) for row in rows] == list(columns)


def test_a_folder_that_vanished_is_a_sentence(trained, wait, tmp_path):
    trained.say("")
    pictures = trained.findChild(WindowPictures)
    pictures.write_picture(trained.editor, tmp_path / "gone" / "a.png")
    assert trained.message.text() == "Writing a.png…"
    wait(lambda: "the folder does not exist" in trained.message.text())
    pictures.write_picture(trained.editor, tmp_path / "a.bmp")
    assert "ends in .bmp; use one of .svg, .png, .pdf" in trained.message.text()
    assert not (tmp_path / "a.bmp").exists()


def test_a_picture_is_packed_and_written_off_the_windows_thread(trained, wait, tmp_path):
    """Also where the window has changed, or has gone, before that was done."""
    path = tmp_path / "a.png"
    pictures = trained.findChild(WindowPictures)
    release = threading.Event()
    pictures._disk.submit(release.wait, lambda _: None, lambda _: None)  # a slow disk
    packed = picture(trained.boundary_plot, path)
    pictures.write_picture(trained.boundary_plot, path)
    busy, written = trained.message.text(), path.exists()
    trained._themes.choose("dark")
    release.set()
    assert (busy, written) == ("Writing a.png…", False)
    wait(lambda: trained.message.text() == f"Exported {path}")
    assert path.read_bytes() == packed()


def test_another_format_is_refused_with_the_known_ones(window):
    with pytest.raises(PictureError, match="no suffix; use one of"):
        picture(window.editor, Path("picture"))
