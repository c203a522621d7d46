"""Names from a stranger's file are shown letter by letter: no tag in them is obeyed."""

import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget

from playground.document.file_format import SavedDocument, write
from playground.document.own_points import Column, OwnPoints
from playground.document.presets import default
from playground.document.spec import DataSpec
from playground.main_window import MainWindow
from playground.widgets.tool_tips import as_plain
from tests.playground.conftest import settled

TAG = "<img src='/etc/passwd'>"


def hostile() -> bytes:
    """A document whose every name holds a tag."""
    numbers = [(index % 10 / 10, index / 40) for index in range(40)]
    own = OwnPoints(
        b"".join(struct.pack("<2f", *point) for point in numbers),
        b"".join(struct.pack("<f", index % 3) for index in range(40)),
        b"".join(struct.pack("<H", index) for index in range(40)),
        (TAG, f"{TAG} two", f"{TAG} three"),
        (Column(f"x{TAG}"), Column(f"y{TAG}"), Column(f"z{TAG}")),
    )
    spec = replace(default(), data=DataSpec("own", own=own))
    return write(SavedDocument(spec, TAG, TAG))


def obeyed(window: MainWindow) -> Iterator[str]:
    """Every text in the window whose tags Qt would obey."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (text for text in (widget.toolTip(), widget.whatsThis()) if rich(text))
    for label in window.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText and rich(label.text()):
            yield label.text()
    yield from (each.toolTip() for each in window.findChildren(QAction) if rich(each.toolTip()))


def rich(text: str) -> bool:
    return QtText.mightBeRichText(text) and "<img" in text


def test_no_name_of_a_document_or_file_is_taken_for_markup(open_window, wait, tmp_path):
    path = tmp_path / f"{TAG.replace('/', '∕')}.nnp"
    path.write_bytes(hostile())
    window = open_window(str(path))
    wait(lambda: window.files.file.path == path and settled(window))
    window.actions_["step"].trigger()
    wait(lambda: window.run.step_count == 1 and settled(window))

    window.resize(900, 640)  # names that do not fit become tool tips
    assert list(obeyed(window)) == []
    shown = [each.toolTip() for each in window.findChildren(QWidget)]
    assert any("&lt;img" in text for text in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a < b", "a < b"),
        ("one\ntwo", "one\ntwo"),
        ("<b>x</b>\n&y", "<span>&lt;b&gt;x&lt;/b&gt;</span><br><span>&amp;y</span>"),
    ],
)
def test_a_tool_tip_shows_its_text_letter_by_letter(text: str, shown: str) -> None:
    assert as_plain(text) == shown
