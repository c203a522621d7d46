"""Ctrl-C and SIGTERM end the program as its cross does: exit code 0 and not a word."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

OFFSCREEN = "This plugin does not support"

# Says "ready" at the moment named on the command line, from inside the event loop.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from playground import app as program
from playground.training.snapshots import RunState

build, moment = program.build, sys.argv[1]


def say(*_):
    print("ready", flush=True)


def built(argv):
    app, window = build(argv)
    if moment == "running":
        window.actions_["train"].trigger()
        window.run.state_changed.connect(
            lambda state: state is RunState.RUNNING and QTimer.singleShot(0, say)
        )
    elif moment == "exporting":
        window.run.state_changed.connect(window.actions_["export_weights"].trigger)
        window.run.state_changed.connect(lambda _: QTimer.singleShot(0, say))
    else:
        QTimer.singleShot(0, say)
    return app, window


program.build = built
sys.exit(program.main([]))
"""


@pytest.mark.parametrize(
    ("number", "moment"),
    [
        (signal.SIGINT, "loading"),
        (signal.SIGTERM, "running"),
        (signal.SIGTERM, "exporting"),
    ],
)
def test_a_signal_closes_the_window(number: signal.Signals, moment: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM, moment],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    told = [line for line in errors.splitlines() if OFFSCREEN not in line]
    assert (process.returncode, told) == (0, [])
