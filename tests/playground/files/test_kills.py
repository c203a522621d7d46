"""kill -9 at any moment: the file is the old one or the new one, and little work is lost."""

import random
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.files import storage
from playground.files.autosave import TRAINING_DELAY
from playground.files.contents import Contents
from playground.files.recovery import find_lost
from tests.copies import Job, run
from tests.playground.files.at_work import FEWEST, TICK
from tests.soak import SOAK, many

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="copies processes as Linux does"),
]
KILLS = many(200)
# In milliseconds: two pieces of training are kept so long after each other, and so much is lost.
DELAY, PROMISED = (TRAINING_DELAY, 30_000) if SOAK else (500, 2_000)
EDITS, TRAINING = 2_000 // TICK, PROMISED // TICK  # in ticks


def jobs(folder: Path, words: list[tuple[str, ...]], chance: random.Random) -> list[Job]:
    """Processes that are killed soon after their first word, each with a folder."""
    folders = [folder / str(number) for number in range(len(words))]
    for each in folders:
        each.mkdir()
    return [
        Job(word, str(each), signal.SIGKILL, chance.uniform(0, 0.06))
        for word, each in zip(words, folders, strict=True)
    ]


def test_no_kill_loses_a_document(tmp_path: Path, figure: Callable[[str], None]) -> None:
    killed = jobs(tmp_path, [()] * KILLS, random.Random(5))
    for job in killed:
        old = Contents(SavedDocument(replace(default(), seed=1)))
        storage.save(Path(job.folder, "a.nnp"), old, None)

    ended = run("tests.playground.files.saving", killed, at_once=2)

    torn = 0
    for job, found in zip(killed, ended, strict=True):
        path = Path(job.folder, "a.nnp")
        assert found.code == -signal.SIGKILL, Path(job.folder, "err").read_text()
        told = int(["1", *Path(job.folder, "out").read_text().split()][-1])
        assert storage.load(path).contents.spec.seed in (told, told + 1)
        torn += len(list(path.parent.glob(".*")))
        storage.save(path, Contents(), None)
        assert list(path.parent.glob(".*")) == []  # what the kill left is gone
    figure(f"{KILLS} kills during saves: 0 documents lost, {torn} half-written files removed")


def kept(job: Job, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The edit and the steps that would be offered at the next start; (0, 0): nothing."""
    monkeypatch.setenv("XDG_STATE_HOME", job.folder)
    lost = find_lost()
    for each in lost:
        each.slot.release()
    if not lost:
        return 0, 0
    found = storage.load(lost[0].slot.file).contents
    return found.spec.training.epochs - FEWEST, found.record.steps if found.record else 0


def test_no_kill_loses_more_than_the_last_seconds(
    tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in ticks of the window that was killed, so that a slow machine changes nothing."""
    chance, words = random.Random(2), []
    for number in range(KILLS):
        trains = number % 5 == 4  # after a single edit, and until after it has been kept twice
        ticks = chance.randrange(1, 3 * (TRAINING if trains else EDITS))
        delay = DELAY if trains else TRAINING_DELAY  # so that training keeps no edits
        words.append(("1" if trains else str(ticks), str(ticks), str(delay)))
    killed = jobs(tmp_path, words, chance)

    ended = run("tests.playground.files.at_work", killed, at_once=5)

    edits_lost = training_lost = 0.0
    for job, found in zip(killed, ended, strict=True):
        assert found.code == -signal.SIGKILL, Path(job.folder, "err").read_text()
        rows = [line.split() for line in Path(job.folder, "log").read_text().splitlines()]
        edit, steps = kept(job, monkeypatch)
        edited = [float(at) for at, which, _ in rows if int(which) > edit]
        trained = [float(at) for at, _, shown in rows if int(shown) > steps]
        assert len(edited) < 2 * EDITS, job
        assert len(trained) < 2 * TRAINING, job
        edits_lost = max([edits_lost, *(found.time - at for at in edited[:1])])
        training_lost = max([training_lost, *(found.time - at for at in trained[:1])])
    figure(
        f"{KILLS} kills at work lost at most {edits_lost:.1f} s of edits (aim: 2), "
        f"{training_lost:.1f} s of training (aim: {PROMISED / 1000:.0f})"
    )
