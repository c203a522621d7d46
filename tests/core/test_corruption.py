"""Data made worse on purpose: exact counts, nested choices, and nothing else changes."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.corruption import flip_labels, move_points, replace_targets
from core.datasets import KINDS, generate
from core.errors import DtypeError, OptionError, ShapeError

SIZES = st.integers(0, 400)
SHARES = st.integers(0, 100).map(lambda percent: percent / 100)
SEEDS = st.integers(0, 2**32 - 1)
CLASSES = st.integers(2, 10)


def _generator(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _labels(count: int, classes: int) -> Tensor:
    return torch.arange(count) * 7 % classes


def _changed(before: Tensor, after: Tensor) -> set[int]:
    return set((before != after).nonzero()[:, 0].tolist())


@settings(max_examples=60, deadline=None)
@given(SIZES, CLASSES, SHARES, SEEDS)
def test_exactly_the_share_is_flipped_and_to_another_class(
    count: int, classes: int, share: float, seed: int
) -> None:
    labels = _labels(count, classes)
    before = labels.clone()
    flipped = flip_labels(labels, classes, share, generator=_generator(seed))
    assert torch.equal(labels, before), "what is given in stays"
    assert len(_changed(labels, flipped)) == round(share * count)
    assert flipped.dtype == torch.int64
    assert not count or 0 <= int(flipped.min()) <= int(flipped.max()) < classes


@settings(max_examples=60, deadline=None)
@given(SIZES, CLASSES, SHARES, SHARES, SEEDS)
def test_a_larger_share_changes_the_same_ones_and_more(
    count: int, classes: int, one: float, other: float, seed: int
) -> None:
    few, many = sorted((one, other))
    labels = _labels(count, classes)
    points = torch.rand(count, 2, generator=_generator(3))
    targets = points[:, 0].clone()

    def made(share: float) -> tuple[Tensor, Tensor, Tensor]:
        return (
            flip_labels(labels, classes, share, generator=_generator(seed)),
            move_points(points, share, generator=_generator(seed)),
            replace_targets(targets, share, generator=_generator(seed)),
        )

    for before, less, more in zip((labels, points, targets), made(few), made(many), strict=True):
        rows = sorted(_changed(before, less))
        assert set(rows) <= _changed(before, more)
        assert torch.equal(less[rows], more[rows])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300), SHARES, SEEDS)
def test_a_point_with_a_key_keeps_its_numbers_in_any_order_and_company(
    count: int, share: float, seed: int
) -> None:
    points = torch.rand(count, 2, generator=_generator(3))
    keys = torch.randperm(3 * count, generator=_generator(4))[:count]
    order = torch.randperm(count, generator=_generator(5))
    moved = move_points(points, share, generator=_generator(seed), keys=keys)
    other = move_points(points[order], share, generator=_generator(seed), keys=keys[order])
    assert torch.equal(moved[order], other)
    fewer = move_points(points[1:], 1.0, generator=_generator(seed), keys=keys[1:])
    everyone = move_points(points, 1.0, generator=_generator(seed), keys=keys)
    assert torch.equal(fewer, everyone[1:])


def test_without_keys_more_points_leave_the_first_ones_their_numbers() -> None:
    points = torch.rand(5000, 2, generator=_generator())
    few = move_points(points[:17], 1.0, generator=_generator())
    assert torch.equal(few, move_points(points, 1.0, generator=_generator())[:17])


def test_flips_and_places_are_uniform() -> None:
    labels = torch.zeros(60_000, dtype=torch.int64)
    flipped = flip_labels(labels, 4, 0.5, generator=_generator())
    assert flipped.bincount()[0] == 30_000
    assert (flipped.bincount()[1:] - 10_000).abs().max() < 5 * math.sqrt(10_000 * 2 / 3)
    places = move_points(torch.full((10_000, 2), 0.5), 1.0, generator=_generator())
    cells = (places * 10).long().clamp(max=9)
    counts = (cells[:, 0] * 10 + cells[:, 1]).bincount(minlength=100)
    assert 50 < counts.min() <= counts.max() < 150
    targets = replace_targets(torch.zeros(10_000), 1.0, low=-3, high=5, generator=_generator())
    assert -3 <= targets.min() < -2.9 < 4.9 < targets.max() <= 5
    assert abs(float(targets.mean()) - 1) < 0.12


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_type_of_the_numbers_is_kept(dtype: torch.dtype) -> None:
    points = torch.rand(9, 3, dtype=dtype)
    assert move_points(points, 0.5, generator=_generator()).dtype is dtype
    assert replace_targets(points[:, 0], 0.5, generator=_generator()).dtype is dtype


TWO = torch.tensor([0, 1])


@pytest.mark.parametrize(
    ("labels", "classes", "share", "keys", "error", "said"),
    [
        (TWO, 2, -0.1, None, OptionError, "share must be a number from 0 to 1, got -0.1"),
        (TWO, 2, math.nan, None, OptionError, "got nan"),
        (TWO, 2, True, None, OptionError, "got True"),
        (TWO, 1, 0.1, None, OptionError, "classes must be a whole number of at least 2, got 1"),
        (TWO, 2.0, 0.1, None, OptionError, "got 2.0"),
        (TWO + 1, 2, 0.1, None, OptionError, "labels must be from 0 to 1, got 1 to 2"),
        (TWO[:, None], 2, 0.1, None, ShapeError, r"labels must have shape \(N,\), got \(2, 1\)"),
        (TWO.float(), 2, 0.1, None, DtypeError, "labels must be int64, got torch.float32"),
        (TWO, 2, 0.1, TWO.float(), DtypeError, "keys must be int64, got torch.float32"),
        (TWO, 2, 0.1, TWO[:, None], ShapeError, r"keys must have shape \(N,\), got \(2, 1\)"),
        (TWO, 2, 0.1, torch.arange(3), OptionError, "a key of at least 0 for each of 2"),
        (TWO, 2, 0.1, TWO - 1, OptionError, "a key of at least 0 for each of 2"),
    ],
)
def test_wrong_flips_are_refused(labels, classes, share, keys, error, said) -> None:
    with pytest.raises(error, match=said):
        flip_labels(labels, classes, share, generator=_generator(), keys=keys)


def test_wrong_points_and_targets_are_refused() -> None:
    with pytest.raises(ShapeError, match=r"points must have shape \(N, D\), got \(3,\)"):
        move_points(torch.zeros(3), 0.1, generator=_generator())
    with pytest.raises(ShapeError, match=r"targets must have shape \(N,\), got \(3, 1\)"):
        replace_targets(torch.zeros(3, 1), 0.1, generator=_generator())
    with pytest.raises(DtypeError, match="points must be floating-point, got"):
        move_points(TWO[:, None], 0.1, generator=_generator())
    with pytest.raises(DtypeError, match="targets must be floating-point, got"):
        replace_targets(TWO, 0.1, generator=_generator())
    with pytest.raises(OptionError, match="low must be below high, got 0 and inf"):
        replace_targets(torch.zeros(3), 0.1, low=0, high=math.inf, generator=_generator())
    with pytest.raises(OptionError, match="low must be below high, got 1 and 1"):
        replace_targets(torch.zeros(3), 0.1, low=1, high=1, generator=_generator())


# ---- class balance, which is a matter of how points are generated


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), st.integers(2, 300), SHARES, st.sampled_from([0.0, 0.1]), SEEDS)
def test_class_1_has_exactly_its_share_and_the_rest_stays(
    kind: str, count: int, balance: float, noise: float, seed: int
) -> None:
    natural = generate(kind, count, noise=noise, generator=_generator(seed))
    points, classes = generate(
        kind, count, noise=noise, balance=balance, generator=_generator(seed)
    )
    wanted = min(max(round(balance * count), 1), count - 1)
    assert int(classes.sum()) == wanted
    replaced = sorted(_changed(natural[1], classes))
    assert len(replaced) == abs(int(natural[1].sum()) - wanted)
    kept = [row for row in range(count) if row not in replaced]
    assert torch.equal(points[kept], natural[0][kept])
    assert 0 <= points.min() <= points.max() <= 1


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(KINDS), st.integers(2, 200), SHARES, SHARES, st.sampled_from([0, 1]), SEEDS)
def test_a_balance_further_away_replaces_the_same_points_and_more(
    kind: str, count: int, one: float, other: float, end: int, seed: int
) -> None:
    _, natural = generate(kind, count, generator=_generator(seed))
    share = float(natural.double().mean())
    near, far = (share + part * (end - share) for part in sorted((one, other)))
    less = generate(kind, count, balance=near, generator=_generator(seed))
    more = generate(kind, count, balance=far, generator=_generator(seed))
    rows = sorted(_changed(natural, less[1]))
    assert set(rows) <= _changed(natural, more[1])
    assert torch.equal(less[0][rows], more[0][rows])


def test_points_that_replace_others_are_of_their_class() -> None:
    points, classes = generate("disk", 4000, balance=0.9, generator=_generator())
    inside = (points - 0.5).square().sum(1) < 1 / (2 * math.pi)
    assert torch.equal(inside, classes.bool())
    assert int(classes.sum()) == 3600


@pytest.mark.parametrize("balance", [-0.1, 1.1, math.nan, True, "half"])
def test_a_wrong_balance_is_refused(balance) -> None:
    with pytest.raises(OptionError, match="balance must be a number from 0 to 1"):
        generate("disk", 10, balance=balance, generator=_generator())
