"""The window's end of a run: owns the worker thread, sends commands, emits what came back."""

import contextlib
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from playground.document.spec import ExperimentSpec
from playground.training.mailbox import Mailbox
from playground.training.messages import (
    Command,
    ComputeOutputs,
    Event,
    Export,
    Exported,
    ExportFailed,
    Import,
    Keep,
    Kept,
    OutputsComputed,
    Pause,
    PointsBuilt,
    RatesFailed,
    RatesTried,
    Read,
    ReadFailed,
    Rebuilt,
    SetSpeed,
    StateChanged,
    Step,
    StoppedEarly,
    StopTrying,
    ThumbnailsDrawn,
    Train,
    TryRates,
    Use,
)
from playground.training.record import Record
from playground.training.same_network import same_network
from playground.training.snapshots import RunState, Snapshot
from playground.training.worker import Worker

_LOOK_EVERY: Final = 30  # milliseconds
_NICE: Final = 5  # the worker's priority: the window goes first


class Run(QObject):
    """One run of the document, trained in a worker thread; lives in the window's thread.

    Commands return at once and are obeyed in order; signals tell what came of them. Every signal
    is emitted in the window's thread, and none of a network that was replaced.
    """

    snapshot = Signal(object)  # Snapshot
    state_changed = Signal(object)  # RunState
    points = Signal(object)  # Points
    outputs = Signal(object, str)  # Outputs, or None and perhaps why: a sentence
    thumbnails = Signal(object)  # dict[str, Points]: kind of data set -> a few of its points
    exported = Signal(str)  # path
    claimed = Signal(object)  # Claim: what the exported file should compute
    weights_read = Signal(object)  # Read: weights of a file, which nobody uses yet
    read_failed = Signal(str)  # one sentence
    export_failed = Signal(str)  # one sentence
    rates_tried = Signal(int, object)  # the request, and RateCurve: how far the range test is
    rates_failed = Signal(int, str)  # the request, and one sentence
    recorded = Signal(int, object)  # the request, and Record | None (no network)
    stopped_early = Signal(str)  # one sentence: the test loss has not fallen for long
    settings_rebuilt = Signal(str)  # one sentence: a trained network was replaced, and why

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self._thread = _WorkerThread(self._mailbox, self)
        self._timer = QTimer(self, interval=_LOOK_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._closed = False
        self._state = RunState.LOADING
        self._use: Use | None = None  # what was last asked for
        self._requests = 0
        self._step, self._epoch = 0, 0.0

    @property
    def state(self) -> RunState:
        """The state last told by the worker."""
        return self._state

    @property
    def revision(self) -> int:
        """The network last asked for: grows with every new one, 0 before the first."""
        return self._use.revision if self._use else 0

    @property
    def from_seed(self) -> bool:
        """Whether the network began at the first weights of its seed, not where a record was."""
        return self._use is None or self._use.record is None

    @property
    def step_count(self) -> int:
        """Steps done, as of the last snapshot."""
        return self._step

    @property
    def epoch(self) -> float:
        """Epochs done, as of the last snapshot with an evaluation."""
        return self._epoch

    # ---- commands

    def start_thread(self, spec: ExperimentSpec) -> None:
        """Import torch in the worker; then come the data sets, the data and a first snapshot."""
        self.set_spec(spec)
        self._thread.start()

    def set_spec(self, after: ExperimentSpec) -> None:
        """Follow the document.

        Learning rate, number of epochs and painted points change in training; all else needs a new
        network, which waits at its first weights.
        """
        if self._use is None or not same_network(self._use.spec, after):
            self._begin(after)
        else:
            self._use = replace(self._use, spec=after)
            self._send(replace(self._use, record=None))  # which is on its way already, or there

    def resume(self, spec: ExperimentSpec, record: Record | None) -> None:
        """Another document: go on with its training, or begin at its first weights."""
        self._begin(spec, record, opened=True)

    def _begin(
        self, spec: ExperimentSpec, record: Record | None = None, *, opened: bool = False
    ) -> None:
        self._use = Use(self.revision + 1, spec, record, opened)
        self._send(self._use)

    def train(self) -> None:
        """Go on; before torch is there, as soon as it is."""
        self._send(Train())

    def pause(self) -> None:
        """Stop after the step in progress."""
        self._send(Pause())

    def step(self) -> None:
        """One mini-batch, where no run is in progress."""
        self._send(Step())

    def reset(self) -> None:
        """Back to the same first weights, at step 0."""
        if self._use is not None:
            self._begin(self._use.spec)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Steps a second; None: as fast as possible."""
        self._send(SetSpeed(steps_per_second))

    def export(self, path: Path, format: str) -> None:
        """Write the weights of this moment; `exported` or `export_failed` follows."""
        self._send(Export(path, format))

    def request_record(self) -> int:
        """Ask for all that the run needs to go on; `recorded` brings it with this number.

        Before torch is there no step was made, so the answer is where the run will begin.
        """
        self._requests += 1
        if self._state is RunState.LOADING and self._use is not None:
            kept = Kept(self._requests, self._use.record)
            QTimer.singleShot(0, self, lambda: self._tell(kept))
        else:
            self._send(Keep(self._requests))
        return self._requests

    def request_outputs(self, *, measured: bool = False) -> None:
        """Ask what the network says of every point; `outputs` follows, with None if it is gone."""
        self._send(ComputeOutputs(measured))

    def try_rates(self) -> int:
        """Begin a range test, without touching the run; `rates_tried` comes with this number."""
        self._requests += 1
        self._send(TryRates(self._requests))
        return self._requests

    def stop_trying(self) -> None:
        """End the range test, if there is one."""
        self._send(StopTrying())

    def read_weights(self, path: Path, spec: ExperimentSpec) -> None:
        """Read a file of weights for `spec`; `weights_read` or `read_failed` follows."""
        self._send(Import(path, spec))

    def shutdown(self) -> None:
        """End the thread and wait for it: a step, an export or the import of torch at most."""
        self._closed = True
        self._timer.stop()
        self._mailbox.close()
        self._thread.wait()

    # ---- what came back

    def _send(self, command: Command) -> None:
        if not self._closed:
            self._mailbox.send(command)
            if not self._timer.isActive():
                self._timer.start()

    def _look(self) -> None:
        delivery = self._mailbox.take()
        if delivery.settled:
            self._timer.stop()
        for event in delivery.events:
            if self._closed:  # by a listener
                return
            self._tell(event)

    def _tell(self, event: Event) -> None:
        match event:
            case Snapshot(revision=revision):
                if revision == self.revision:
                    self._keep(event)
                    self.snapshot.emit(event)
            case StateChanged(state):
                self._state = state
                self.state_changed.emit(state)
            case PointsBuilt(revision, points):
                if revision == self.revision:
                    self.points.emit(points)
            case ThumbnailsDrawn(thumbnails):
                self.thumbnails.emit(thumbnails)
            case Rebuilt(sentence):
                self.settings_rebuilt.emit(sentence)
            case Kept(request, record):
                self.recorded.emit(request, record)
            case OutputsComputed(outputs, sentence):
                known = outputs is not None and outputs.revision == self.revision
                self.outputs.emit(outputs if known else None, sentence)
            case RatesTried(request, curve):
                self.rates_tried.emit(request, curve)
            case RatesFailed(request, sentence):
                self.rates_failed.emit(request, sentence)
            case StoppedEarly(sentence):
                self.stopped_early.emit(sentence)
            case Exported(path, claim):
                self.exported.emit(path)
                if claim:
                    self.claimed.emit(claim)
            case Read():
                self.weights_read.emit(event)
            case ReadFailed(sentence):
                self.read_failed.emit(sentence)
            case ExportFailed(sentence):
                self.export_failed.emit(sentence)

    def _keep(self, snapshot: Snapshot) -> None:
        self._step = snapshot.step
        if snapshot.metrics:
            self._epoch = snapshot.metrics.epoch


class _WorkerThread(QThread):
    """Runs the worker from start to Stop."""

    def __init__(self, mailbox: Mailbox, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = Worker(mailbox)

    def run(self) -> None:
        """Called by Qt in the new thread."""
        if sys.platform == "linux":  # where priorities are those of threads
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        self._worker.run()
