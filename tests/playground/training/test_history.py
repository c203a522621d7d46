"""Which epochs the loss curve holds."""

import itertools

import pytest

from playground.training.history import evaluation_due


def kept(epochs: int) -> list[int]:
    return [epoch for epoch in range(epochs + 1) if evaluation_due(epoch)]


def test_every_epoch_up_to_1024_is_kept() -> None:
    assert kept(1024) == list(range(1025))


@pytest.mark.parametrize(("epoch", "stride"), [(1025, 2), (1500, 2), (2049, 4), (4097, 8)])
def test_the_stride_doubles_with_the_run(epoch: int, stride: int) -> None:
    later = [each for each in range(epoch, epoch + 4 * stride) if evaluation_due(each)]

    assert [b - a for a, b in itertools.pairwise(later)] == [stride] * (len(later) - 1)


@pytest.mark.parametrize("epochs", [1024, 1500, 2048, 5000, 40_000])
def test_the_last_half_of_a_run_has_512_points_and_memory_grows_with_the_logarithm(
    epochs: int,
) -> None:
    points = kept(epochs)

    assert sum(epoch > epochs / 2 for epoch in points) >= 511
    assert len(points) <= 1025 + 512 * max((epochs - 1).bit_length() - 10, 0)


def test_a_longer_run_keeps_the_points_of_a_shorter_one() -> None:
    assert set(kept(3000)) <= set(kept(9000))
