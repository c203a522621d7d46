"""One built network in training, in the worker: steps, evaluations, pictures and exports."""

import math
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch

from core.early_stopping import EarlyStopping
from core.errors import DivergedError
from core.export import ExportError
from core.training import Trainer
from playground import builder, weights_file
from playground.document.advice import cannot_train
from playground.document.errors import SpecError
from playground.document.spec import ExperimentSpec
from playground.proof import Claim
from playground.training import probe, sentences, trainer_record
from playground.training.data_points import points_of
from playground.training.grid import input_layer, without_network
from playground.training.history import evaluation_due
from playground.training.measures import measures_of
from playground.training.new_points import with_points
from playground.training.outputs import outputs_of
from playground.training.record import Failure, Record
from playground.training.snapshots import LayerSnapshot, Metrics, Outputs, RunState, Snapshot
from playground.training.trial import Trial

_NEVER: Final[tuple[int, Metrics | None]] = (-1, None)  # evaluated at no step
_THREADS: Final = min(os.cpu_count() or 1, 4)  # of a picture that nobody trains beside
_CLOSER_LOOK: Final = 0.05  # s between two at layers and losses, while running


class Session:
    """A network, its data and its trainer, as one revision of the document says.

    A document that cannot be trained has points, but no trainer; `refusal` says why.

    record: where a training of this document was, to go on from there; None: at the first weights.

    Raises StateError where the record is one of another document.
    """

    def __init__(self, revision: int, spec: ExperimentSpec, record: Record | None = None) -> None:
        self.revision, self.spec = revision, spec
        self.refusal = cannot_train(spec)
        self._trainer = None if self.refusal else builder.build_trainer(spec)
        self.points = points_of(spec)
        self._level = 0.0
        if self._trainer:
            self._level = probe.level(self._trainer.split.train_target, spec.training.loss)
        self._history: list[Metrics] = []
        self._told = 0  # how many of them were in a snapshot
        self._evaluated = _NEVER
        self._shown = False  # whether this network has been in a snapshot
        self._looked = -math.inf  # when layers and losses were looked at
        self._layers: tuple[LayerSnapshot, ...] = ()
        self.failure: Failure | None = None
        self._forgiven: Failure | None = None  # the last one a lower rate made up for
        self._stopping = self._new_stopping()
        self.stopped_early = ""  # where it has ended the run: one sentence
        self._origin = 0  # the epoch from which the set number of epochs counts
        if self._trainer and record:
            self._go_on(self._trainer, record)
        elif self._trainer:
            self._keep_epoch(self._trainer)

    def _go_on(self, trainer: Trainer, record: Record) -> None:
        trainer_record.restore(trainer, record.weights, record.trainer, record.gradients)
        self._history += record.history
        if self._stopping and record.stopping:
            trainer_record.restore_stopping(self._stopping, record.stopping)
        self._origin = record.origin
        self.failure, self._forgiven = record.failure, record.forgiven
        self.adjust(self.spec)  # which may have changed since, where that is allowed in training

    def record(self) -> Record | None:
        """This moment, for another process to go on from; None where there is no network."""
        if self._trainer is None:
            return None
        return Record(
            weights=trainer_record.weights_of(self._trainer),
            gradients=trainer_record.gradients_of(self._trainer),
            trainer=trainer_record.record_of(self._trainer),
            history=tuple(self._history),
            stopping=trainer_record.record_of_stopping(self._stopping),
            origin=self._origin,
            failure=self.failure,
            forgiven=self._forgiven,
        )

    # ---- training

    @property
    def step(self) -> int:
        """Steps done."""
        return self._trainer.steps if self._trainer else 0

    @property
    def finished(self) -> bool:
        """Whether the set number of epochs is done, or the test loss has stopped falling."""
        return bool(self.stopped_early) or self._all_done()

    @property
    def ready(self) -> bool:
        """Whether there is a network to train, and no rate that has failed with it already."""
        failure = self.failure
        return self._trainer is not None and (
            failure is None or self.spec.training.learning_rate < failure.learning_rate
        )

    @property
    def spoilt(self) -> bool:
        """Whether the weights an earlier failure left are to blame, as the rate is lower now."""
        rate, forgiven = self.spec.training.learning_rate, self._forgiven
        return forgiven is not None and rate < forgiven.learning_rate

    def adjust(self, spec: ExperimentSpec) -> None:
        """Take over what may change in training: learning rate, number of epochs, own points.

        A rate lower than the one that failed makes up for the failure.
        """
        before, self.spec = self.spec, spec
        if self._trainer and spec.data != before.data:
            self._trainer = with_points(self._trainer, spec)
            self.points = points_of(spec)
            self._level = probe.level(self._trainer.split.train_target, spec.training.loss)
            self._stopping = self._new_stopping()
            self._evaluated, self._looked = _NEVER, -math.inf
        rate = spec.training.learning_rate
        if self._trainer and self._trainer.learning_rate != rate:  # else a schedule's own stays
            self._trainer.learning_rate = rate
        if self.failure and self.ready:
            self.failure, self._forgiven = None, self.failure

    def begin(self) -> None:
        """A new run: where the set number of epochs was done, that many more follow.

        One that was stopped early goes on from the best weights, with new patience.
        """
        if self._trainer and self._all_done():
            self._origin = self.step // self._trainer.steps_per_epoch
        self.stopped_early = ""

    def advance(self, steps: int, until: float) -> int:
        """Train for at most `steps` steps, at least one, and not on after the time `until`.

        Returns the steps done. Stops at the set number of epochs, where early stopping says so, and
        at a loss that is not finite: `failure` then says so, and the weights are the last finite
        ones.
        """
        trainer, limit = self._trainer, self._limit()
        assert trainer is not None
        start = trainer.steps
        end = start + steps if limit is None else min(start + steps, limit)
        try:
            with torch.inference_mode():  # once, not at every step
                while trainer.steps < end:
                    trainer.step()
                    if trainer.steps % trainer.steps_per_epoch == 0:
                        self._keep_epoch(trainer)
                        if self._stops_early(trainer):
                            break
                    if time.perf_counter() >= until:
                        break
        except DivergedError as error:
            self.failure = Failure(error.step, trainer.learning_rate)
            self._evaluated = _NEVER  # older weights were put back: other numbers, the same step
        return trainer.steps - start

    def _new_stopping(self) -> EarlyStopping | None:
        patience = self.spec.training.early_stopping
        if patience is None or self._trainer is None:
            return None
        return EarlyStopping(self._trainer.model, patience=patience)

    def _stops_early(self, trainer: Trainer) -> bool:
        """Whether the test loss has not fallen for too long; the best weights are then back."""
        if self._stopping is None:
            return False
        stops = self._stopping.observe(trainer.evaluate().test_loss)
        if stops:
            self._stopping.restore()
            self._evaluated = _NEVER  # other numbers at the same step
            epoch, patience = trainer.steps // trainer.steps_per_epoch, self._stopping.patience
            self.stopped_early = sentences.stopped_early(epoch, patience)
            self._stopping = self._new_stopping()
        return stops

    def _all_done(self) -> bool:
        limit = self._limit()
        return limit is not None and self.step >= limit

    def _limit(self) -> int | None:
        """The step at which the set number of epochs is done: always the end of an epoch."""
        epochs = self.spec.training.epochs
        if epochs is None or self._trainer is None:
            return None
        each = self._trainer.steps_per_epoch
        return max((self._origin + epochs) * each, math.ceil(self.step / each) * each)

    # ---- looking

    def snapshot(self, state: RunState, message: str, steps_per_second: float) -> Snapshot:
        """This moment; the evaluations that no snapshot has held yet go with it.

        While it runs, layers and metrics may be up to a twentieth of a second older than the
        boundary: the time they take is the trainer's.
        """
        trainer, first = self._trainer, not self._shown
        self._shown = True
        if trainer is None:
            return without_network(self.revision, state, message or self.refusal)
        running, now = state is RunState.RUNNING, time.perf_counter()
        if first or not running or now - self._looked >= _CLOSER_LOOK:
            self._looked = now
            self._layers = probe.layers(trainer.model)
            self._evaluate(trainer)
        size, loss = probe.fineness(self.spec, running=running), self.spec.training.loss
        threads = 1 if running else _THREADS  # steps are too small to share, a fine picture is not
        history = tuple(self._history[self._told :])
        self._told = len(self._history)
        return Snapshot(
            revision=self.revision,
            state=state,
            step=trainer.steps,
            metrics=self._evaluated[1],
            history=history,
            restart=first,
            boundary=probe.boundary(trainer.model, size, loss, threads),
            boundary_level=self._level,
            inputs=input_layer(),
            layers=self._layers,
            epochs_per_second=steps_per_second / trainer.steps_per_epoch,
            steps_per_second=steps_per_second,
            message=message,
        )

    def outputs(self, *, measured: bool = False) -> Outputs | None:
        """What the network says of every point at this very step; None where there is none."""
        if self._trainer is None:
            return None
        start = time.perf_counter()
        found = outputs_of(self._trainer, self.spec, self.points, self.revision)
        measures = measures_of(found, self.spec) if measured else ()
        return replace(found, measures=measures, seconds=time.perf_counter() - start)

    def _keep_epoch(self, trainer: Trainer) -> None:
        if evaluation_due(trainer.steps // trainer.steps_per_epoch):
            metrics = self._evaluate(trainer)
            if metrics is not None:
                self._history.append(metrics)

    def _evaluate(self, trainer: Trainer) -> Metrics | None:
        """Losses and errors of this very step; None where they are not finite."""
        if self._evaluated[0] != trainer.steps:
            found = trainer.evaluate()
            errors = found.train_error, found.test_error
            if not self.spec.data.classes:
                errors = probe.unexplained(trainer.model, trainer.split)
            numbers = (found.train_loss, found.test_loss, *errors)
            finite = all(map(math.isfinite, numbers))
            self._evaluated = (trainer.steps, Metrics(found.epoch, *numbers) if finite else None)
        return self._evaluated[1]

    # ---- beside the run

    def trial(self) -> Trial | None:
        """A learning-rate range test from this moment on; None where there is no network."""
        return Trial(self._trainer, self.spec) if self._trainer else None

    # ---- export

    def export(self, path: Path, format: str) -> Claim:
        """Write the weights of this moment; what the file should compute.

        Raises:
            SpecError: there are no weights, or none that the format takes.
            WriteError: the file could not be written.
        """
        if self._trainer is None:
            raise SpecError(f"There are no weights to export. {self.refusal}")
        try:
            return weights_file.write(path, format, self._trainer, self.spec)
        except ExportError as error:
            raise SpecError(str(error)) from error
