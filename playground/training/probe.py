"""Looks at a network between two steps: the boundary, every unit's picture, every weight.

Only what the next forward overwrites anyway is touched, so training keeps its bits.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core import (
    BatchNorm1d,
    LayerNorm,
    Linear,
    Module,
    Residual,
    Sequential,
    Sigmoid,
    Softmax,
    Softsign,
    Tanh,
)
from core.metrics import r2_score
from core.sequential import evaluating
from core.training import Split
from playground.document.spec import ExperimentSpec, LossSpec
from playground.document.widths import widths
from playground.training.grid import THUMBNAIL, cell_centers, frozen
from playground.training.snapshots import Floats, Ints, LayerSnapshot
from playground.training_methods import shares

SHOWN_UNITS: Final = 64  # of a layer, at most
BINS: Final = 40
_CHUNK: Final = 2048  # rows of each thread, which stay in its cache: half a live picture
_FINENESS: Final = (200, 100, 64, 40)
_BOUNDED: Final = (Tanh, Sigmoid, Softsign, Softmax)  # in [-1, 1], the range of the colours
_ACTIVATION: Final = 100  # a tanh costs as much as that many multiplications
_BUDGET: Final = {True: 3e8, False: 1.2e10}  # of a boundary, while running or not; some 10, 400 ms


def fineness(spec: ExperimentSpec, *, running: bool) -> int:
    """Points a side of the boundary: 64 while running, else 200; fewer for a large network."""
    cost = sum(
        size.parameters if layer.kind == "linear" else _ACTIVATION * size.fan_out
        for layer, size in zip(spec.layers, widths(spec), strict=True)
    )
    allowed = _FINENESS[2:] if running else _FINENESS
    return next((n for n in allowed if n * n * cost <= _BUDGET[running]), allowed[-1])


def level(targets: Tensor, loss: LossSpec) -> float:
    """Where the iso-line runs: 0, or the middle of the targets of one output without classes."""
    if targets.shape[1] > 1 or loss.row.binary:
        return 0.0
    return float(targets.min() + targets.max()) / 2


@torch.inference_mode()
def boundary(model: Sequential, size: int, loss: LossSpec, threads: int = 1) -> Floats:
    """How much each point is of class 1 rather than of class 0, at the centres of size² cells.

    That is share 1 minus share 0 (`training_methods.shares`): the outputs themselves, or what the
    loss makes of them. One output of a loss with classes is share 1, so that 2·share - 1 is the
    same; any other single output is shown as it is. Of K > 2 classes: (K, N, N), each one's share
    minus the largest of the others.

    Where the network itself is not finite: 0 for NaN, the largest number for infinity.
    """
    parts = torch.split(_grid(size), _CHUNK * threads)
    with evaluating(model), _computing_on(threads):
        outputs = torch.cat([model.forward(rows) for rows in parts])
    share = shares(loss, outputs)
    if share.shape[1] > 2:
        return frozen(_leads(share.nan_to_num()).t().reshape(-1, size, size).contiguous().numpy())
    if share.shape[1] > 1:
        field = share[:, 1] - share[:, 0]
    else:
        field = 2 * share[:, 0] - 1 if loss.row.binary else share[:, 0]
    return frozen(field.nan_to_num().reshape(size, size).numpy())


@torch.inference_mode()
def unexplained(model: Sequential, split: Split) -> tuple[float, float]:
    """1 − R² of the training and of the test points; of targets that are all equal, 0 when met."""
    with evaluating(model):
        train = _unexplained(model.forward(split.train_input), split.train_target)
        return train, _unexplained(model.forward(split.test_input), split.test_target)


@torch.inference_mode()
def layers(model: Sequential) -> tuple[LayerSnapshot, ...]:
    """Every layer of the document as the canvas shows it, from one batch through the stack.

    A residual block is its Residual, which shows what goes in, its layers, and its Add: the sum.
    """
    shown, found = np.arange(2), []
    with evaluating(model):
        for module, outputs in _outputs(model.modules, _grid(THUMBNAIL)):
            before, shown = shown, spread(outputs.shape[1])
            found.append(_layer(module, outputs, before, shown))
    return tuple(found)


def spread(units: int) -> Ints:
    """Which of `units` units are shown: all, or 64 spread evenly, the same at every step."""
    count = min(units, SHOWN_UNITS)
    return frozen(np.arange(count) * units // count)


def _outputs(modules: Sequence[Module], x: Tensor) -> Iterator[tuple[Module, Tensor]]:
    """Each module with its outputs; a block twice, with its input before its modules."""
    for module in modules:
        if isinstance(module, Residual):
            yield module, x
            change = x
            for inner, change in _outputs(module.modules, x):
                yield inner, change
            x = x + change
        else:
            x = module.forward(x)
        yield module, x


@contextmanager
def _computing_on(threads: int) -> Iterator[None]:
    """So many threads of torch inside; afterwards as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@cache
def _grid(size: int) -> Tensor:
    return torch.from_numpy(cell_centers(size))


def _leads(share: Tensor) -> Tensor:
    """(N, K): each share minus the largest of the others."""
    best = share.topk(2, dim=1)
    rivals = best.values[:, :1].repeat(1, share.shape[1])
    rivals.scatter_(1, best.indices[:, :1], best.values[:, 1:])
    return share - rivals


def _unexplained(output: Tensor, target: Tensor) -> float:
    left = 1 - r2_score(output, target)
    return left if not math.isnan(left) else float(not torch.equal(output, target))


def _layer(module: Module, outputs: Tensor, before: Ints, shown: Ints) -> LayerSnapshot:
    pictures = _pictures(outputs, shown, bounded=isinstance(module, _BOUNDED))
    if not isinstance(module, (Linear, BatchNorm1d, LayerNorm)):
        return LayerSnapshot(shown, outputs.shape[1], pictures)
    weight, bias = module.weight.p, module.bias.p
    scale = float(weight.abs().max())
    reach = scale or 1.0
    counts = torch.histc(weight / reach, BINS, -1, 1).long()
    joins = isinstance(module, Linear)  # else a weight is the scale of a unit
    return LayerSnapshot(
        units=shown,
        fan_out=outputs.shape[1],
        thumbnails=pictures,
        weights=frozen(weight.numpy()[np.ix_(shown, before)]) if joins else None,
        biases=frozen(bias.numpy()[shown]),
        weight_scale=scale,
        histogram=frozen(counts.numpy()),
        histogram_low=-reach,
        histogram_high=reach,
        gradient_norm=_gradient_norm(module),
    )


def _pictures(outputs: Tensor, shown: Ints, *, bounded: bool) -> Floats:
    """(K, S, S), divided by the layer's largest |output| where it has no bound of its own."""
    if not bounded:
        largest = float(outputs.abs().max())
        if not math.isfinite(largest):
            outputs = outputs.nan_to_num()
            largest = float(outputs.abs().max())
        if largest > 0:
            outputs = outputs / largest
    if len(shown) < outputs.shape[1]:
        outputs = outputs[:, torch.tensor(shown)]
    return frozen(outputs.t().contiguous().reshape(-1, THUMBNAIL, THUMBNAIL).numpy())


def _gradient_norm(module: Module) -> float | None:
    gradients = [each.gradient for each in module.param()]
    if any(each is None for each in gradients):
        return None
    norm = math.hypot(*(float(torch.linalg.vector_norm(each)) for each in gradients))
    return norm if math.isfinite(norm) else None
