"""A window that shows a training for long needs no more memory: 20,000 pictures in `make soak`."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak import SOAK

ROOT = Path(__file__).parents[2]
FRAMES = 20_000 if SOAK else 200  # 50 ms each
LIMIT = 5.0  # MB: of the few, a picture that is left behind once each frame


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's size as Linux gives it")
def test_showing_a_training_does_not_grow_the_process(figure: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.frames", f"--frames={FRAMES}"]
    done = subprocess.run([*command, f"--limit={LIMIT}"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    figure(done.stdout.splitlines()[-1].strip())
