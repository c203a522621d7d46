"""Runs something in many processes: each is a copy of one that has imported everything.

A copy leads a process group of its own and calls `main(word, *words)` of a module, where `word`
writes to `Ended.word`. It is a process like any other but for its imports, which take a hundred
times as long as what is tried. Linux only.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


@dataclass(frozen=True)
class Job:
    """What one process is to do.

    folder  its home, with its settings and state; its output goes to `folder/out` and `folder/err`
    signal  sent to it `after` so many seconds from its first word; 0: none
    """

    words: tuple[str, ...]
    folder: str
    signal: int = 0
    after: float = 0.0


@dataclass(frozen=True)
class Ended:
    """What came of a process.

    code     its exit code, or minus the signal that ended it
    spoke    when its first word came, 0 if none did; `time.monotonic`, as `time`
    left     whether a process of its group outlived it
    """

    code: int
    spoke: float
    time: float
    left: bool


def run(module: str, jobs: Sequence[Job], at_once: int = 1) -> list[Ended]:
    """What came of every job; `at_once` so many run beside each other."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.copies", module, str(at_once)],
        input=json.dumps([asdict(job) for job in jobs]),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # a fork copies one thread
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [Ended(**each) for each in json.loads(done.stdout)]


class _Copy:
    """A running process, seen from the one it was copied from."""

    def __init__(self, number: int, job: Job) -> None:
        self.number, self._job = number, job
        self.reader, self.writer = os.pipe()
        self._spoke = 0.0
        self._signalled = not job.signal
        self.pid = os.fork()
        if self.pid:
            os.close(self.writer)
            self.process = os.pidfd_open(self.pid)

    def become(self) -> Callable[[], object]:
        """In the new process: take its place; what says the first word."""
        os.setsid()
        os.environ |= dict.fromkeys(HOMES, self._job.folder)
        for target, name in ((1, "out"), (2, "err")):
            file = os.open(Path(self._job.folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, target)
        return lambda: os.write(self.writer, b"!")

    @property
    def watched(self) -> list[int]:
        """What tells of something new."""
        return [self.process] if self._spoke else [self.process, self.reader]

    @property
    def due(self) -> float:
        """When something is to be done, by `time.monotonic`."""
        if self._signalled or not self._spoke:
            return float("inf")
        return self._spoke + self._job.after

    def look(self, ready: Sequence[int]) -> Ended | None:
        """Take notice of what is ready; send what is due."""
        now = time.monotonic()
        if self.reader in ready and not self._spoke:
            self._spoke = now if os.read(self.reader, 1) else 0.0
        if self.process in ready:
            return self._end(now)
        if now >= self.due:
            os.kill(self.pid, self._job.signal)
            self._signalled = True
        return None

    def _end(self, now: float) -> Ended:
        _, status = os.waitpid(self.pid, 0)
        os.close(self.process)
        os.close(self.reader)
        left = False
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
            left = True
        return Ended(os.waitstatus_to_exitcode(status), self._spoke, now, left)


def main() -> int:
    """Serve the jobs; in a copy, do one."""
    module, at_once = importlib.import_module(sys.argv[1]), int(sys.argv[2])
    gc.freeze()  # or every copy would copy all memory when it looks through it
    waiting = deque(enumerate(Job(**each) for each in json.load(sys.stdin)))
    running: list[_Copy] = []
    ended: dict[int, Ended] = {}
    while waiting or running:
        if waiting and len(running) < at_once:
            number, job = waiting.popleft()
            copy = _Copy(number, job)
            if not copy.pid:
                return int(module.main(copy.become(), *job.words))
            running.append(copy)
            continue
        timeout = min(copy.due for copy in running) - time.monotonic()
        watched = [each for copy in running for each in copy.watched]
        ready, _, _ = select.select(watched, [], [], max(0.0, timeout) if timeout < 1e9 else None)
        for copy in list(running):
            if found := copy.look(ready):
                ended[copy.number] = found
                running.remove(copy)
    sys.stdout.write(json.dumps([asdict(ended[number]) for number in sorted(ended)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
