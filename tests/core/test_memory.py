"""A long training needs no more memory than a short one; `make soak` makes 5 million steps."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = 30_000
LIMIT = 0.5  # MB: 17 bytes a step, less than any Python object that could be left behind


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's size as Linux gives it")
def test_training_does_not_grow_the_process() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.memory", f"--steps={STEPS}"]
    done = subprocess.run([*command, f"--limit={LIMIT}"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("MB") == 10
