"""A window for small controls, and the themes they take their colours from."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.theme import ThemeManager


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[ThemeManager]:
    manager = ThemeManager(qapp, "light")
    yield manager
    manager.choose("light")


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    hosts = []

    def show(*widgets: QWidget) -> QWidget:
        host = QWidget()
        hosts.append(host)
        qtbot.addWidget(host)
        host.resize(600, 300)
        for index, widget in enumerate(widgets):
            widget.setParent(host)
            widget.setGeometry(20, 20 + 50 * index, 200, 34)
        host.show()
        qtbot.waitExposed(host)
        host.activateWindow()
        qtbot.waitUntil(host.isActiveWindow)
        return host

    yield show
    hosts.clear()
