"""Milliseconds of the GUI thread a snapshot costs each plot: python -m tests.benchmarks.plots"""

import os
import statistics
from collections.abc import Callable
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from playground.plots.boundary import BoundaryPlot
from playground.plots.contour import iso_lines
from playground.plots.loss import LossPlot
from playground.plots.numbers import Numbers
from playground.theme import ThemeManager
from playground.training.snapshots import (
    LayerSnapshot,
    Metrics,
    Points,
    RunState,
    Snapshot,
)

FRAMES = 150


def field(size: int, phase: float) -> np.ndarray:
    """A soft, slightly wavy disk."""
    at = ((np.arange(size) + 0.5) / size).astype(np.float32)
    x, y = at[None, :] - 0.5, 0.5 - at[:, None]
    radius = 0.38 + 0.02 * np.cos(5.0 * np.arctan2(y, x) + phase)
    return np.tanh(11.0 * (radius - np.hypot(x, y))).astype(np.float32)


def snapshot(boundary: np.ndarray | None, first: int, count: int) -> Snapshot:
    """A frame with `count` new epochs from `first` on."""
    rows = tuple(
        Metrics(float(e), 0.5 / (1 + e / 50), (0.5 + 0.1 * np.sin(e)) / (1 + e / 50), 0.04, 0.05)
        for e in range(first, first + count)
    )
    none = LayerSnapshot(np.zeros(0, np.int64), 2, np.zeros((0, 4, 4), np.float32))
    return Snapshot(
        revision=1,
        state=RunState.RUNNING,
        step=first,
        metrics=rows[-1] if rows else None,
        history=rows,
        restart=first == 0,
        boundary=boundary,
        boundary_level=0.0,
        inputs=none,
        layers=(),
        epochs_per_second=0.0,
        steps_per_second=0.0,
    )


def measure(label: str, widget: QWidget, frames: list[Snapshot]) -> None:
    """Print milliseconds of show_snapshot alone and with the paint (CPU: on a busy machine)."""
    show: Callable[[Snapshot], None] = widget.show_snapshot  # type: ignore[attr-defined]
    update, total, busy = [], [], []
    for each in frames:
        start, start_busy = perf_counter(), process_time()
        show(each)
        update.append(1e3 * (perf_counter() - start))
        QApplication.processEvents()
        total.append(1e3 * (perf_counter() - start))
        busy.append(1e3 * (process_time() - start_busy))
    high = statistics.quantiles(total[5:], n=20)[-1]
    print(
        f"{label:34} update {statistics.mean(update[5:]):5.2f}   with paint"
        f" {statistics.mean(total[5:]):5.2f}, p95 {high:5.2f}, CPU {statistics.mean(busy[5:]):5.2f}"
    )


def points(count: int) -> Points:
    """Points of a disk, in two sets of `count`."""
    at = np.random.default_rng(0).random((2 * count, 2)).astype(np.float32)
    inside = (np.hypot(at[:, 0] - 0.5, at[:, 1] - 0.5) < 0.4).astype(np.int64)
    return Points(at[:count], inside[:count], at[count:], inside[count:], ("outside", "inside"))


def main() -> None:
    """Measure both plots, the numbers and the iso-line."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    themes = ThemeManager(app, "light")
    boundary, loss, numbers = BoundaryPlot(themes), LossPlot(themes), Numbers(themes)
    host = QWidget()
    host.resize(400, 1000)
    host.show()
    for widget, height in ((boundary, 480), (loss, 270), (numbers, 54)):
        widget.setParent(host)
        widget.resize(372, height)
        widget.show()
    QApplication.processEvents()
    for size in (100, 200):
        frames = [snapshot(field(size, i / 20), 0, 0) for i in range(FRAMES)]
        for count in (1000, 10_000):
            boundary.show_points(points(count))
            QApplication.processEvents()
            measure(f"boundary {size} x {size}, {count} points", boundary, frames)
    for before in (0, 1000, 10_000):
        loss.show_snapshot(snapshot(None, 0, before))
        loss.show_snapshot(snapshot(None, 0, max(before, 1)))
        frames = [snapshot(None, before + 1 + 3 * i, 3) for i in range(FRAMES)]
        measure(f"loss after {before} epochs", loss, frames)
    measure("numbers", numbers, [snapshot(None, 3 * i, 3) for i in range(FRAMES)])
    sample = field(100, 0.0)
    start = perf_counter()
    for _ in range(FRAMES):
        iso_lines(sample, 0.0)
    print(f"{'iso-line 100 x 100':34} {1e3 * (perf_counter() - start) / FRAMES:5.2f}")


if __name__ == "__main__":
    main()
