"""Points of two classes in the unit square; the caller brings the generator."""

import math
from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor

from core.errors import DtypeError, OptionError
from core.options import instance, room_for, share, whole_number

RADIUS: Final = 1 / math.sqrt(2 * math.pi)  # a disk of area 1/2: half of the square is inside

# Classes (N,) -> points (N, 2), one of each point's class; N may be 0.
Sampler = Callable[[Tensor, torch.Generator], Tensor]


def generate(
    kind: str,
    points: int,
    *,
    noise: float = 0.0,
    balance: float | None = None,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Draw `points` points in [0, 1]² and their classes: (N, 2) and (N,) int64.

    The points have torch's default dtype, float32 unless it was set to another one.

    "disk" is the report's (section IV): uniform in the square, class 1 inside the disk of radius
    1/√(2π) around (½, ½), as it comes. The other kinds have equally many points of both classes
    (of an odd number, class 0 gets one more) in random order.

    `noise` is the standard deviation, in sides of the square, of a Gaussian shift of every point;
    the class stays that of the unmoved point. A point that leaves the square is drawn anew, place
    and shift, with its class kept.

    `balance` is the share of class 1; None leaves the classes as they come. Of N points, exactly
    round(balance · N) are then of class 1, of each class at least one. Only the points that are too
    many of their class are replaced, by points of the other one; all others stay where they are,
    and a balance further away replaces the same points and more.

    Raises:
        OptionError: unknown kind, fewer than 1 point or too many for the memory, noise or balance
            outside [0, 1], no generator.
    """
    if kind not in KINDS:
        raise OptionError(f"generate: kind must be one of {', '.join(KINDS)}, got {kind!r}")
    whole_number("generate", "points", points, at_least=1)
    share("generate", "noise", noise)
    if balance is not None:
        share("generate", "balance", balance)
    instance("generate", "generator", generator, torch.Generator)
    with room_for("generate", (points, 2)):
        return _drawn(kind, points, noise, balance, generator)


def one_hot(classes: Tensor, outputs: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """Return (N, outputs): 1 in the column of each point's class, 0 elsewhere.

    Raises:
        OptionError: a class number below 0, too few outputs for the classes, or no number of them.
        DtypeError: classes that are no int64.
    """
    whole_number("one_hot", "outputs", outputs, at_least=1)
    if not isinstance(classes, Tensor) or classes.dtype is not torch.int64:
        got = str(classes.dtype) if isinstance(classes, Tensor) else type(classes).__name__
        raise DtypeError(f"one_hot: classes must be a tensor of int64, got {got}")
    if classes.numel() and not 0 <= int(classes.min()) <= int(classes.max()) < outputs:
        got = f"{int(classes.min())} to {int(classes.max())}"
        raise OptionError(f"one_hot: classes must be from 0 to {outputs - 1}, got {got}")
    with room_for("one_hot", (*classes.shape, outputs)):
        return torch.nn.functional.one_hot(classes, outputs).to(dtype)


def _drawn(
    kind: str, points: int, noise: float, balance: float | None, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """What `generate` gives, of checked options."""
    if kind == "disk":
        # A fair coin, then uniform in the class's half of the square: uniform in the square.
        classes = torch.randint(2, (points,), generator=generator)
    else:
        classes = (torch.arange(points) % 2)[torch.randperm(points, generator=generator)]
    sampler = _SAMPLERS[kind]
    drawn = _place(sampler, classes, noise, generator), classes
    return drawn if balance is None else _balanced(*drawn, balance, sampler, noise, generator)


def _balanced(
    points: Tensor,
    classes: Tensor,
    balance: float,
    sampler: Sampler,
    noise: float,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Replace the points that are too many of their class, in an order of chance."""
    wanted = min(max(round(balance * len(classes)), 1), len(classes) - 1)
    surplus = int(classes.sum()) - wanted
    common = int(surplus > 0)
    rows = (classes == common).nonzero()[:, 0]
    rows = rows[torch.randperm(len(rows), generator=generator)]
    # As many as could be needed, so that every balance takes the first ones of the same points.
    others = _place(sampler, torch.full_like(rows, 1 - common), noise, generator)
    taken = rows[: abs(surplus)]
    points[taken], classes[taken] = others[: len(taken)], 1 - common
    return points, classes


def _place(sampler: Sampler, classes: Tensor, noise: float, generator: torch.Generator) -> Tensor:
    """Draw a point for every class, and again whatever falls outside the square."""
    points = torch.empty(len(classes), 2)
    left = torch.arange(len(classes))
    while len(left):
        drawn = sampler(classes[left], generator)
        if noise:
            drawn = drawn + noise * torch.randn(drawn.shape, generator=generator)
        points[left] = drawn
        left = left[((drawn < 0) | (drawn > 1)).any(1)]
    return points


def _disk(classes: Tensor, generator: torch.Generator) -> Tensor:
    points = torch.empty(len(classes), 2)
    left = torch.arange(len(classes))
    while len(left):
        drawn = torch.rand(len(left), 2, generator=generator)
        points[left] = drawn
        left = left[((drawn - 0.5).square().sum(1) < RADIUS**2) != classes[left].bool()]
    return points


def _xor(classes: Tensor, generator: torch.Generator) -> Tensor:
    right = torch.randint(2, classes.shape, generator=generator)
    cell = torch.stack((right, right ^ classes), 1)
    return _in_cells(cell, 2, 0.04, generator)


def _checkerboard(classes: Tensor, generator: torch.Generator) -> Tensor:
    cell = torch.randint(4, (len(classes), 2), generator=generator)
    wrong = cell.sum(1) % 2 != classes
    cell[wrong, 0] ^= 1  # the neighbouring column has the other colour
    return _in_cells(cell, 4, 0.01, generator)


def _in_cells(cell: Tensor, cells: int, margin: float, generator: torch.Generator) -> Tensor:
    """Uniform in cells of a board of `cells` x `cells`, `margin` away from the cell's edges."""
    place = torch.rand(cell.shape, generator=generator)
    return cell / cells + margin + place * (1 / cells - 2 * margin)


def _blobs(classes: Tensor, generator: torch.Generator) -> Tensor:
    centre = 0.3 + 0.4 * classes[:, None]
    return centre + 0.09 * torch.randn(len(classes), 2, generator=generator)


def _spirals(classes: Tensor, generator: torch.Generator) -> Tensor:
    along, across = torch.rand(2, len(classes), generator=generator)
    turned = torch.sqrt(0.006 + 0.994 * along)  # as many points on every piece of an arm's length
    radius = 0.46 * turned + 0.024 * (across - 0.5)
    return _around_centre(radius, 2 * math.pi * 1.75 * turned + math.pi * classes)


def _rings(classes: Tensor, generator: torch.Generator) -> Tensor:
    angle, across = torch.rand(2, len(classes), generator=generator)
    inner = torch.where(classes == 1, 0.12, 0.34)
    outer = torch.where(classes == 1, 0.24, 0.46)
    radius = torch.sqrt(inner**2 + across * (outer**2 - inner**2))  # uniform over the ring's area
    return _around_centre(radius, 2 * math.pi * angle)


def _around_centre(radius: Tensor, angle: Tensor) -> Tensor:
    return 0.5 + torch.stack((radius * angle.cos(), radius * angle.sin()), 1)


def _moons(classes: Tensor, generator: torch.Generator) -> Tensor:
    """Two arches; class 1 is class 0 turned by half a turn about the square's middle."""
    along, across = torch.rand(2, len(classes), generator=generator)
    angle = math.pi * along
    radius = 0.28 + 0.08 * (across - 0.5)
    crescent = torch.stack((radius * angle.cos() - 0.14, 1.75 * radius * angle.sin() - 0.14), 1)
    return 0.5 + (1 - 2 * classes[:, None]) * crescent


_SAMPLERS: Final[dict[str, Sampler]] = {
    "disk": _disk,
    "xor": _xor,
    "blobs": _blobs,
    "spirals": _spirals,
    "moons": _moons,
    "rings": _rings,
    "checkerboard": _checkerboard,
}
KINDS: Final = tuple(_SAMPLERS)
