"""A theme, and a window for a plot to stand in."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.theme import ThemeManager

Place = Callable[..., QWidget]


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[ThemeManager]:
    """The light theme."""
    manager = ThemeManager(qapp, "light")
    yield manager
    manager.choose("light")
    manager.deleteLater()


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Place]:
    """Show a widget inside a window, at a size."""
    hosts = []

    def put(widget: QWidget, width: int = 372, height: int = 420) -> QWidget:
        host = QWidget()
        hosts.append(host)
        qtbot.addWidget(host)
        host.resize(width + 20, height + 20)
        widget.setParent(host)
        widget.resize(width, height)
        host.show()
        qtbot.waitExposed(host)
        return widget

    yield put
    hosts.clear()
