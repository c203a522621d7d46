"""Training data made worse on purpose: labels flipped, points moved, targets replaced.

Every point has random numbers of its own, drawn for all points whatever the share is: u for whether
it is chosen, v for what becomes of it. Of N points, the round(share · N) with the smallest u are
chosen. So the points chosen at 10 % are also among those at 20 %, and what became of them stays.

`keys` (N,) says which row of the stream of numbers a point has; without them it is its own row. A
point that keeps its key keeps its numbers, also when others come and go or the order changes.
"""

import math

import torch
from torch import Tensor

from core import options
from core.errors import DtypeError, OptionError, ShapeError


def flip_labels(
    labels: Tensor,
    classes: int,
    share: float,
    *,
    generator: torch.Generator,
    keys: Tensor | None = None,
) -> Tensor:
    """Give a share of the labels (N,) int64 another class of `classes`, each as likely: (N,) int64.

    label ← (label + 1 + ⌊v · (classes - 1)⌋) mod classes

    Raises:
        OptionError: a share outside [0, 1], fewer than 2 classes, a label that is none of them, or
            a key below 0.
        ShapeError, DtypeError: labels or keys of another shape or type.
    """
    options.whole_number("flip_labels", "classes", classes, at_least=2)
    _check("flip_labels: labels", labels, 1, whole=True)
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        got = f"{int(labels.min())} to {int(labels.max())}"
        raise OptionError(f"flip_labels: labels must be from 0 to {classes - 1}, got {got}")
    chosen, numbers = _choose("flip_labels", labels, share, 1, generator, keys)
    flipped = labels.clone()
    steps = 1 + (numbers[chosen, 0] * (classes - 1)).long()
    flipped[chosen] = (labels[chosen] + steps) % classes
    return flipped


def move_points(
    points: Tensor, share: float, *, generator: torch.Generator, keys: Tensor | None = None
) -> Tensor:
    """Put a share of the points (N, D) at uniform random places of [0, 1]ᴰ: (N, D), a new tensor.

    point ← v ∈ [0, 1]ᴰ

    Raises:
        OptionError: a share outside [0, 1], or a key below 0.
        ShapeError, DtypeError: points that are no floating-point (N, D), or keys of another shape
            or type.
    """
    _check("move_points: points", points, 2, whole=False)
    chosen, numbers = _choose("move_points", points, share, points.shape[1], generator, keys)
    moved = points.clone()
    moved[chosen] = numbers[chosen].to(points.dtype)
    return moved


def replace_targets(
    targets: Tensor,
    share: float,
    *,
    low: float = -1.0,
    high: float = 1.0,
    generator: torch.Generator,
    keys: Tensor | None = None,
) -> Tensor:
    """Replace a share of the targets (N,) by uniform random numbers: (N,), a new tensor.

    target ← low + v · (high - low)

    Raises:
        OptionError: a share outside [0, 1], a key below 0, or not low < high, both finite.
        ShapeError, DtypeError: targets that are no floating-point (N,), or keys of another shape
            or type.
    """
    if not -math.inf < low < high < math.inf:
        raise OptionError(f"replace_targets: low must be below high, got {low!r} and {high!r}")
    _check("replace_targets: targets", targets, 1, whole=False)
    chosen, numbers = _choose("replace_targets", targets, share, 1, generator, keys)
    replaced = targets.clone()
    replaced[chosen] = (low + numbers[chosen, 0] * (high - low)).to(targets.dtype)
    return replaced


def _choose(
    who: str,
    values: Tensor,
    share: float,
    columns: int,
    generator: torch.Generator,
    keys: Tensor | None,
) -> tuple[Tensor, Tensor]:
    """The rows that are chosen, and the numbers v (N, columns) of all rows.

    In float64: float32 would have equal u among a few thousand points.
    """
    options.share(who, "share", share)
    keys = torch.arange(len(values)) if keys is None else keys
    _check(f"{who}: keys", keys, 1, whole=True)
    if len(keys) != len(values) or (len(keys) and int(keys.min()) < 0):
        raise OptionError(f"{who}: there must be a key of at least 0 for each of {len(values)}")
    rows = int(keys.max()) + 1 if len(keys) else 0
    drawn = torch.rand(rows, 1 + columns, dtype=torch.float64, generator=generator)[keys]
    drawn = drawn.to(values.device)
    first = drawn[:, 0].argsort(stable=True)
    return first[: round(share * len(values))], drawn[:, 1:]


def _check(name: str, tensor: Tensor, dimensions: int, *, whole: bool) -> None:
    if tensor.dim() != dimensions:
        wanted = "(N,)" if dimensions == 1 else "(N, D)"
        raise ShapeError(f"{name} must have shape {wanted}, got {tuple(tensor.shape)}")
    if tensor.dtype is not torch.int64 if whole else not tensor.is_floating_point():
        wanted = "int64" if whole else "floating-point"
        raise DtypeError(f"{name} must be {wanted}, got {tensor.dtype}")
