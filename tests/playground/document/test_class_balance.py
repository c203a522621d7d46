"""Points of one's own with classes made unlike in number: exact, nested, and each set by itself."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits
from playground.document.class_balance import balanced
from playground.document.own_points import OwnPoints
from playground.document.presets import default
from playground.document.spec import DataSpec
from playground.own_data import arrays


def own(*counts: int, seed: int = 1) -> OwnPoints:
    """So many points of each class, sorted by class as tables are."""
    labels = np.repeat(np.arange(len(counts)), counts)
    places = np.random.default_rng(seed).random((len(labels), 2))
    return arrays.own_points(places, labels, [f"c{number}" for number in range(len(counts))])


def counts(points: OwnPoints, rows: tuple[int, ...]) -> list[int]:
    found = Counter(arrays.values(points)[list(rows)].astype(int).tolist())
    return [found[number] for number in range(len(points.classes))]


@pytest.mark.parametrize("percent", [1, 10, 20, 49, 51, 80, 99])
def test_two_classes_that_are_alike_have_the_share_that_is_asked_for(percent: int) -> None:
    points = own(4000, 4000)
    for rows in balanced(points, len(points) // 2, percent):
        first, second = counts(points, rows)
        assert second / (first + second) == pytest.approx(percent / 100, abs=0.002)
        assert max(first, second) == pytest.approx(2000, abs=20), "the common class is whole"


def test_several_classes_have_a_long_tail() -> None:
    points = own(1000, 1000, 1000)
    train, test = balanced(points, 2000, 10)
    whole = np.bincount(arrays.values(points)[list(balanced(points, 2000, 50)[0])].astype(int))
    wanted = [round(n * s) for n, s in zip(whole.tolist(), (1, 1 / 3, 1 / 9), strict=True)]
    assert counts(points, train) == wanted
    common = Counter(
        arrays.values(points)[list(balanced(points, 2000, 90)[1])].astype(int).tolist()
    )
    assert common[0] < common[1] < common[2], "above a half the earlier ones are rare"
    assert not set(train) & set(test)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=10).filter(lambda each: sum(each) > 1),
    st.integers(10, 90),
    st.sampled_from([(50, 30), (30, 10), (10, 1), (50, 70), (70, 99)]),
)
def test_a_balance_further_away_keeps_some_of_the_same_points(
    sizes: list[int], train_percent: int, percents: tuple[int, int]
) -> None:
    points = own(*sizes)
    data = [
        DataSpec("own", own=points, train_percent=train_percent, balance_percent=percent)
        for percent in (50, *percents)
    ]
    all_, near, far = (tuple(map(set, arrays.train_and_test(each))) for each in data)
    for part in (0, 1):
        assert far[part] <= near[part] <= all_[part], "no point goes to the other set"
        labels = arrays.values(points)
        here = {labels[row] for row in all_[part]}
        assert {labels[row] for row in far[part]} == here, "no class vanishes"
    for each, used in zip(data, (all_, near, far), strict=True):
        assert (each.count, each.train_points) == (sum(map(len, used)), len(used[0]))
        assert set(arrays.left_out(each)) == set(range(len(points))) - used[0] - used[1]


def test_a_table_sorted_by_class_and_place_is_thinned_all_over() -> None:
    line = np.linspace(0, 1, 1000)
    points = arrays.own_points(
        np.stack((np.tile(line, 2), np.zeros(2000)), 1), np.repeat([0, 1], 1000), ("a", "b")
    )
    train, _ = balanced(points, 1000, 10)
    kept = arrays.places(points)[[row for row in train if row >= 1000], 0]
    assert len(kept) > 40
    assert np.histogram(kept, 5, (0, 1))[0].min() > len(kept) / 10


def test_numbers_have_no_balance() -> None:
    points = arrays.own_points(np.zeros((10, 2)), np.linspace(-1, 1, 10), ())
    data = DataSpec("own", own=points, balance_percent=10)
    assert (data.count, data.balanced) == (10, None)


def test_what_is_painted_on_generated_points_has_their_balance_and_no_second_one() -> None:
    rare = edits.set_data_option(default(), "balance_percent", 10)
    taken = edits.set_own_points(rare, own(90, 10))
    assert taken.data.count == 100
    less = edits.set_data_option(taken, "balance_percent", 20)
    painted = edits.set_own_points(less, own(91, 10))
    assert painted.data.balance_percent == 20, "one's own keep the balance they were given"
    assert replace(painted.data, kind="moons").count == 2000
