"""Which epochs the loss curve holds."""

import itertools

import pytest

from playground.training.history import evaluation_due


def kept(epochs: int) -> list[int]:
    return [epoch for epoch in range(epochs + 1) if evaluation_due(epoch)]


def test_every_epoch_up_to_256_is_kept() -> None:
    assert kept(256) == list(range(257))


@pytest.mark.parametrize(("epoch", "stride"), [(257, 2), (300, 2), (513, 4), (1025, 8)])
def test_the_stride_doubles_with_the_run(epoch: int, stride: int) -> None:
    later = [each for each in range(epoch, epoch + 4 * stride) if evaluation_due(each)]

    assert [b - a for a, b in itertools.pairwise(later)] == [stride] * (len(later) - 1)


@pytest.mark.parametrize("epochs", [256, 300, 512, 1500, 40_000])
def test_the_last_half_of_a_run_has_128_points_and_memory_grows_with_the_logarithm(
    epochs: int,
) -> None:
    points = kept(epochs)

    assert sum(epoch > epochs / 2 for epoch in points) >= 127
    assert len(points) <= 257 + 128 * max((epochs - 1).bit_length() - 8, 0)


def test_a_longer_run_keeps_the_points_of_a_shorter_one() -> None:
    assert set(kept(3000)) <= set(kept(9000))
