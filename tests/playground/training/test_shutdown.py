"""Closing at any moment ends the thread cleanly: exit code 0, nothing left, nothing printed."""

import subprocess
import sys

import pytest

CLOSE = """
import random, sys, tempfile, threading
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEventLoop, QThread, QTimer
from playground.document.presets import default
from playground.document.spec import DataSpec
from playground.training.run import Run

app = QCoreApplication([])
chance, times, longest = random.Random(int(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
folder = Path(tempfile.mkdtemp())
spec = default()


def anything(run):
    return chance.choice([
        run.train, run.train, run.pause, run.step, run.reset,
        lambda: run.set_speed(chance.choice([1.0, 50.0, None])),
        lambda: run.set_spec(replace(spec, seed=chance.randrange(9))),
        lambda: run.set_spec(replace(spec, data=DataSpec(points=chance.randrange(20, 9999)))),
        lambda: run.set_spec(replace(spec, layers=())),
        lambda: run.export(folder / "weights.safetensors", "safetensors"),
    ])


for _ in range(times):
    run = Run()
    run.start_thread(spec)
    if chance.random() < 0.8:
        run.train()
    loop = QEventLoop()
    for _ in range(chance.randrange(4)):
        QTimer.singleShot(chance.uniform(0, longest), anything(run))
    QTimer.singleShot(chance.uniform(0, longest), loop.quit)
    loop.exec()
    run.shutdown()
    assert not any(thread.isRunning() for thread in run.findChildren(QThread))
    assert not any(timer.isActive() for timer in run.findChildren(QTimer))
    del run

assert [each for each in folder.iterdir() if each.name != "weights.safetensors"] == []
"""


@pytest.mark.parametrize(
    ("seed", "times", "longest"),
    [(1, 100, 120.0), (2, 1, 100.0), (3, 1, 700.0)],
    ids=["100 moments of a run", "early in the import of torch", "later in the import"],
)
def test_any_moment_is_a_good_one(seed: int, times: int, longest: float) -> None:
    command = [sys.executable, "-X", "faulthandler", "-c", CLOSE]

    ended = subprocess.run(
        [*command, str(seed), str(times), str(longest)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
