"""What the worker thread does: obeys commands, trains in slices, publishes snapshots. No Qt."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from playground.atomic_write import WriteError
from playground.document.errors import SpecError
from playground.document.spec import ExperimentSpec
from playground.training import sentences
from playground.training.grid import without_network
from playground.training.mailbox import Mailbox
from playground.training.messages import (
    Command,
    ComputeOutputs,
    Export,
    Exported,
    ExportFailed,
    Import,
    Keep,
    Kept,
    Pause,
    PointsBuilt,
    ReadFailed,
    Rebuilt,
    SetSpeed,
    StateChanged,
    Step,
    Stop,
    StoppedEarly,
    StopTrying,
    ThumbnailsDrawn,
    Train,
    TryRates,
    Use,
)
from playground.training.pace import Pace, Rate
from playground.training.record import Record
from playground.training.side_jobs import SideJobs
from playground.training.snapshots import RunState

if TYPE_CHECKING:  # they import torch, which only the worker thread does, and late
    from core.state import StateError
    from playground.training.session import Session

log = logging.getLogger(__name__)

_SLICE: Final = 0.008  # seconds of training between two looks into the mailbox
_SNAPSHOT_EVERY: Final = 0.027  # seconds, at least: the window looks every 30 ms
_SNAPSHOT_REST: Final = 4.0  # times what one took, at least: they have a fifth of the time


class Worker:
    """The life of the worker thread, from importing torch to Stop.

    FAILED after a loss that was not finite keeps the last finite weights. `Train` and `Step` are
    then refused until the network is built anew or the learning rate has been lower than the one
    that failed (PAUSED again). FAILED after an unexpected error has no network and needs a new one,
    as a reset makes.
    """

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox, self._side_jobs = mailbox, SideJobs(mailbox)
        self._state = RunState.LOADING
        self._message = ""
        self._revision = 0
        self._session: Session | None = None
        self._session_type: type[Session]
        self._misfit: type[StateError]
        self._unusable = ""  # why no network can be built at all
        self._untouched: Record | None = None  # what a document held, where none can be built
        self._pace, self._rate = Pace(), Rate()
        self._stale = False  # whether there is more to see than the last snapshot shows
        self._next_snapshot = 0.0

    def run(self) -> None:
        """Work until Stop."""
        self._load()
        while not isinstance(command := self._mailbox.receive(*self._patience()), Stop):
            try:
                self._turn(command)
            except Exception as error:
                log.exception("The run failed")
                self._session = None
                self._fail(sentences.crashed(error))

    def _load(self) -> None:
        try:
            import torch

            from core.state import StateError
            from playground.training.data_points import thumbnails
            from playground.training.session import Session

            self._session_type, self._misfit = Session, StateError
            torch.set_num_threads(1)  # counts for the calling thread; more are slower here
            self._mailbox.post(ThumbnailsDrawn(thumbnails()))
        except Exception as error:
            log.exception("PyTorch cannot be used")
            self._unusable = sentences.unusable(error)

    # ---- the loop

    def _patience(self) -> tuple[float | None, bool]:
        """How long to wait for a command (None: without limit); whether all has been told."""
        now = time.perf_counter()
        running = self._state is RunState.RUNNING
        waits = [self._pace.delay(now)] if running else []
        if self._side_jobs.busy:
            waits.append(0.0)
        if self._stale and self._mailbox.wants_snapshot:
            waits.append(self._snapshot_delay(now))
        told = not (running or self._stale or self._side_jobs.busy)
        return min(waits, default=None), told

    def _snapshot_delay(self, now: float) -> float:
        return max(self._next_snapshot - now, 0.0) if self._state is RunState.RUNNING else 0.0

    def _turn(self, command: Command | None) -> None:
        if command is not None:
            self._obey(command)
        else:
            if self._state is RunState.RUNNING:
                self._train()
            if self._side_jobs.busy:
                self._side_jobs.advance()
        if (
            self._stale
            and self._snapshot_delay(time.perf_counter()) == 0
            and self._mailbox.wants_snapshot
        ):
            self._publish()

    def _obey(self, command: Command) -> None:
        match command:
            case Use(revision=revision) if revision != self._revision:
                self._build(command)
            case Use(spec=spec):
                self._adjust(spec)
            case Train():
                self._start()
            case Pause():
                if self._state is RunState.RUNNING:
                    self._rest()
            case Step():
                self._single_step()
            case SetSpeed(steps_per_second):
                self._pace.set_speed(steps_per_second, time.perf_counter())
            case TryRates() | StopTrying() | ComputeOutputs():
                self._side_jobs.obey(command, self._session, self._message)
            case Export():
                self._export(command)
            case Import():
                self._import(command)
            case Keep(request):
                record = None
                try:
                    record = self._session.record() if self._session else self._untouched
                finally:  # a save waits for the answer, and the window for the save
                    self._mailbox.post(Kept(request, record))

    # ---- commands

    def _build(self, use: Use) -> None:
        """A new network, at its first weights or where its record was.

        Says so where an edit ends a training, or where the record does not fit.
        """
        self._side_jobs.drop()
        was_running = self._state is RunState.RUNNING
        old, self._session, self._revision = self._session, None, use.revision
        self._untouched = use.record if self._unusable else None
        if self._unusable:
            self._fail(self._unusable)
            return
        self._session = self._make_session(use)
        self._mailbox.post(PointsBuilt(use.revision, self._session.points))
        ended = old if old and not use.opened and (old.step or was_running) else None
        if ended and (text := sentences.rebuilt(ended.spec, use.spec)):
            self._mailbox.post(Rebuilt(text))
        if not self._failed(self._session):
            self._rest()

    def _make_session(self, use: Use) -> Session:
        try:
            return self._session_type(use.revision, use.spec, use.record)
        except self._misfit:
            log.info("A saved training does not fit its document", exc_info=True)
            self._mailbox.post(Rebuilt(sentences.NO_RECORD))
            return self._session_type(use.revision, use.spec)

    def _adjust(self, spec: ExperimentSpec) -> None:
        if self._session:
            points = self._session.points
            self._session.adjust(spec)
            if self._session.points is not points:
                self._stale = True
                self._mailbox.post(PointsBuilt(self._revision, self._session.points))
            if self._state is RunState.FAILED and self._session.ready:
                self._rest()

    def _start(self) -> None:
        self._stale = True  # where it is refused, say again why
        session = self._session
        if session and session.ready and self._state is not RunState.RUNNING:
            session.begin()
            self._pace.start(time.perf_counter())
            self._rate.restart()
            self._enter(RunState.RUNNING)

    def _single_step(self) -> None:
        self._stale = True
        session = self._session
        if session and session.ready and self._state is not RunState.RUNNING:
            session.begin()
            session.advance(1, 0.0)
            if not self._failed(session):
                self._rest()
                self._tell_early_stop(session)

    def _export(self, command: Export) -> None:
        try:
            if self._session is None:
                raise SpecError(f"There are no weights to export. {self._message}".rstrip())
            claim = self._session.export(command.path, command.format)
        except (SpecError, WriteError) as error:
            self._mailbox.post(ExportFailed(str(error)))
        except Exception as error:
            log.exception("The export failed")
            self._mailbox.post(ExportFailed(sentences.export_crashed(error)))
        else:
            self._mailbox.post(Exported(str(claim.path), claim))

    def _import(self, command: Import) -> None:
        try:
            if self._unusable:
                raise SpecError(self._unusable)
            from playground.training import imports

            self._mailbox.post(imports.read(command.path, command.spec))
        except SpecError as error:
            self._mailbox.post(ReadFailed(str(error)))
        except Exception as error:
            log.exception("The import failed")
            self._mailbox.post(ReadFailed(sentences.import_crashed(error)))

    # ---- training

    def _train(self) -> None:
        session, now = self._session, time.perf_counter()
        assert session is not None
        due = self._pace.due(now)
        if due:
            self._pace.took(session.advance(due, now + _SLICE), time.perf_counter())
            self._stale = True
            if not self._failed(session) and session.finished:
                self._rest()
                self._tell_early_stop(session)

    def _tell_early_stop(self, session: Session) -> None:
        if session.stopped_early:
            self._mailbox.post(StoppedEarly(session.stopped_early))

    def _failed(self, session: Session) -> bool:
        if session.failure:
            step, spoilt = session.failure.step, session.spoilt
            self._fail(sentences.diverged(session.spec, step, spoilt=spoilt))
        return session.failure is not None

    def _rest(self) -> None:
        started = self._session is not None and self._session.step > 0
        self._enter(RunState.PAUSED if started else RunState.IDLE)

    def _fail(self, message: str) -> None:
        self._enter(RunState.FAILED, message)

    def _enter(self, state: RunState, message: str = "") -> None:
        self._stale = True
        self._message = message
        if state is not self._state:
            self._state = state
            self._mailbox.post(StateChanged(state))

    # ---- telling

    def _publish(self) -> None:
        now, begun = time.perf_counter(), time.thread_time()
        running = self._state is RunState.RUNNING
        session = self._session
        if session:
            rate = self._rate.sample(session.step, now) if running else 0.0
            self._mailbox.post(session.snapshot(self._state, self._message, rate))
        else:
            self._mailbox.post(without_network(self._revision, self._state, self._message))
        self._stale = False
        took = time.thread_time() - begun  # without the waiting for a busy processor
        rested = time.perf_counter() + took * _SNAPSHOT_REST
        self._next_snapshot = max(now + _SNAPSHOT_EVERY, rested)
