"""A document, a theme and a snapshot for the panels."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.document.presets import default
from playground.panels.training import Actions
from playground.theme import ThemeManager
from playground.training.snapshots import LayerSnapshot, Metrics, RunState, Snapshot
from playground.undoable_document import UndoableDocument


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[ThemeManager]:
    manager = ThemeManager(qapp, "light")
    yield manager
    manager.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def document(qapp: QApplication) -> UndoableDocument:
    return UndoableDocument(default())


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions(*(QAction(name) for name in Actions.__slots__))


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Shows a widget inside an active window, `width` wide where that is given."""
    hosts = []

    def show(widget: QWidget, width: int = 0) -> QWidget:
        host = QWidget()  # without a layout: offscreen warns of a window with size limits
        hosts.append(host)
        qtbot.addWidget(host)
        widget.setParent(host)
        widget.resize(width or widget.sizeHint().width(), widget.sizeHint().height())
        host.resize(1700, 1000)
        host.show()
        qtbot.waitExposed(host)
        host.activateWindow()
        qtbot.waitUntil(host.isActiveWindow)
        return widget

    yield show
    hosts.clear()


def layer(**changes: object) -> LayerSnapshot:
    """A layer with ten weights below 0 and thirty above."""
    empty = np.zeros((0, 4, 4), np.float32)
    made = LayerSnapshot(
        units=np.arange(0),
        fan_out=25,
        thumbnails=empty,
        histogram=np.array([10, 30]),
        histogram_low=-1.0,
        histogram_high=1.0,
        gradient_norm=0.02134,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def snapshot(layers: tuple[LayerSnapshot, ...] = (), **changes: object) -> Snapshot:
    """Epoch 250 of a run."""
    made = Snapshot(
        revision=1,
        state=RunState.RUNNING,
        step=2500,
        metrics=Metrics(250.4, 0.1, 0.1, 0.03, 0.02),
        history=(),
        restart=False,
        boundary=None,
        boundary_level=0.0,
        inputs=layer(),
        layers=layers,
        epochs_per_second=1120.3,
        steps_per_second=11203.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]
