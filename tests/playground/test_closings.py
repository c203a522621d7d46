"""Closed, quit or ended by a signal at any moment, the program ends soon, well, and whole."""

import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.files import storage
from playground.files.contents import Contents
from tests.copies import Job, run
from tests.soak import many

TIMES = many(200)
OFFSCREEN = "This plugin does not support"
PATIENCE = 30.0  # seconds; one is the aim, and printed


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="copies processes as Linux does")
def test_any_moment_is_a_good_one_to_close(tmp_path: Path, figure: Callable[[str], None]) -> None:
    document = tmp_path / "other.nnp"
    storage.save(document, Contents(SavedDocument(default())), None)
    chance, jobs = random.Random(14), []
    for number in range(TIMES):
        folder = tmp_path / str(number)
        folder.mkdir()
        how = ("close", "quit", "open", "signal")[number % 4]
        words = (how, str(chance.randrange(2**32)), str(document))
        sent = chance.choice([signal.SIGTERM, signal.SIGINT]) if how == "signal" else 0
        jobs.append(Job(words, str(folder), sent, chance.uniform(0, 0.05)))

    ended = run("tests.playground.closing", jobs)

    for job, found in zip(jobs, ended, strict=True):
        folder = Path(job.folder)
        told = (folder / "err").read_text().splitlines()
        assert [line for line in told if OFFSCREEN not in line] == [], job
        assert (found.code, found.left) == (0, False), job
        kept = list(folder.glob("neural-playground/recovery/*.nnp"))
        assert len(kept) == bool(job.signal), job
    seconds = [found.time - found.spoke for found in ended]
    assert max(seconds) < PATIENCE
    figure(
        f"{TIMES} ends of the program: exit code 0, nothing left; "
        f"median {median(seconds):.2f} s, slowest {max(seconds):.2f} s"
    )
