"""Seconds from `python main.py` to the first painted window, and until it is ready to train.

python -m tests.benchmarks.startup [TIMES]

Each start is a process of its own; the first does not count, as it warms the file system's
cache. Needs a screen.
"""

import subprocess
import sys
import time
from statistics import median

TIMES = 5
REACH = {"first painted window": 1.0, "ready to train": 3.0}

# What `python main.py` does, with the moments printed, counted from the start of the process.
STARTED = """
import sys, time
started = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject, QTimer
from playground.app import build
from playground.collector import Collector
from playground.training.snapshots import RunState

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and not self.property("painted"):
            self.setProperty("painted", True)
            QTimer.singleShot(0, lambda: print("first painted window", time.time() - started))
        return False

app, window = build([])
watch = Watch()
window.centralWidget().installEventFilter(watch)

def ready(state):
    if state is not RunState.LOADING:
        print("ready to train", time.time() - started)
        QTimer.singleShot(0, window.close)

Collector(window.run, window)
window.run.state_changed.connect(ready)
window.show()
sys.exit(app.exec())
"""


def start() -> dict[str, float]:
    """The moments of one start, in seconds."""
    printed = subprocess.run(
        [sys.executable, "-c", STARTED, str(time.time())],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    pairs = (line.rsplit(maxsplit=1) for line in printed.splitlines())
    return {name: float(seconds) for name, seconds in pairs}


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    start()
    starts = [start() for _ in range(times)]
    for name, reach in REACH.items():
        found = [each[name] for each in starts]
        print(
            f"{name:<22} {median(found):.2f} s ({min(found):.2f} to {max(found):.2f}), "
            f"to reach {reach:g} s"
        )


if __name__ == "__main__":
    main()
