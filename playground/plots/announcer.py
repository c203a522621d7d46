"""Tells assistive technology what changed, no more often than a person can listen."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from PySide6.QtWidgets import QWidget

from playground.training.snapshots import RunState

_SECONDS: Final = 1.0


class Announcer:
    """Limits the changes of accessible names to one a second while training runs.

    The last value is never lost: when the run stops, its snapshot is announced at once.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last = -_SECONDS

    def due(self, state: RunState) -> bool:
        """Whether to announce a snapshot of this state now; if so, the next second is quiet."""
        now = self._clock()
        if state is RunState.RUNNING and now - self._last < _SECONDS:
            return False
        self._last = now
        return True


def name(widget: QWidget, text: str) -> None:
    """Set the accessible name, if it is another one: each setting is spoken."""
    if widget.accessibleName() != text:
        widget.setAccessibleName(text)
