"""A virtual screen, the real window on it, and a hand that moves the mouse and the keys."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import IO, Any

import pytest

SIZE = (1280, 800)


class Hand:
    """Sends real X events with xdotool."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def __call__(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True, timeout=20)

    def move(self, x: int, y: int) -> None:
        self("mousemove", x, y)

    def click(self, x: int, y: int) -> None:
        self("mousemove", x, y, "click", 1)

    def drag(self, start: tuple[int, int], stop: tuple[int, int], *, drop: bool = True) -> None:
        """Press at `start` and move to `stop` in small steps, as a person does."""
        self("mousemove", *start, "mousedown", 1)
        for part in range(1, 13):
            self.move(*(round(a + (b - a) * part / 12) for a, b in zip(start, stop, strict=True)))
        self.move(stop[0] + 1, stop[1])
        if drop:
            self("mouseup", 1)


class Window:
    """The window's process, asked through its pipe."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, question: str) -> Any:
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(question + "\n")
        stdin.flush()
        return json.loads(_line(stdout))

    def centre(self, question: str) -> tuple[int, int]:
        x, y, width, height = self.ask(question)
        return x + width // 2, y + height // 2

    def wait(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 30) -> None:
        """Wait until `condition(state)` holds."""
        end = time.monotonic() + seconds
        state = self.ask("state")
        while not condition(state):
            assert time.monotonic() < end, f"still {state}"
            state = self.ask("state")


def _line(stream: IO[str]) -> str:
    line = stream.readline()
    assert line, "the window's process has ended"
    return line


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A virtual screen of its own; no window manager, as on a kiosk."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as stream:
        number = stream.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def hand(display: str) -> Hand:
    return Hand(display)


@pytest.fixture
def window(display: str) -> Iterator[Window]:
    """The window, ready to train; it must end with exit code 0 and without a word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.window.host", *map(str, SIZE)],
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    result = Window(process)
    try:
        assert process.stdout is not None
        assert json.loads(_line(process.stdout)) == "ready"
        result.wait(lambda state: state["run"] == "idle")
        yield result
        _, errors = process.communicate("close\n", timeout=30)
        assert process.returncode == 0, errors
        assert errors == ""
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
