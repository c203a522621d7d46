"""The data sets hold what their names and the report promise."""

import math

import pytest
import torch

from core import datasets
from core.datasets import KINDS, generate, one_hot
from core.errors import DtypeError, OptionError

BALANCED = [kind for kind in KINDS if kind != "disk"]


def _generator(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_kinds_are_the_documents() -> None:
    from playground.document.catalogue import DATA

    assert tuple(DATA) == KINDS


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("kind", KINDS)
def test_points_lie_in_the_square(kind: str, noise: float) -> None:
    points, classes = generate(kind, 2000, noise=noise, generator=_generator())
    assert points.shape == (2000, 2)
    assert points.dtype == torch.float32
    assert classes.shape == (2000,)
    assert classes.dtype == torch.int64
    assert points.isfinite().all()
    assert points.min() >= 0
    assert points.max() <= 1
    assert ((points == 0) | (points == 1)).sum() <= 1  # drawn again, not pushed to the edge


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("points", [1, 2, 7, 1000])
@pytest.mark.parametrize("kind", BALANCED)
def test_classes_are_balanced_in_random_order(kind: str, points: int, noise: float) -> None:
    _, classes = generate(kind, points, noise=noise, generator=_generator())
    assert classes.bincount(minlength=2).tolist() == [math.ceil(points / 2), points // 2]
    if points == 1000:
        # Of the first half, hypergeometric with standard deviation 8, about half are class 1.
        assert abs(int(classes[:500].sum()) - 250) < 40
        assert (classes[:-1] != classes[1:]).sum() in range(420, 580)


def test_disk_is_the_reports() -> None:
    points, classes = generate("disk", 100_000, generator=_generator())
    radius = 1 / math.sqrt(2 * math.pi)
    distance = (points.double() - 0.5).norm(dim=1)
    rounded = (distance - radius).abs() < 1e-6
    assert (((distance < radius) == classes.bool()) | rounded).all()
    # As it comes, not balanced: each point is a fair coin (standard deviation 158).
    assert 0 < abs(int(classes.sum()) - 50_000) < 800
    # Uniform: every cell of a 10 x 10 grid holds 1,000 points, give or take 5 deviations.
    cells = (points * 10).long().clamp(max=9)
    counts = (cells[:, 0] * 10 + cells[:, 1]).bincount(minlength=100)
    assert counts.min() > 840
    assert counts.max() < 1160


def test_noise_moves_points_and_keeps_their_class() -> None:
    points, classes = generate("disk", 20_000, noise=0.05, generator=_generator())
    inside = (points - 0.5).norm(dim=1) < datasets.RADIUS
    crossed = (inside != classes.bool()).double().mean()
    # To first order: boundary length 2πr, times mean crossing depth 2·noise/√(2π), both ways.
    expected = 2 * math.pi * datasets.RADIUS * 0.05 * 2 / math.sqrt(2 * math.pi)
    assert abs(crossed - expected) < 0.012


def test_noise_is_the_standard_deviation_of_the_shift() -> None:
    points, classes = generate("blobs", 20_000, noise=0.05, generator=_generator())
    for number, centre in ((0, 0.3), (1, 0.7)):
        cloud = points[classes == number]
        assert (cloud.mean(0) - centre).abs().max() < 0.01
        assert (cloud.std(0) - math.hypot(0.09, 0.05)).abs().max() < 0.004


def test_xor_pairs_opposite_quarters_with_a_gap() -> None:
    points, classes = generate("xor", 4000, generator=_generator())
    right, upper = (points > 0.5).unbind(1)
    assert ((right ^ upper) == classes.bool()).all()
    assert (points - 0.5).abs().min() > 0.03


def test_checkerboard_alternates_over_four_by_four_cells() -> None:
    points, classes = generate("checkerboard", 4000, generator=_generator())
    cells = (points * 4).long()
    assert (cells.sum(1) % 2 == classes).all()
    assert (cells[:, 0] * 4 + cells[:, 1]).bincount(minlength=16).min() > 180


def test_rings_are_apart_and_class_1_is_the_inner_one() -> None:
    points, classes = generate("rings", 4000, generator=_generator())
    radius = (points - 0.5).norm(dim=1)
    assert radius[classes == 0].min() - radius[classes == 1].max() > 0.08


def test_blobs_take_one_straight_line() -> None:
    points, classes = generate("blobs", 4000, generator=_generator())
    assert ((points.sum(1) > 1) == classes.bool()).double().mean() > 0.995


@pytest.mark.parametrize("kind", ["spirals", "moons"])
def test_arms_are_apart_and_no_straight_line_parts_them(kind: str) -> None:
    points, classes = generate(kind, 2000, generator=_generator())
    first, second = points[classes == 0], points[classes == 1]
    between = torch.cdist(first, second).min()
    within = torch.cdist(first, first).fill_diagonal_(1).min(1).values.median()
    assert between > 4 * within
    for angle in torch.linspace(0, math.pi, 180):
        direction = torch.stack((angle.cos(), angle.sin()))
        a, b = first @ direction, second @ direction
        assert a.min() < b.max()
        assert b.min() < a.max()


def test_spirals_wind_one_and_three_quarter_turns() -> None:
    points, classes = generate("spirals", 2000, generator=_generator())
    arm = points[classes == 0] - 0.5
    arm = arm[arm.norm(dim=1).argsort()]  # from the middle outwards
    angles = torch.atan2(arm[:, 1], arm[:, 0])
    turns = torch.remainder(angles.diff() + math.pi, 2 * math.pi) - math.pi
    assert 1.5 < turns.sum() / (2 * math.pi) < 1.75


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_generator_decides(kind: str) -> None:
    torch.manual_seed(0)
    default_state = torch.get_rng_state()
    one = generate(kind, 300, noise=0.2, generator=_generator(5))
    same = generate(kind, 300, noise=0.2, generator=_generator(5))
    other = generate(kind, 300, noise=0.2, generator=_generator(6))
    assert all(torch.equal(a, b) for a, b in zip(one, same, strict=True))
    assert not torch.equal(one[0], other[0])
    assert torch.equal(torch.get_rng_state(), default_state)


@pytest.mark.parametrize(
    ("kind", "points", "noise", "said"),
    [
        ("circle", 10, 0.0, "one of disk, xor"),
        ("disk", 0, 0.0, "at least 1, got 0"),
        ("disk", 2.5, 0.0, "got 2.5"),
        (["disk"], 10, 0.0, r"got \['disk'\]"),
        ("disk", 10**30, 0.0, r"points must be below 2\^63"),
        ("xor", 2**62, 0.0, "torch makes no tensor of shape"),
        ("disk", 10, -0.1, "from 0 to 1, got -0.1"),
        ("disk", 10, 1.5, "from 0 to 1, got 1.5"),
        ("disk", 10, math.nan, "from 0 to 1, got nan"),
    ],
)
def test_wrong_options_are_refused(kind: str, points: int, noise: float, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        generate(kind, points, noise=noise, generator=_generator())


def test_it_draws_from_no_generator_but_the_one_passed_in() -> None:
    with pytest.raises(OptionError, match="generator must be of type Generator, got None"):
        generate("disk", 10, generator=None)  # type: ignore[arg-type]


def test_one_hot() -> None:
    assert one_hot(torch.tensor([1, 0]), 3, torch.float64).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert one_hot(torch.tensor([], dtype=torch.int64), 2).shape == (0, 2)
    with pytest.raises(OptionError, match="from 0 to 1, got 0 to 2"):
        one_hot(torch.tensor([0, 2]), 2)
    for outputs in (0, 2.0, None, 2**62):
        with pytest.raises(OptionError, match=r"^one_hot: "):
            one_hot(torch.tensor([0]), outputs)  # type: ignore[arg-type]
    for classes, got in ((torch.ones(2), "torch.float32"), ([0, 1], "list")):
        with pytest.raises(DtypeError, match=f"must be a tensor of int64, got {got}"):
            one_hot(classes, 2)  # type: ignore[arg-type]
