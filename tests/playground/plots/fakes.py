"""Snapshots as the run would send them, and a look at what a plot shows."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.plots.canvas import PlotCanvas
from playground.training.snapshots import (
    LayerSnapshot,
    Metrics,
    Points,
    RunState,
    Snapshot,
)


def metrics(epoch: float, train: float = 0.25, test: float = 0.5) -> Metrics:
    """One evaluation with 3.6 % and 2.6 % errors."""
    return Metrics(epoch, train, test, train_error=0.036, test_error=0.026)


def snapshot(
    boundary: np.ndarray | None = None,
    history: tuple[Metrics, ...] = (),
    *,
    restart: bool = False,
    level: float = 0.0,
    state: RunState = RunState.PAUSED,
) -> Snapshot:
    """One frame; its metrics are the last of `history`."""
    return Snapshot(
        revision=1,
        state=state,
        step=0,
        metrics=history[-1] if history else None,
        history=history,
        restart=restart,
        boundary=boundary,
        boundary_level=level,
        inputs=LayerSnapshot(np.zeros(0, np.int64), 2, np.zeros((0, 4, 4), np.float32)),
        layers=(),
        epochs_per_second=0.0,
        steps_per_second=0.0,
    )


def sampled(function: Callable[..., np.ndarray], size: int = 100) -> np.ndarray:
    """A function of (x, y) at the pixel centres, row 0 at y = 1, read-only as the run's are."""
    at = (np.arange(size) + 0.5) / size
    field = np.broadcast_to(function(at[None, :], 1.0 - at[:, None]), (size, size))
    field = field.astype(np.float32)
    field.flags.writeable = False
    return field


def few_points() -> Points:
    """Two training points and one test point, far from each other."""
    return Points(
        train=np.array([[0.25, 0.75], [0.75, 0.75]], np.float32),
        train_classes=np.array([0, 1]),
        test=np.array([[0.25, 0.25]], np.float32),
        test_classes=np.array([1]),
        class_names=("outside", "inside"),
    )


def picture(canvas: PlotCanvas) -> QImage:
    """What the view box of a canvas shows, without the axes."""
    QApplication.processEvents()
    return canvas.grab(in_view(canvas)).toImage()


def in_view(canvas: PlotCanvas) -> QRect:
    """The rectangle of the view box in the canvas."""
    view = canvas.view
    corner = canvas.mapFromScene(view.scenePos())
    return QRect(corner.x(), corner.y(), round(view.width()), round(view.height()))


def hover(canvas: PlotCanvas, x: float, y: float) -> None:
    """Move the pointer to a place in data coordinates."""
    scene = canvas.view.mapViewToScene(QPointF(x, y))
    pixel = QPointF(canvas.mapFromScene(scene))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        pixel,
        QPointF(canvas.mapToGlobal(pixel)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def leave(canvas: PlotCanvas) -> None:
    """Take the pointer away."""
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
