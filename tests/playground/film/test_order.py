"""Which epochs a film shows, and what its process is told and says."""

from dataclasses import replace
from pathlib import Path

import pytest

from playground.film import order as orders
from playground.film.order import KINDS, SCALES, Failed, Frame, Note


@pytest.mark.parametrize(
    ("epochs", "seconds", "shown"),
    [
        (1, 1, (0, 1)),
        (4, 1, (0, 1, 2, 3, 4)),  # fewer than there is time for: the film is shorter
        (10, 1, (*range(10), 10)),
        (11, 1, (0, 2, 4, 6, 8, 10, 11)),
        (1_000_000, 1, (*range(0, 1_000_000, 100_000), 1_000_000)),
    ],
)
def test_frames_are_evenly_spaced_from_the_first_weights_to_the_last_epoch(
    order, epochs, seconds, shown
):
    assert replace(order, epochs=epochs, seconds=seconds).frames == shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", SCALES)
def test_frames_have_an_even_number_of_pixels(order, kind, scale):
    assert all(side % 2 == 0 for side in replace(order, kind=kind, scale=scale).size)


def test_an_order_arrives_as_it_was_given(order):
    *_, folder, text = orders.arguments(Path("/tmp/a b"), order)
    assert folder == "/tmp/a b"
    assert orders.parsed(text) == order


@pytest.mark.parametrize("told", [Frame(12), Note(""), Note("It ends."), Failed("Full disk: a b.")])
def test_what_the_process_says_is_understood(told):
    assert orders.understood(orders.line(told) + "\n") == told


@pytest.mark.parametrize("line", ["", "\n", "frame x", "frame -1", "frame", "Warning: frame 3"])
def test_other_lines_mean_nothing(line):
    assert orders.understood(line) is None
