"""From the document to the framework's objects: widths inferred, every random draw by seed."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor

import core
from core import Linear, Module, Residual, Sequential, corruption, initialization
from core.datasets import generate
from core.training import Split, Trainer
from playground import training_methods as methods
from playground.document import limits
from playground.document.advice import TOO_FEW_POINTS, cannot_train
from playground.document.errors import SpecError
from playground.document.gains import rule_arguments
from playground.document.layer_kinds import BEGIN, END
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec
from playground.document.widths import Widths, output_names, widths
from playground.own_data import arrays

_STREAMS: Final = (  # in generators' order; never another one for what is there
    *(0x9E3779B9, 0x7F4A7C15, 0xF39CC060, 0x1CE4E5B9),
    *(0xBF58476D, 0x94D049BB),
)


@dataclass(frozen=True, slots=True)
class Generators:
    """What each kind of random number is drawn from; dropout goes on drawing in training."""

    data: torch.Generator
    weights: torch.Generator
    order: torch.Generator
    dropout: torch.Generator
    flips: torch.Generator
    outliers: torch.Generator


def generators(seed: int) -> Generators:
    """Generators whose streams differ from each other for every seed.

    Each is seeded by fmix32(seed XOR stream constant), MurmurHash3's finalizer (A. Appleby). It
    is a bijection of 32 bits, all that torch's Mersenne twister takes: no two streams of a seed
    and no two seeds of a stream ever start alike.
    """
    return Generators(*(torch.Generator().manual_seed(_fmix32(seed ^ each)) for each in _STREAMS))


def build_model(
    spec: ExperimentSpec, *, generator: torch.Generator, dropout: torch.Generator
) -> Sequential:
    """The network of `spec`, initialised layer by layer, input to output, from `generator`.

    Every Dropout draws from `dropout`, so that it leaves the initial weights alone.

    Raises:
        SpecError: it cannot be trained, as `cannot_train` says.
    """
    if sentence := cannot_train(spec):
        raise SpecError(sentence)
    stacks: list[list[Module]] = [[]]  # the network, and the block that is being built
    for index, (layer, width) in enumerate(zip(spec.layers, widths(spec), strict=True)):
        if layer.kind == BEGIN:
            stacks.append([])
            continue
        if layer.kind == END:
            block = stacks.pop()
            stacks[-1].append(Residual(block))
            continue
        make = getattr(core, layer.name)  # the catalogue names classes of core, and no other
        options = dict(layer.options)
        match layer.kind:
            case "linear":
                module = _linear(spec.layers, index, width, generator)
            case "dropout":
                module = make(**options, generator=dropout)
            case "batch_norm" | "layer_norm":
                module = make(width.fan_out, **options)
            case _:
                module = make(**options)
        stacks[-1].append(module)
    (modules,) = stacks
    return Sequential(modules)


def build_points(data: DataSpec, *, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """All points (N, 2), those to train on first, and their labels (N,): classes or targets.

    No label is flipped and there are no outliers yet: `corrupt` does that.
    """
    own = data.own_points
    if own is None:
        even = data.balance_percent == limits.EVEN_BALANCE_PERCENT
        balance = None if even else data.balance_percent / 100
        noise = data.noise_percent / 100
        return generate(data.kind, data.points, noise=noise, balance=balance, generator=generator)
    rows = np.concatenate(arrays.train_and_test(data))
    labels = torch.from_numpy(arrays.values(own)[rows])
    return torch.from_numpy(arrays.places(own)[rows]), labels.long() if own.classes else labels


def corrupt(
    data: DataSpec, points: Tensor, labels: Tensor, draws: Generators
) -> tuple[Tensor, Tensor]:
    """What `build_points` gave, with the flips and outliers of the document, if it has any.

    The first `train_points` alone change, so that the test error is measured on what is true. Which
    ones depends on seed and point: neither on the other shares nor on how they are painted.
    """
    if not data.corruptions:
        return points, labels
    cut, classes = data.train_points, len(data.classes)
    keys = torch.from_numpy(arrays.keys(data)[:cut])
    flips, outliers = data.flip_percent / 100, data.outlier_percent / 100
    points, labels = points.clone(), labels.clone()
    train, known = points[:cut], labels[:cut]
    if classes:
        points[:cut] = corruption.move_points(train, outliers, generator=draws.outliers, keys=keys)
        labels[:cut] = corruption.flip_labels(
            known, classes, flips, generator=draws.flips, keys=keys
        )
    else:
        labels[:cut] = corruption.replace_targets(
            known, outliers, generator=draws.outliers, keys=keys
        )
    return points, labels


def build_split(spec: ExperimentSpec, draws: Generators) -> tuple[Split, tuple[Tensor, Tensor]]:
    """Training and test points with the targets of the loss, and both sets' labels.

    Labels are class numbers (N,), or without classes the targets (N,). The generators give the
    points in random order: the first `train_points` train, the others test, so another train share
    moves points between the two sets and draws none anew. Points of one's own bring their order.

    Raises:
        SpecError: there are fewer than two points.
    """
    if spec.data.count < 2:
        raise SpecError(TOO_FEW_POINTS)
    points, labels = build_points(spec.data, generator=draws.data)
    points, labels = corrupt(spec.data, points, labels, draws)
    targets = labels[:, None]
    if spec.data.classes:
        loss, outputs = spec.training.loss, len(output_names(spec))
        targets = methods.targets(loss, labels, len(spec.data.classes), outputs)
    cut = spec.data.train_points
    split = Split(points[:cut], targets[:cut], points[cut:], targets[cut:])
    return split, (labels[:cut], labels[cut:])


def build_trainer(spec: ExperimentSpec) -> Trainer:
    """Everything of `spec`, ready at step 0; equal specs give equal bits.

    Raises:
        SpecError: the network cannot be trained, as `cannot_train` says.
    """
    draws = generators(spec.seed)
    model = build_model(spec, generator=draws.weights, dropout=draws.dropout)
    split, _ = build_split(spec, draws)
    training = spec.training
    return Trainer(
        model,
        split,
        learning_rate=training.learning_rate,
        batch_size=training.batch_size,
        generator=draws.order,
        criterion=methods.build_loss(training.loss),
        optimizer=methods.build_optimizer(training.optimizer),
        schedule=methods.build_schedule(training, methods.steps_per_epoch(spec)),
        penalties=methods.build_penalties(training),
        max_norm=training.max_norm,
    )


def _linear(
    layers: tuple[LayerSpec, ...], index: int, width: Widths, generator: torch.Generator
) -> Linear:
    """The Linear at `index`: by its own constructor, or by a rule of `core.initialization`."""
    size, rule = (width.fan_in, width.fan_out), layers[index]["initialization"]
    arguments = rule_arguments(layers, index)
    if rule == "xavier":
        return Linear(*size, True, *arguments, generator=generator)
    linear = Linear(*size, generator=generator)
    if rule == "constant":
        initialization.constant(linear.weight, *arguments)
        initialization.zeros(linear.bias)
    elif rule != "default":
        fill = getattr(initialization, str(rule))  # the catalogue names functions of it
        fill(linear.weight, *arguments, generator=generator)
        initialization.zeros(linear.bias)
    return linear


def _fmix32(value: int) -> int:
    value ^= value >> 16
    value = value * 0x85EBCA6B & 0xFFFFFFFF
    value ^= value >> 13
    value = value * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16
