"""From the document to core's losses, optimisers, schedules and penalties, and what they mean."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, cast

import torch
from torch import Tensor

from core.datasets import one_hot
from core.losses import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HingeLoss,
    HuberLoss,
    L1Loss,
    Loss,
    MSELoss,
)
from core.optimizers import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Lion,
    MakeOptimizer,
    Optimizer,
    RMSprop,
)
from core.regularization import L1, L2, Penalty
from core.schedules import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    OneCycleLR,
    ReduceLROnPlateau,
    Schedule,
    StepLR,
    WarmupLR,
)
from playground.document.catalogue import Value
from playground.document.spec import ExperimentSpec, LossSpec, OptimizerSpec, TrainSpec

_LOSSES: Final[Mapping[str, Callable[..., Loss]]] = MappingProxyType(
    {
        "mse": MSELoss,
        "mae": L1Loss,
        "huber": HuberLoss,
        "cross_entropy": CrossEntropyLoss,
        "bce": BCEWithLogitsLoss,
        "hinge": HingeLoss,
    }
)
_OPTIMIZERS: Final[Mapping[str, type[Optimizer]]] = MappingProxyType(
    {
        "sgd": SGD,
        "adam": Adam,
        "adamw": AdamW,
        "rmsprop": RMSprop,
        "adagrad": Adagrad,
        "adadelta": Adadelta,
        "lion": Lion,
    }
)
_SHARES: Final[Mapping[str, Callable[[Tensor], Tensor]]] = MappingProxyType(
    {
        "cross_entropy": lambda output: torch.softmax(output, 1),
        "bce": torch.sigmoid,
        "hinge": lambda output: (output + 1) / 2,
    }
)


def build_loss(loss: LossSpec) -> Loss:
    """The loss, as a mean."""
    return _LOSSES[loss.kind](**dict(loss.options))


def build_optimizer(optimizer: OptimizerSpec) -> MakeOptimizer:
    """What makes the optimiser of the parameters and the learning rate."""
    options: dict[str, object] = dict(optimizer.options)
    if "beta1" in options:
        options["betas"] = (options.pop("beta1"), options.pop("beta2"))
    if "variant" in options:  # Nesterov's without a momentum is plain descent
        options["nesterov"] = options.pop("variant") == "nesterov" and options["momentum"] != 0
    if "centering" in options:
        options["centered"] = options.pop("centering") == "centered"
    return partial(_OPTIMIZERS[optimizer.kind], **options)  # type: ignore[arg-type]


def build_schedule(training: TrainSpec, steps_per_epoch: int) -> Schedule | None:
    """The schedule with its warm-up; None where the learning rate stays. Epochs become steps."""
    warmup = training.warmup_epochs * steps_per_epoch
    schedule = _schedule(training, steps_per_epoch)
    if warmup:
        return WarmupLR(schedule or ConstantLR(), warmup)
    return schedule


def build_penalties(training: TrainSpec) -> tuple[Penalty, ...]:
    """L1 and L2, those that have a strength."""
    both = ((L1, training.l1), (L2, training.l2))
    return tuple(penalty(strength) for penalty, strength in both if strength)


def steps_per_epoch(spec: ExperimentSpec) -> int:
    """Mini-batches in one pass over the training points."""
    return math.ceil(spec.data.train_points / spec.training.batch_size)


def targets(loss: LossSpec, classes: Tensor, count: int, outputs: int) -> Tensor:
    """What the outputs should be: 1 where a point is of the output's class, else 0; hinge: −1.

    classes (N,) int64 below `count`. A single output stands for the second class of two.
    """
    wanted = one_hot(classes, count)[:, count - outputs :]
    return 2 * wanted - 1 if loss.kind == "hinge" else wanted


def shares(loss: LossSpec, output: Tensor) -> Tensor:
    """The outputs (N, outputs) on the scale of the targets 0 and 1.

    Probabilities for the cross-entropies (softmax; sigmoid), (x + 1) / 2 for hinge, and the
    outputs themselves for all others.
    """
    return _SHARES[loss.kind](output) if loss.kind in _SHARES else output


def _schedule(training: TrainSpec, each: int) -> Schedule | None:
    options = {name: _number(value) for name, value in training.schedule.options}
    match training.schedule.kind:
        case "step":
            return StepLR(int(options["every"]) * each, options["gamma"])
        case "exponential":
            return ExponentialLR(options["gamma"] ** (1 / each))
        case "cosine":
            return CosineAnnealingLR(int(options["length"]) * each, options["eta_min"])
        case "one_cycle":
            length = int(options.pop("length")) * each
            return OneCycleLR(length, **options)
        case "plateau":
            return ReduceLROnPlateau(
                factor=options["factor"],
                patience=int(options["patience"]),
                threshold=options["threshold"],
                cooldown=int(options["cooldown"]),
                min_lr=options["min_lr"],
            )
        case _:
            return None


def _number(value: Value) -> float:
    return cast(float, value)  # a schedule has no other options
