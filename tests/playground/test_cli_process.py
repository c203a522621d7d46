"""The command line as a process: without Qt, on a terminal, interrupted, in a pipe."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]
MAIN = [sys.executable, str(ROOT / "main.py")]

WITHOUT_QT = f"""
import importlib.abc, runpy, sys
class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise AssertionError(f"{{name}} was looked for")
sys.meta_path.insert(0, Blocker())
sys.path.insert(0, {str(ROOT)!r})
runpy.run_path({str(ROOT / "main.py")!r}, run_name="__main__")
"""


def test_trains_and_exports_where_qt_does_not_exist_and_from_any_folder(tmp_path: Path) -> None:
    words = ["train", "--epochs", "2", "--points", "60", "--export", "weights.pt"]
    environment = {"PATH": os.environ["PATH"]}  # no display either
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *words],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, 2), done.stderr
    assert len(torch.load(tmp_path / "weights.pt", weights_only=True)) == 8


def test_wrong_use_and_help_do_not_wait_for_torch() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from playground import cli\n"
        "assert cli.main(['train', '--export', 'x.y']) == 2\n"
        "try: cli.main(['train', '--help'])\n"
        "except SystemExit: pass\n"
        "assert 'torch' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_help_can_be_redirected_where_few_signs_exist() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run([*MAIN, "train", "--help"], env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_terminal_gets_a_progress_bar(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        words = ["train", "--epochs", "20", "--points", "60"]
        process = subprocess.Popen([*MAIN, *words], stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux: the other end has closed
                break
            if not part:
                break
            shown += part
        out, _ = process.communicate()
    finally:
        os.close(ours)
    assert process.returncode == 0
    assert b"20/20" in shown
    assert b"100%|" in shown
    assert b"test error" in shown
    assert out.startswith(b"Trained 20 epochs: ")


def interruptible(words: list[str], folder: Path) -> "subprocess.Popen[str]":
    """A process in a group of its own, as a terminal makes one, that does not ignore Ctrl+C.

    A shell that runs the tests in the background has them, and so what they start, ignore it.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*MAIN, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    signal.signal(signal.SIGINT, before)
    return process


def test_ctrl_c_ends_quietly_with_130_and_writes_nothing(tmp_path: Path) -> None:
    words = ["train", "--epochs", "20000", "--points", "2000", "--export", "weights.pt"]
    process = interruptible(words, tmp_path)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("epoch 2,000 of 20,000")
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_an_experiment_that_is_stopped_leaves_no_process(
    number: int, code: int, tmp_path: Path
) -> None:
    words = ["experiment", "table1", "--repetitions", "4", "--json", "table.json"]
    process = interruptible(words, tmp_path)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("run 2 of 16")
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal sends it to all of them
    else:
        process.send_signal(number)
    out, errors = process.communicate(timeout=100)  # until nobody has its pipes
    assert process.returncode == code
    assert out == ""
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_gone_ends_it_quietly() -> None:
    words = ["train", "--epochs", "1", "--points", "20"]
    process = subprocess.Popen([*MAIN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 1
    assert errors.count(b"\n") == 1, errors  # the line of progress
