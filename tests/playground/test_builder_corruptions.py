"""Class balance, label flips and outliers of a document: exact, nested, and each by itself."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import datasets
from playground import builder
from playground.document import limits
from playground.document.catalogue import DATA
from playground.document.own_points import OwnPoints
from playground.document.spec import DataSpec
from playground.own_data import arrays, painting
from tests.playground.test_builder import SMALL, equal, points, weights

CORRUPTED = replace(
    SMALL, data=DataSpec(points=300, balance_percent=20, flip_percent=10, outlier_percent=10)
)


def built(data: DataSpec, seed: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    draws = builder.generators(seed)
    return builder.corrupt(data, *builder.build_points(data, generator=draws.data), draws)


def rows(one: torch.Tensor, other: torch.Tensor) -> set[int]:
    """Where they differ."""
    return set((one != other).nonzero()[:, 0].tolist())


THREE = arrays.own_points(
    np.random.default_rng(1).random((200, 2)), np.arange(200) % 3, ("a", "b", "c")
)
NUMBERS = arrays.own_points(
    np.random.default_rng(1).random((200, 2)), np.linspace(-0.9, 0.9, 200), ()
)
SOURCES = [
    DataSpec(points=200),
    DataSpec("moons", 200, 70, 10, balance_percent=20),
    DataSpec("own", own=THREE),
    DataSpec("own", own=THREE, balance_percent=80),
    DataSpec("own", own=NUMBERS),
]


@pytest.mark.parametrize("kind", list(DATA))
def test_at_first_the_data_are_those_of_the_generator_bit_for_bit(kind: str) -> None:
    draws = builder.generators(1)
    wanted = datasets.generate(kind, 300, noise=0.05, generator=draws.data)
    assert equal(built(DataSpec(kind, 300, noise_percent=5)), wanted)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 50), st.integers(0, 50), st.integers(0, 2**32 - 1))
def test_exact_shares_of_the_training_points_are_flipped_and_moved(
    data: DataSpec, flips: int, outliers: int, seed: int
) -> None:
    clean = built(data, seed)
    both = built(replace(data, flip_percent=flips, outlier_percent=outliers), seed)
    flipped = built(replace(data, flip_percent=flips), seed)
    moved = built(replace(data, outlier_percent=outliers), seed)
    cut = data.train_points
    if data.classes:
        assert len(rows(clean[1], flipped[1])) == round(flips * cut / 100)
        assert len(rows(clean[0], moved[0])) == round(outliers * cut / 100)
        assert torch.equal(clean[0], flipped[0]), "flips move no point"
        assert torch.equal(clean[1], moved[1]), "outliers keep their label"
        assert equal(both, (moved[0], flipped[1])), "neither changes what the other does"
    else:
        assert equal(clean, flipped), "there is no class to flip"
        assert torch.equal(clean[0], moved[0])
        assert len(rows(clean[1], moved[1])) == round(outliers * cut / 100)
        assert moved[1].abs().max() <= 1
    assert equal(tuple(each[cut:] for each in clean), tuple(each[cut:] for each in both))


@pytest.mark.parametrize("data", SOURCES)
@pytest.mark.parametrize("name", ["flip_percent", "outlier_percent"])
def test_ten_percent_are_among_twenty(data: DataSpec, name: str) -> None:
    clean = built(data)
    few, many = (built(replace(data, **{name: percent})) for percent in (10, 20))
    for before, less, more in zip(clean, few, many, strict=True):
        changed = sorted(rows(before, less))
        assert set(changed) <= rows(before, more)
        assert torch.equal(less[changed], more[changed])


def test_another_seed_or_train_share_and_no_other_setting_chooses_other_points() -> None:
    def flipped(data: DataSpec, seed: int = 1) -> set[int]:
        return rows(built(replace(data, flip_percent=0), seed)[1], built(data, seed)[1])

    data = DataSpec("moons", 200, flip_percent=20)
    assert flipped(data) != flipped(data, 2)
    for name, value in (("noise_percent", 20), ("outlier_percent", 30), ("balance_percent", 30)):
        assert flipped(replace(data, **{name: value})) == flipped(data)
    assert len(flipped(data) & flipped(replace(data, train_percent=60))) > 15


def test_corruptions_leave_weights_and_order_alone() -> None:
    one, other = builder.build_trainer(SMALL), builder.build_trainer(CORRUPTED)
    assert equal(weights(one), weights(other))
    one.step()
    other.step()
    assert torch.equal(
        torch.as_tensor(one.state()["order"]), torch.as_tensor(other.state()["order"])
    )
    draws, fresh = builder.generators(1), builder.generators(1)
    clean = builder.build_points(CORRUPTED.data, generator=torch.Generator())
    builder.corrupt(CORRUPTED.data, *clean, draws)
    for name in ("data", "weights", "order", "dropout"):
        assert torch.equal(getattr(draws, name).get_state(), getattr(fresh, name).get_state())
    again = builder.build_trainer(CORRUPTED)
    assert equal(points(again), points(other))


def test_the_flips_of_own_points_stay_when_one_is_painted_or_erased() -> None:
    def flipped(own: OwnPoints) -> set[tuple[float, ...]]:
        """The places, which tell the points apart."""
        data = DataSpec("own", own=own, flip_percent=30)
        clean, dirty = built(replace(data, flip_percent=0)), built(data)
        return {tuple(clean[0][row].tolist()) for row in rows(clean[1], dirty[1])}

    before = flipped(THREE)
    painted = flipped(painting.add(THREE, np.array([[0.5, 0.5]]), 0.0))
    gone = tuple(arrays.places(THREE)[0])
    erased = flipped(painting.erase(THREE, arrays.places(THREE), gone))
    assert len(before ^ painted) <= 4  # the train share and the exact count move one or two
    assert len(before - erased) <= 6


def test_own_points_of_a_generated_set_are_flipped_and_moved_as_it_was() -> None:
    data = DataSpec("moons", 300, flip_percent=20, outlier_percent=20)
    draws = builder.generators(1)
    places, classes = builder.build_points(data, generator=draws.data)
    cut = data.train_points
    own = painting.from_sets(
        *(places[:cut].numpy(), classes[:cut].numpy()),
        *(places[cut:].numpy(), classes[cut:].numpy(), ("A", "B")),
    )
    assert equal(built(replace(data, kind="own", own=own)), built(data))


def test_own_points_that_are_left_out_neither_train_nor_test() -> None:
    some = DataSpec("own", own=THREE, balance_percent=20)
    kept = builder.build_points(some, generator=torch.Generator())
    rows = np.concatenate(arrays.train_and_test(some))
    assert len(kept[0]) == len(rows) == some.count < 150
    assert np.array_equal(kept[0].numpy(), arrays.places(THREE)[rows])
    assert np.array_equal(kept[1].numpy(), arrays.values(THREE)[rows])
    trainer = builder.build_trainer(replace(SMALL, data=some))
    assert len(trainer.split.train_input) == some.train_points


def test_the_keys_of_as_many_own_points_as_there_can_be_all_differ() -> None:
    count = limits.MAX_OWN_POINTS
    places = np.zeros((count, 2), np.float32)
    data = DataSpec("own", own=arrays.own_points(places, np.zeros(count), ("A", "B")))
    keys = arrays.keys(data)
    assert len(np.unique(keys)) == count
    assert (arrays.keys(DataSpec(points=300))[1:] > arrays.keys(DataSpec(points=300))[:-1]).all()
