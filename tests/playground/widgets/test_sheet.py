"""The sheet under its button: as high as what it holds, and no higher than the window."""

import pytest
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.widgets.labels import PlainLabel
from playground.widgets.sheet import Sheet


@pytest.fixture
def host(qtbot):
    """A window with an open sheet: one button, and a text that is hidden as yet."""
    window = QWidget()
    window.resize(700, 600)
    button = QPushButton("Open")
    layout = QVBoxLayout(window)
    layout.addWidget(button)
    layout.addStretch(1)
    content = QWidget()
    content.text_ = PlainLabel("", "warning")
    content.text_.setWordWrap(True)
    content.text_.hide()
    rows = QVBoxLayout(content)
    rows.addWidget(QPushButton("First"))
    rows.addWidget(content.text_)
    Sheet(button, content, "Sheet")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    button.setChecked(True)
    window.content_ = content
    return window


def scroll_bar(host):
    return host.findChild(QScrollArea).verticalScrollBar()


def test_it_grows_with_a_text_that_wraps_where_there_is_room(host, qtbot):
    text = host.content_.text_
    text.setText("Eight words that go on for many lines. " * 8)
    text.show()
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()) > 60)
    qtbot.waitUntil(lambda: scroll_bar(host).maximum() == 0)


def test_it_scrolls_where_there_is_none(host, qtbot):
    text = host.content_.text_
    text.setText("Eight words that go on for many lines. " * 200)
    text.show()
    qtbot.waitUntil(lambda: scroll_bar(host).maximum() > 0)
    assert host.rect().contains(host.findChild(Sheet).geometry())
