"""Several networks of one architecture, trained as one batched computation."""

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import torch
from torch import Tensor

from core.activations import (
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    ReLU,
    Sin,
    Softmax,
    Softsign,
    Step,
    Tanh,
)
from core.errors import DivergedError, OptionError
from core.linear import Linear
from core.losses import CrossEntropyLoss, HingeLoss, HuberLoss, L1Loss, MSELoss
from core.module import Module, Parameter
from core.sequential import Sequential, leaves
from core.training import Trainer

# Of these an element, or a row, has the same bits wherever in a tensor it stands. torch's others
# (sigmoid and the family of ELU, GELU and Softplus) round the last few elements in another way.
_ALL_AT_ONCE: Final = (
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    ReLU,
    Sin,
    Softmax,
    Softsign,
    Step,
    Tanh,
)
_LOSSES_AT_ONCE: Final = (CrossEntropyLoss, HingeLoss, HuberLoss, L1Loss, MSELoss)
_MANY: Final = 2**14  # elements; threads add up a larger sum in parts


class EnsembleTrainer:
    """Makes the steps of R trainers together: what `advance` of each does, in less time.

    trainers  each keeps its own weights, points, order, learning rate and generators, and is after
              every `advance` as if it had gone alone: evaluate it, save its state, go on with it.
              They must be alike in architecture, loss, mini-batches and dtype.
    diverged  for each trainer its DivergedError, or None. One that diverged keeps the weights of
              which `Trainer.step` speaks; the others go on without it.

    Linear and most activations take all replicas at once, in tensors (R, N, features); any other
    layer takes one after the other. In a stack of Linear and element-wise layers each replica has
    the bits of a training of its own (same machine, torch version and number of threads).

    Raises OptionError for no trainers, one that occurs twice, a model or a layer that two of them
    have, or one unlike the first; `advance` as the modules do, and OptionError for trainers that
    are not at the same step of an epoch.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.trainers = tuple(trainers)
        if not self.trainers:
            raise OptionError("EnsembleTrainer: needs at least one trainer, got none")
        layers = [id(leaf) for trainer in self.trainers for leaf in leaves(trainer.model)]
        if len(set(layers)) < len(layers):
            raise OptionError(
                "EnsembleTrainer: a trainer, its model or a layer of it occurs twice in the list; "
                "make each anew"
            )
        wanted = _kind(self.trainers[0])
        for number, trainer in enumerate(self.trainers, start=1):
            if _kind(trainer) != wanted:
                raise OptionError(
                    f"EnsembleTrainer: trainer {number} must be of the kind of the first, "
                    f"{wanted}, got {_kind(trainer)}"
                )
        self.diverged: list[DivergedError | None] = [None] * len(self.trainers)
        self._running: _Running | None = None

    @torch.inference_mode()
    def advance(self, steps: int) -> None:
        """Make `steps` steps of every trainer that has not diverged."""
        if len({trainer.steps % trainer.steps_per_epoch for trainer in self._left()}) > 1:
            raise OptionError(
                "EnsembleTrainer: all trainers must be at the same step of an epoch, got "
                + ", ".join(str(trainer.steps) for trainer in self._left())
            )
        running = self._gather()
        for _ in range(steps):
            if running is None:
                return
            diverged = running.step()
            for trainer, error in diverged:
                self.diverged[self.trainers.index(trainer)] = error
            if diverged:
                running = self._gather()

    def _gather(self) -> "_Running | None":
        left = self._left()
        if self._running is None or not self._running.holds(left):
            self._running = _Running(left) if left else None
        return self._running

    def _left(self) -> list[Trainer]:
        pairs = zip(self.trainers, self.diverged, strict=True)
        return [trainer for trainer, error in pairs if error is None]


class _Running:
    """Trainers whose values and gradients are the rows of two tables, and their joint model."""

    def __init__(self, trainers: list[Trainer]) -> None:
        self._trainers = trainers
        self._flats = [trainer.flat for trainer in trainers]
        for flat in self._flats:
            flat.adopt()
        with torch.inference_mode(False):  # else they could not be changed outside that mode
            self._values = torch.stack([flat.values for flat in self._flats])
            self._gradients = torch.stack([flat.gradients for flat in self._flats])
            self._last_finite = self._values.clone()
            for trainer, row in zip(trainers, self._last_finite, strict=True):
                trainer.keep_last_finite_in(row)
            self._rows = list(zip(self._values, self._gradients, strict=True))
            for flat, rows in zip(self._flats, self._rows, strict=True):
                flat.move_into(*rows)
                for parameter in flat.parameters:
                    parameter.new_gradient()  # which the joint backward fills
            first = self._flats[0]
            joint = {}
            values, gradients = map(first.side_by_side, (self._values, self._gradients))
            for own, value, gradient in zip(first.parameters, values, gradients, strict=True):
                joint[own] = Parameter(value)
                joint[own].keep_gradient_in(gradient)
        self._model = _together([trainer.model for trainer in trainers], joint)

    def holds(self, trainers: list[Trainer]) -> bool:
        """Whether it is still about these, and nobody has taken a parameter out."""
        return trainers == self._trainers and all(
            flat.adopt() and flat.values is values and flat.gradients is gradients
            for flat, (values, gradients) in zip(self._flats, self._rows, strict=True)
        )

    def step(self) -> list[tuple[Trainer, DivergedError]]:
        """Make one step of each; return those that diverged in it."""
        x, target = map(torch.stack, zip(*(each.batch() for each in self._trainers), strict=True))
        output = self._model.forward(x)
        losses, gradient = self._losses(output, target)
        left, diverged = [], []
        for trainer, loss in zip(self._trainers, losses, strict=True):
            try:
                trainer.check(loss)
                left.append(trainer)
            except DivergedError as error:
                diverged.append((trainer, error))
        self._model.backward(gradient)
        for trainer, update in zip(left, self._updates(left), strict=True):
            try:
                update()
            except DivergedError as error:
                diverged.append((trainer, error))
        return diverged

    def _updates(self, left: list[Trainer]) -> list[Callable[[], None]]:
        """What ends the step of each: all of them are changed at once where no more is to do."""
        rate = left[0].plain_rate if len(left) == len(self._trainers) else None
        if rate is None or any(trainer.plain_rate != rate for trainer in left):
            return [trainer.update for trainer in left]
        self._last_finite.copy_(self._values)
        self._values.add_(self._gradients, alpha=-rate)
        finite = (self._values.mul(0).sum(1) == 0).tolist()
        return [
            partial(trainer.updated, finite=each)
            for trainer, each in zip(left, finite, strict=True)
        ]

    def _losses(self, output: Tensor, target: Tensor) -> tuple[list[float], Tensor]:
        criterion = self._trainers[0].criterion
        if type(criterion) in _LOSSES_AT_ONCE and output[0].numel() <= _MANY:
            losses, gradient = criterion.of_replicas(output, target)
            return losses.tolist(), gradient
        own = [trainer.criterion for trainer in self._trainers]
        each = list(zip(own, output, target, strict=True))
        return (
            [loss.forward(x, t).item() for loss, x, t in each],
            torch.stack([loss.backward(x, t) for loss, x, t in each]),
        )


class _OneByOne(Module):
    """One layer of every replica, applied one after the other."""

    def __init__(self, layers: Sequence[Module]) -> None:
        self._layers = layers

    def forward(self, x: Tensor) -> Tensor:
        pairs = zip(self._layers, x, strict=True)
        return torch.stack([layer.forward(each) for layer, each in pairs])

    def backward(self, gradient: Tensor) -> Tensor:
        pairs = zip(self._layers, gradient, strict=True)
        return torch.stack([layer.backward(each) for layer, each in pairs])


def _together(replicas: Sequence[Module], joint: dict[Parameter, Parameter]) -> Module:
    """The module that computes all of these at once; `joint` has its parameters by the first's."""
    first = replicas[0]
    if type(first) is Sequential:
        stacks = [each.modules for each in replicas if isinstance(each, Sequential)]
        return Sequential([_together(each, joint) for each in zip(*stacks, strict=True)])
    if type(first) is Linear:
        linear = copy.copy(first)
        linear.weight, linear.bias = joint[first.weight], joint[first.bias]
        return linear
    if type(first) in _ALL_AT_ONCE:
        return copy.copy(first)
    return _OneByOne(replicas)


def _kind(trainer: Trainer) -> str:
    """What trainers must have in common."""
    shapes = ", ".join(
        f"{name} {tuple(parameter.p.shape)} {parameter.p.dtype}"
        for name, parameter in trainer.model.named_param()
    )
    return (
        f"{trainer.model!r} ({shapes}), {trainer.criterion!r}, "
        f"{len(trainer.split.train_input)} points in mini-batches of {trainer.batch_size}"
    )
