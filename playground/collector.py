"""Python's garbage collector, kept to the window's thread and to what can be garbage."""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from playground.training.run import Run

_EVERY: Final = 1_000  # milliseconds


class Collector(QObject):
    """Collects garbage between two turns of the event loop, and nowhere else.

    By itself Python collects in whichever thread has just allocated: objects of Qt that the worker
    collects are destroyed there, and Qt crashes. It also sorts through torch's 200,000 objects each
    time, an eighth of a second in which all threads stand still. So it rests until torch is there,
    and leaves alone what there is by then.
    """

    def __init__(self, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._collect)
        run.state_changed.connect(self._begin, Qt.ConnectionType.SingleShotConnection)

    def _begin(self) -> None:
        gc.freeze()
        self._timer.start()

    def _collect(self) -> None:
        """What Python would have collected meanwhile: the old only now and then."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
