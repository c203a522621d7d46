"""kill -9 at any moment of a save leaves a whole document: the old one or the new one."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.files import storage
from playground.files.contents import Contents

ROOT = Path(__file__).parents[3]
KILLS = 200 if "SOAK" in os.environ else 20

SAVE_FOR_EVER = """
import itertools, sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.files import storage
from playground.files.contents import Contents
from playground.training.record import Record

record = Record({"0.weight": np.ones((400, 400), np.float32)})
for seed in itertools.count(1):
    saved = SavedDocument(replace(default(), seed=seed))
    storage.save(Path(sys.argv[1]), Contents(saved, record), None)
    print(seed, flush=True)
"""


def test_no_kill_loses_a_document(tmp_path: Path) -> None:
    chance, path = random.Random(5), tmp_path / "a.nnp"
    storage.save(path, Contents(SavedDocument(replace(default(), seed=1))), None)
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, str(path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            told = 0
            for _ in range(chance.randrange(1, 12)):
                told = int(process.stdout.readline())
            process.kill()
        rest = process.returncode
        assert rest == -9
        assert storage.load(path).contents.spec.seed >= told
    storage.save(path, Contents(), None)
    assert [each.name for each in tmp_path.iterdir()] == ["a.nnp"]  # nothing is left behind
