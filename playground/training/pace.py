"""When the next steps are due, and how fast they came. Seconds are passed in, never read here."""

import sys
from collections import deque
from typing import Final

_LAG: Final = 0.1  # seconds behind after which missed steps are dropped, not caught up in a burst
_WINDOW: Final = 1.0  # seconds over which a rate is measured


class Pace:
    """Spaces steps evenly: one every 1/speed seconds, the first at once; None: no waiting."""

    def __init__(self) -> None:
        self._speed: float | None = None
        self._next = 0.0

    def start(self, now: float) -> None:
        """Begin a run: the first step is due now."""
        self._next = now

    def set_speed(self, speed: float | None, now: float) -> None:
        """Change to `speed` steps a second (None: full); a step that is due sooner stays due."""
        self._speed = speed
        self._next = now if speed is None else min(self._next, now + 1 / speed)

    def due(self, now: float) -> int:
        """How many steps are due."""
        if self._speed is None:
            return sys.maxsize
        # A hair of slack: a wait that ends at the very time must not need another one.
        return max(int((now - self._next) * self._speed + 1 + 1e-6), 0)

    def delay(self, now: float) -> float:
        """Seconds until a step is due, 0 if one is."""
        return 0.0 if self._speed is None else max(self._next - now, 0.0)

    def took(self, steps: int, now: float) -> None:
        """Count `steps` of the steps due as done."""
        if self._speed is not None:
            self._next = max(self._next + steps / self._speed, now - _LAG)


class Rate:
    """Steps a second over the last second or so of a run."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """Forget what was; the next sample begins a new run."""
        self._samples.clear()

    def sample(self, step: int, now: float) -> float:
        """Steps a second, given the step reached by now; 0 at the first sample of a run."""
        self._samples.append((now, step))
        while len(self._samples) > 2 and now - self._samples[1][0] >= _WINDOW:
            self._samples.popleft()
        then, first = self._samples[0]
        return (step - first) / (now - then) if now > then else 0.0
