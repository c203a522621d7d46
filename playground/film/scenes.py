"""The training of a film: the document's own, from its seed, as the window trains it. No Qt."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from playground.document.spec import ExperimentSpec
from playground.training.session import Session
from playground.training.snapshots import RunState, Snapshot
from playground.training_methods import steps_per_epoch


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame to be drawn: the end of `epoch`. `last`: none follows."""

    epoch: int
    snapshot: Snapshot
    last: bool


class Scenes:
    """Iterates over the scenes at these epochs; `note` says why they end before the last one.

    The same `Session` trains in the window: the same bits at the same epoch. The document's
    number of epochs only says when the window pauses, so it is left out.
    """

    def __init__(self, spec: ExperimentSpec, epochs: tuple[int, ...]) -> None:
        self.note = ""
        self._epochs, self._each = epochs, steps_per_epoch(spec)
        self._session = Session(0, replace(spec, training=replace(spec.training, epochs=None)))

    def __iter__(self) -> Iterator[Scene]:
        for epoch in self._epochs:
            if missing := epoch * self._each - self._session.step:
                self._session.advance(missing, math.inf)
            self.note = self._ended()
            last = bool(self.note) or epoch == self._epochs[-1]
            yield Scene(self._session.step // self._each, self._snapshot(), last)
            if last:
                return

    def _snapshot(self) -> Snapshot:
        return self._session.snapshot(RunState.PAUSED, "", 0.0)

    def _ended(self) -> str:
        session = self._session
        if session.failure:
            step = session.failure.step
            return f"The film ends at step {step:,}, where the loss is no longer a finite number."
        if session.stopped_early:
            return f"{session.stopped_early} The film ends there."
        return ""
