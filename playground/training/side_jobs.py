"""What the worker does beside training, for a view that asked: outputs, and a range test."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

from playground.training import sentences
from playground.training.mailbox import Mailbox
from playground.training.messages import (
    ComputeOutputs,
    OutputsComputed,
    RatesFailed,
    RatesTried,
    StopTrying,
    TryRates,
)

if TYPE_CHECKING:  # they import torch, which only the worker thread does, and late
    from playground.training.session import Session
    from playground.training.trial import Trial

log = logging.getLogger(__name__)

_SLICE: Final = 0.008  # seconds of a trial between two looks into the mailbox


class SideJobs:
    """The jobs in progress; none of them changes the run."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._trial: Trial | None = None
        self._request = 0  # of the trial

    @property
    def busy(self) -> bool:
        """Whether `advance` has something to do."""
        return self._trial is not None

    def obey(
        self,
        command: TryRates | StopTrying | ComputeOutputs,
        session: Session | None,
        why_not: str,
    ) -> None:
        """Do what a view asks for. why_not: what to say where there is no network."""
        match command:
            case ComputeOutputs(measured):
                self._mailbox.post(_outputs(session, measured))
            case StopTrying():
                self.drop()
            case TryRates(request):
                self.drop()
                self._begin(request, session, why_not)

    def _begin(self, request: int, session: Session | None, why_not: str) -> None:
        self._request = request
        try:
            self._trial = session.trial() if session else None
        except Exception as error:
            log.exception("The range test failed")
            self._fail(error)
            return
        if self._trial is None:
            why_not = (session.refusal if session else "") or why_not
            self._mailbox.post(RatesFailed(self._request, sentences.no_trial(why_not)))

    def advance(self) -> None:
        """Go on with the trial for a moment, and tell how far it is."""
        trial = self._trial
        assert trial is not None
        try:
            trial.advance(time.perf_counter() + _SLICE)
            if trial.done or not self._mailbox.holds(RatesTried):
                self._mailbox.post(RatesTried(self._request, trial.curve()))
        except Exception as error:
            log.exception("The range test failed")
            self._fail(error)
        else:
            self._trial = None if trial.done else trial

    def drop(self) -> None:
        """End what is in progress: another network follows, or nobody wants it."""
        if self._trial is not None:
            self._trial = None
            self._mailbox.post(RatesFailed(self._request, sentences.TRIAL_ENDED))

    def _fail(self, error: Exception) -> None:
        self._trial = None
        self._mailbox.post(RatesFailed(self._request, sentences.trial_crashed(error)))


def _outputs(session: Session | None, measured: bool) -> OutputsComputed:
    try:
        return OutputsComputed(session.outputs(measured=measured) if session else None)
    except Exception as error:  # of too little memory, say: the training goes on
        log.exception("The outputs could not be computed")
        return OutputsComputed(None, sentences.outputs_crashed(error))
