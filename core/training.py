"""Training one step at a time: deterministic, and able to stop and go on at any step."""

import math
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

import torch
from torch import Tensor

from core.errors import DivergedError, OptionError
from core.evaluation import Evaluation, Split, evaluate
from core.losses import Loss, MSELoss
from core.module import Module
from core.optimizers import SGD, MakeOptimizer, make_optimizer
from core.options import instance, positive, whole_number
from core.regularization import Penalty, clip_grad_norm_
from core.schedules import Schedule
from core.sequential import Sequential
from core.state import StateError
from core.training_state import State, check

__all__ = ["Evaluation", "Shuffle", "Split", "State", "StateError", "Trainer"]

Shuffle = Literal["epoch", "once", "never"]


class Trainer:
    """Gradient descent on a network by mini-batches: one `step` is one of them.

    An epoch goes through the points to train on in mini-batches of `batch_size`, the last of which
    may be smaller. Their order is drawn from `generator`: shuffle="epoch" draws a new one for every
    epoch, "once" one for all epochs, "never" keeps the points as they come.

    model          the network; its parameters change in place.
    learning_rate  η; may be set at any time and counts from the next step on.
    criterion      the loss; None: MSELoss().
    optimizer      makes the optimiser of the parameters and η: `Adam`, or
                   `partial(SGD, momentum=0.9)`.
    schedule       None: every step has the rate η; else `schedule(step, η)`. It observes the mean
                   of the losses that the steps of an epoch returned.
    penalties      added to the gradient, not to the losses that are reported.
    max_norm       None, or the norm to which the gradient, penalties included, is clipped.
    steps          how many steps were made.

    The same arguments on the same machine, torch version and number of threads give the same bits,
    also when a training is stopped, its `state` saved, and loaded into an equal trainer. Schedules
    count, too: each trainer needs its own.

    Raises OptionError for a value outside its limits; `step` also as the modules do.
    Source: the report, sections III and IV, equations 10a and 10b.
    """

    def __init__(
        self,
        model: Sequential,
        split: Split,
        *,
        learning_rate: float,
        batch_size: int,
        generator: torch.Generator,
        shuffle: Shuffle = "epoch",
        criterion: Loss | None = None,
        optimizer: MakeOptimizer = SGD,
        schedule: Schedule | None = None,
        penalties: Iterable[Penalty] = (),
        max_norm: float | None = None,
    ) -> None:
        whole_number("Trainer", "batch_size", batch_size, at_least=1)
        if shuffle not in get_args(Shuffle):
            raise OptionError(f"Trainer: shuffle must be epoch, once or never, got {shuffle!r}")
        instance("Trainer", "generator", generator, torch.Generator)
        instance("Trainer", "model", model, Module)
        instance("Trainer", "split", split, Split)
        instance("Trainer", "criterion", criterion, Loss, or_none=True)
        instance("Trainer", "schedule", schedule, Schedule, or_none=True)
        if not isinstance(penalties, Iterable):
            raise OptionError(f"Trainer: penalties must be a list, got {penalties!r}")
        points = len(split.train_input)
        self.model = model
        self.split = split
        self.criterion = MSELoss() if criterion is None else criterion
        self.batch_size = min(batch_size, points)
        self.steps_per_epoch = math.ceil(points / self.batch_size)
        self.shuffle: Shuffle = shuffle
        self.schedule = schedule
        self.penalties = tuple(penalties)
        if not all(isinstance(penalty, Penalty) for penalty in self.penalties):
            raise OptionError(f"Trainer: penalties must be L1 and L2, got {self.penalties}")
        self.max_norm = None if max_norm is None else positive("Trainer", "max_norm", max_norm)
        self.steps = 0
        self._generator = generator
        self._optimizer = make_optimizer("Trainer", optimizer, model.param(), learning_rate)
        self._learning_rate = self._optimizer.learning_rate
        self._loss = self._epoch_loss = 0.0  # of this step, and the sum over this epoch's
        self.flat = self._optimizer.flat
        with torch.inference_mode(False):  # else they could not be changed outside that mode
            self._last_finite = self.flat.values.clone()
            self._zeros = torch.zeros_like(self._last_finite)
            self._buffers = [(each, each.value.clone()) for _, each in model.named_buffer()]
        self._use(torch.arange(points) if shuffle == "never" else self._new_order())

    @property
    def learning_rate(self) -> float:
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate: float) -> None:
        self._optimizer.learning_rate = learning_rate
        self._learning_rate = self._optimizer.learning_rate

    @property
    def scheduled_rate(self) -> float:
        """The rate of the next step: the learning rate, as the schedule changes it."""
        rate = self._learning_rate
        return rate if self.schedule is None else self.schedule(self.steps, rate)

    @property
    def epoch(self) -> float:
        """How many epochs were made, the current one in part."""
        return self.steps / self.steps_per_epoch

    def step(self) -> float:
        """Make one step on the next mini-batch; return its loss before the step.

        Raises DivergedError at the first loss or weight that is not finite. The model then has the
        last weights that are finite and gave a finite loss, and the optimiser has forgotten the
        steps before; another `step` tries again from there.
        """
        if torch.is_inference_mode_enabled():  # `advance` enters it once, which is cheaper
            return self._step()
        with torch.inference_mode():
            return self._step()

    def _step(self) -> float:
        x, target = self.batch()
        output = self.model.forward(x)
        loss = self.criterion.forward(output, target).item()
        self.check(loss)
        self.model.backward(self.criterion.backward(output, target))
        self.update()
        return loss

    # The parts of a step, which `core.ensemble` puts together for many trainers at once.

    def batch(self) -> tuple[Tensor, Tensor]:
        """The mini-batch of the next step, input and target."""
        return self._batches[self.steps % self.steps_per_epoch]

    def check(self, loss: float) -> None:
        """Raise DivergedError if the loss of the next step is not finite."""
        if not math.isfinite(loss):
            raise self._diverged(f"the loss became {loss}", updated=self.steps > 0)
        self._loss = loss

    def update(self) -> None:
        """End the step with the gradients of backward; DivergedError if a weight is not finite."""
        self.flat.adopt()
        self._last_finite.copy_(self.flat.values)
        for buffer, last_finite in self._buffers:
            last_finite.copy_(buffer.value)
        for penalty in self.penalties:
            penalty.backward(self.flat)
        if self.max_norm is not None:
            clip_grad_norm_(self.flat, self.max_norm)
        if self.schedule is not None:
            self._optimizer.learning_rate = self.scheduled_rate
        self._optimizer.step()
        # 0·w is NaN for w infinite or NaN, so this one operation looks at every weight.
        self._end_step(finite=torch.dot(self._zeros, self.flat.values).item() == 0)

    @property
    def plain_rate(self) -> float | None:
        """η where `update` is w ← w - η·g for the whole model and no more, else None."""
        more = (self.schedule, self.max_norm, *self.penalties, *self._buffers)
        return None if any(more) else self._optimizer.plain_rate

    def keep_last_finite_in(self, vector: Tensor) -> None:
        """Keep the last finite weights in this vector from now on."""
        self._last_finite = vector.copy_(self._last_finite)

    def updated(self, *, finite: bool) -> None:
        """End a step with a `plain_rate` whose weights were kept and updated by somebody else."""
        self._optimizer.count_step()
        self._end_step(finite=finite)

    @torch.inference_mode()
    def advance(self, steps: int) -> None:
        """Make `steps` steps, a little faster than by as many calls of `step`.

        Raises DivergedError as `step` does.
        """
        for _ in range(steps):
            self.step()

    def run(self, epochs: int) -> Iterator[Evaluation]:
        """Make `epochs` times an epoch's steps; yield an evaluation after each of them."""
        for _ in range(epochs):
            self.advance(self.steps_per_epoch)
            yield self.evaluate()

    def evaluate(self) -> Evaluation:
        """Loss and error of both sets with the present weights."""
        return evaluate(self.model, self.split, self.criterion, self.epoch)

    def state(self) -> State:
        """All that the next steps depend on, apart from the constructor's arguments.

        Tensors, numbers and a word, cloned: torch.save takes it, and torch.load gives it back with
        weights_only=True.
        """
        self.flat.adopt()
        with torch.inference_mode(False):
            return {
                "steps": self.steps,
                "batch_size": self.batch_size,
                "shuffle": self.shuffle,
                "learning_rate": self.learning_rate,
                "epoch_loss": self._epoch_loss,
                "weights": self.flat.copied(self.flat.values),
                "last_finite": self.flat.copied(self._last_finite),
                "buffers": [buffer.value.clone() for buffer, _ in self._buffers],
                "last_finite_buffers": [last_finite.clone() for _, last_finite in self._buffers],
                "order": self._order.clone(),
                "generator": self._generator.get_state(),
                "layer_generators": [each.get_state() for each in self.model.generators()],
                "optimizer": self._optimizer.state(),
                "schedule": None if self.schedule is None else self.schedule.state(),
            }

    def load_state(self, state: State) -> None:
        """Go on from a `state` of an equal trainer.

        Raises StateError, and changes nothing, when it does not fit this trainer.
        """
        of_layers = self.model.generators()
        check(state, self.state(), [self._generator, *of_layers])
        self._generator.set_state(state["generator"])
        for generator, saved in zip(of_layers, state["layer_generators"], strict=True):
            generator.set_state(saved)
        self.flat.values.copy_(state["weights"])
        self._last_finite.copy_(state["last_finite"])
        pairs = zip(state["buffers"], state["last_finite_buffers"], strict=True)
        for (buffer, last_finite), (saved, saved_last) in zip(self._buffers, pairs, strict=True):
            buffer.value.copy_(saved)
            last_finite.copy_(saved_last)
        self._use(state["order"].clone())
        self.learning_rate = state["learning_rate"]
        self._optimizer.load_state(state["optimizer"])
        if self.schedule is not None and state["schedule"] is not None:
            self.schedule.load_state(state["schedule"])
        self._epoch_loss = state["epoch_loss"]
        self.steps = state["steps"]

    def _end_step(self, *, finite: bool) -> None:
        if not finite:
            raise self._diverged("a weight became infinite or NaN", updated=True)
        self.steps += 1
        self._epoch_loss += self._loss
        if self.steps % self.steps_per_epoch == 0:
            self._end_epoch()

    def _end_epoch(self) -> None:
        if self.schedule is not None:
            self.schedule.observe(self._epoch_loss / self.steps_per_epoch)
        self._epoch_loss = 0.0
        if self.shuffle == "epoch":
            self._use(self._new_order())

    def _new_order(self) -> Tensor:
        points, generator = len(self.split.train_input), self._generator
        return torch.randperm(points, generator=generator, device=generator.device).cpu()

    def _use(self, order: Tensor) -> None:
        """Cut the points, in this order, into mini-batches: one gather for a whole epoch."""
        self._order = order
        train_input, train_target = self.split.train_input, self.split.train_target
        order = order.to(train_input.device)
        inputs = torch.split(train_input.index_select(0, order), self.batch_size)
        targets = torch.split(train_target.index_select(0, order), self.batch_size)
        self._batches = list(zip(inputs, targets, strict=True))

    def _diverged(self, what: str, *, updated: bool) -> DivergedError:
        """The error to raise, with the last finite weights put back and the optimiser as new.

        What it remembers may be infinite by now, or lead back to where the step before led.
        """
        self.flat.adopt()
        self._optimizer.forget()
        self.flat.values.copy_(self._last_finite)
        for buffer, last_finite in self._buffers:
            buffer.value.copy_(last_finite)
        cause = "no weight has changed yet, so the first weights or the data are too large"
        if updated:
            rate = self.learning_rate
            cause = f"a learning rate of {rate:g} is probably too large; try {rate / 10:g}"
        return DivergedError(f"Trainer: {what} in step {self.steps + 1}: {cause}", self.steps + 1)
