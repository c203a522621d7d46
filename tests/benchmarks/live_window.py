"""Frame interval of the GUI thread and steps per second, with and without the window.

    python -m tests.benchmarks.live_window [SECONDS [LAYERS UNITS]]

Both sides take turns in one process, each in a worker thread: the window training at full speed
while it paints, and the same Trainer while the window's event loop is idle. Needs a screen.
"""

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from playground.app import build
from playground.collector import Collector
from playground.document.edits import set_layers
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.main_window import MainWindow
from playground.training.snapshots import RunState, Snapshot

ROUNDS = 3


class Frames(QObject):
    """Intervals of a 16 ms timer: what the event loop really achieves, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.intervals: list[float] = []
        self._timer = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @contextmanager
    def measured(self) -> Iterator[None]:
        self._last = time.perf_counter()
        self._timer.start()
        yield
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.intervals.append(1000 * (now - self._last))
        self._last = now

    def line(self, name: str) -> str:
        cut = statistics.quantiles(self.intervals, n=100)
        return (
            f"{name:<22} p50 {cut[49]:5.1f} ms   p99 {cut[98]:5.1f} ms   "
            f"worst {max(self.intervals):5.1f} ms   ({len(self.intervals)} frames)"
        )


def wait(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


class Shown(QObject):
    """The step of every snapshot that the window showed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.steps: list[int] = []
        window.run.snapshot.connect(self._note)

    def _note(self, snapshot: Snapshot) -> None:
        self.steps.append(snapshot.step)


def with_window(
    window: MainWindow, shown: Shown, seconds: float, frames: Frames
) -> tuple[float, float]:
    """Steps per second of the run, and snapshots shown per second."""
    window.run.train()
    wait(1)
    shown.steps.clear()
    start = time.perf_counter()
    with frames.measured():
        wait(seconds)
    elapsed = time.perf_counter() - start
    steps = list(shown.steps)
    window.run.pause()
    wait(0.5)
    return (steps[-1] - steps[0]) / elapsed, len(steps) / elapsed


def without_window(spec: ExperimentSpec, seconds: float, frames: Frames) -> float:
    """Steps per second of the same Trainer in a thread beside an idle event loop."""
    import torch

    from playground.builder import build_trainer

    trainer = build_trainer(spec)
    stop = threading.Event()

    def steps() -> None:
        torch.set_num_threads(1)
        while not stop.is_set():
            trainer.step()

    thread = threading.Thread(target=steps)
    thread.start()
    wait(1)
    first, start = trainer.steps, time.perf_counter()
    with frames.measured():
        wait(seconds)
    rate = (trainer.steps - first) / (time.perf_counter() - start)
    stop.set()
    thread.join()
    return rate


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    _app, window = build([])
    if len(sys.argv) > 3:
        hidden = (LayerSpec("linear", (("units", int(sys.argv[3])),)), LayerSpec("tanh"))
        layers = hidden * (int(sys.argv[2]) - 1) + (LayerSpec("linear"), LayerSpec("tanh"))
        window.document.edit("Widen", set_layers(window.document.spec, layers))
    Collector(window.run, window)
    window.show()
    while window.run.state is RunState.LOADING:
        wait(0.1)
    wait(1)
    showing, idle = Frames(), Frames()
    rates: list[tuple[float, float]] = []
    shown = Shown(window)
    snapshots: list[float] = []
    for _ in range(ROUNDS):
        rate, hertz = with_window(window, shown, seconds / ROUNDS, showing)
        rates.append((rate, without_window(window.document.spec, seconds / ROUNDS, idle)))
        snapshots.append(hertz)
    window.document.undo_stack.setClean()  # else it asks whether to save
    window.close()
    print(showing.line("window, training"))
    print(idle.line("no painting, training"))
    both = [statistics.median(side) for side in zip(*rates, strict=True)]
    print(f"steps/s with the window {both[0]:,.0f}, without {both[1]:,.0f}")
    print(f"kept: {statistics.median(a / b for a, b in rates):.2f} of the rate without the window")
    print(f"snapshots shown per second: {statistics.median(snapshots):.1f}")


if __name__ == "__main__":
    main()
