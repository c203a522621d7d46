"""A long training needs no more memory than a short one: 5 million steps in `make soak`."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.soak import SOAK

ROOT = Path(__file__).parents[2]
# Of the few, 0.5 MB are 17 bytes a step: less than any Python object that could be left behind.
STEPS, LIMIT = (5_000_000, 5.0) if SOAK else (30_000, 0.5)


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's size as Linux gives it")
def test_training_does_not_grow_the_process(figure: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.memory", f"--steps={STEPS}"]
    done = subprocess.run([*command, f"--limit={LIMIT}"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("MB") == 10
    figure(done.stdout.splitlines()[-1].strip())
