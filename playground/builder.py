"""From the document to the framework's objects: widths inferred, every random draw by seed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core import Linear, Module, ReLU, Sequential, Tanh
from core.datasets import generate
from core.training import Split, Trainer
from playground import training_methods as methods
from playground.document.advice import TOO_FEW_POINTS, cannot_train
from playground.document.errors import SpecError
from playground.document.gains import effective_gain
from playground.document.spec import DataSpec, ExperimentSpec
from playground.document.widths import output_names, widths
from playground.own_data import arrays

ACTIVATIONS: Final[Mapping[str, Callable[[], Module]]] = MappingProxyType(
    {"tanh": Tanh, "relu": ReLU}
)
KINDS: Final = ("linear", *ACTIVATIONS)

_STREAMS: Final = (0x9E3779B9, 0x7F4A7C15, 0xF39CC060)  # data, weights, order


def generators(seed: int) -> tuple[torch.Generator, torch.Generator, torch.Generator]:
    """Three generators (data, weights, order) whose streams differ for every seed.

    Each is seeded by fmix32(seed XOR stream constant), MurmurHash3's finalizer (A. Appleby). It
    is a bijection of 32 bits, all that torch's Mersenne twister takes: no two streams of a seed
    and no two seeds of a stream ever start alike.
    """
    data, weights, order = (
        torch.Generator().manual_seed(_fmix32(seed ^ stream)) for stream in _STREAMS
    )
    return data, weights, order


def build_model(spec: ExperimentSpec, *, generator: torch.Generator) -> Sequential:
    """The network of `spec`, initialised layer by layer, input to output, from `generator`.

    Raises:
        SpecError: it cannot be trained (no Linear).
    """
    if sentence := cannot_train(spec):
        raise SpecError(sentence)
    modules: list[Module] = []
    for index, (layer, width) in enumerate(zip(spec.layers, widths(spec), strict=True)):
        if layer.kind == "linear":
            modules.append(
                Linear(
                    width.fan_in,
                    width.fan_out,
                    layer["initialization"] == "xavier",
                    effective_gain(spec.layers, index),
                    generator=generator,
                )
            )
        else:
            modules.append(ACTIVATIONS[layer.kind]())
    return Sequential(modules)


def build_points(data: DataSpec, *, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """All points (N, 2), those to train on first, and their labels (N,): classes or targets."""
    own = data.own_points
    if own is None:
        noise = data.noise_percent / 100
        return generate(data.kind, data.points, noise=noise, generator=generator)
    rows = np.concatenate(arrays.train_and_test(data))
    labels = torch.from_numpy(arrays.values(own)[rows])
    return torch.from_numpy(arrays.places(own)[rows]), labels.long() if own.classes else labels


def build_split(
    spec: ExperimentSpec, *, generator: torch.Generator
) -> tuple[Split, tuple[Tensor, Tensor]]:
    """Training and test points with the targets of the loss, and both sets' labels.

    Labels are class numbers (N,), or without classes the targets (N,). The generators give the
    points in random order: the first `train_points` train, the others test, so another train share
    moves points between the two sets and draws none anew. Points of one's own bring their order.

    Raises:
        SpecError: there are fewer than two points.
    """
    if spec.data.count < 2:
        raise SpecError(TOO_FEW_POINTS)
    points, labels = build_points(spec.data, generator=generator)
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
        SpecError: the network cannot be trained (no Linear).
    """
    data, weights, order = generators(spec.seed)
    model = build_model(spec, generator=weights)
    split, _ = build_split(spec, generator=data)
    training = spec.training
    return Trainer(
        model,
        split,
        learning_rate=training.learning_rate,
        batch_size=training.batch_size,
        generator=order,
        criterion=methods.build_loss(training.loss),
        optimizer=methods.build_optimizer(training.optimizer),
        schedule=methods.build_schedule(training, methods.steps_per_epoch(spec)),
        penalties=methods.build_penalties(training),
        max_norm=training.max_norm,
    )


def _fmix32(value: int) -> int:
    value ^= value >> 16
    value = value * 0x85EBCA6B & 0xFFFFFFFF
    value ^= value >> 13
    value = value * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16
