"""How much the process grows while the window shows a training: 20,000 pictures by default.

    python -m tests.benchmarks.frames [--frames N] [--limit MB]

Exit code 1 if it grew by the limit or more. The frames before the first reading, which fill caches,
do not count. Linux only, where a process can read its own size; needs no screen.
"""

import argparse
import gc
import sys

from PySide6.QtCore import QEventLoop, QObject, QTimer

from playground.app import build
from playground.main_window import MainWindow
from playground.training.snapshots import RunState, Snapshot
from tests.benchmarks.memory import megabytes

READINGS = 10
FIRST = 0.1  # of the frames come before the first reading, and are made in addition
LOOK_EVERY = 1  # millisecond: faster than a person needs, to be there sooner


class Frames(QObject):
    """Counts the snapshots that were shown; each is painted before the next is taken."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._left, self._loop = window, 0, QEventLoop()
        window.run.snapshot.connect(self._count)

    def show(self, count: int) -> None:
        """Let the window show so many more."""
        self._left = count
        self._loop.exec()

    def _count(self, snapshot: Snapshot) -> None:
        self._window.repaint()
        self._left -= 1
        if self._left == 0:
            self._loop.quit()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--limit", type=float, default=5.0, help="growth in MB that is too much")
    options = parser.parse_args()
    app, window = build([])
    window.show()
    while window.run.state is RunState.LOADING:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.run.findChild(QTimer).setInterval(LOOK_EVERY)
    window.run.set_speed(None)
    window.run.train()
    frames = Frames(window)
    frames.show(int(FIRST * options.frames))
    gc.collect()
    first = megabytes()
    for reading in range(1, READINGS + 1):
        frames.show(options.frames // READINGS)
        gc.collect()
        grown = megabytes() - first
        print(f"{reading * options.frames // READINGS:>9,} frames: {grown:+.2f} MB", flush=True)
    window.document.undo_stack.setClean()
    window.close()
    return int(grown >= options.limit)


if __name__ == "__main__":
    sys.exit(main())
