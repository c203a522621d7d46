"""Garbage is collected in the window's thread, and torch is no garbage."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

COLLECTED = """
import gc, threading, weakref
from PySide6.QtCore import QObject, QThread, QTimer
from playground import app
from playground.training.snapshots import RunState

threads, mine, build = set(), threading.main_thread(), app.build
gc.callbacks.append(lambda phase, info: threads.add(threading.current_thread() is mine))


class Knot:
    "Garbage that only the collector finds."

    def __init__(self):
        self.itself = self


def built(argv):
    application, window = build(argv)
    knots = []

    def begin():
        if knots:
            return
        print(gc.isenabled(), len(gc.get_objects()) < 100_000)
        window.run.train()
        knots.extend(weakref.ref(Knot()) for _ in range(1_000))
        timer.start()

    def look():
        if not any(knot() for knot in knots):
            timer.stop()
            print(threads)
            window.document.undo_stack.setClean()
            window.close()

    timer = QTimer(window, interval=20)
    timer.timeout.connect(look)
    window.run.state_changed.connect(lambda _: QTimer.singleShot(0, begin))  # torch is there
    return application, window


app.build = built
raise SystemExit(app.main([]))
"""


def test_garbage_is_collected_in_the_windows_thread_and_torch_is_left_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", COLLECTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "False True\n{True}\n"), done.stderr
