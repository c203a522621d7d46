"""The one place where window and worker meet: commands down, events up, under one lock."""

import threading
from collections import deque
from dataclasses import dataclass

from playground.training.messages import Command, Event, Export, Stop, Use
from playground.training.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the window takes at once: `events`, oldest first; `settled`: no more will come
    before the next command."""

    events: tuple[Event, ...]
    settled: bool


class Mailbox:
    """Commands in order, with edits in a row merged; events in order, at most one a snapshot.

    The window never waits here. A slow window finds the newest snapshot, never a queue of them:
    the worker makes the next one only after the last was taken.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._commands: deque[Command] = deque()
        self._events: list[Event] = []
        self._settled = False

    # ---- the window's side

    def send(self, command: Command) -> None:
        """Add a command; of edits in a row (a slider being dragged) only the newest stays.

        A saved training stays too: it fits the document it came with, not one painted on since.
        """
        with self._condition:
            last = self._commands[-1] if self._commands else None
            if isinstance(command, Use) and isinstance(last, Use) and last.record is None:
                self._commands.pop()
            self._commands.append(command)
            self._settled = False
            self._condition.notify()

    def close(self) -> None:
        """Send Stop ahead of all else, but after an export that was asked for before."""
        with self._condition:
            while self._commands and not isinstance(self._commands[-1], Export):
                self._commands.pop()
            self._commands.append(Stop())
            self._condition.notify()

    def take(self) -> Delivery:
        """Empty the box; the worker may then make the next snapshot."""
        with self._condition:
            delivery = Delivery(tuple(self._events), self._settled)
            self._events.clear()
            self._condition.notify()
            return delivery

    # ---- the worker's side

    def receive(self, timeout: float | None, settled: bool) -> Command | None:
        """The next command, waiting up to `timeout` seconds for it (None: without limit).

        Returns None as soon as the window has taken the events. `settled` says that the worker
        has nothing left to tell.
        """
        with self._condition:
            if not self._commands and timeout != 0:
                self._settled = settled
                self._condition.wait(timeout)
            return self._commands.popleft() if self._commands else None

    def post(self, event: Event) -> None:
        """Add an event for the window."""
        with self._condition:
            self._events.append(event)

    def holds(self, kind: type[Event]) -> bool:
        """Whether an event of this kind waits for the window."""
        with self._condition:
            return any(isinstance(event, kind) for event in self._events)

    @property
    def wants_snapshot(self) -> bool:
        """Whether the window has taken the last snapshot."""
        return not self.holds(Snapshot)
