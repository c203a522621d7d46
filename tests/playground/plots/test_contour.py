"""The iso-line runs where the function crosses the level, in the coordinates of the square."""

import numpy as np
import pytest

from playground.plots.contour import iso_lines
from tests.playground.plots.fakes import sampled


@pytest.mark.parametrize("size", [50, 100, 200])
@pytest.mark.parametrize("centre", [(0.5, 0.5), (0.3, 0.66)])
def test_a_circle_has_its_radius_and_centre(size: int, centre: tuple[float, float]) -> None:
    field = sampled(lambda x, y: 0.25 - np.hypot(x - centre[0], y - centre[1]), size)
    (line,) = iso_lines(field, 0.0)
    radius = np.hypot(line[:, 0] - centre[0], line[:, 1] - centre[1])
    assert np.abs(radius - 0.25).max() < 0.02 / size
    np.testing.assert_array_equal(line[0], line[-1])


def test_linear_interpolation_is_exact_for_a_plane() -> None:
    (line,) = iso_lines(sampled(lambda x, y: 2.0 * x + y, 40), 1.237)
    inner = line[1:-1]
    np.testing.assert_allclose(2.0 * inner[:, 0] + inner[:, 1], 1.237, atol=1e-6)


def test_lines_reach_the_border_of_the_square() -> None:
    (line,) = iso_lines(sampled(lambda x, y: x + 0.0 * y), 0.4)
    assert sorted(line[[0, -1], 1]) == [0.0, 1.0]
    np.testing.assert_allclose(line[:, 0], 0.4, atol=1e-6)


def test_the_level_is_followed() -> None:
    field = sampled(lambda x, y: 1.0 - np.hypot(x - 0.5, y - 0.5))
    (line,) = iso_lines(field, 0.7)
    np.testing.assert_allclose(np.hypot(*(line - 0.5).T), 0.3, atol=1e-3)


@pytest.mark.parametrize(("middle", "pieces_hold_above"), [(0.9, False), (-0.9, True)])
def test_a_saddle_joins_the_corners_its_middle_belongs_to(
    middle: float, pieces_hold_above: bool
) -> None:
    field = np.array([[1.0, -1.0], [-1.0, 1.0]]) + middle
    lines = iso_lines(field, 0.0)
    assert len(lines) == 2
    above = np.array([[0.0, 1.0], [1.0, 0.0]])  # the corners of the square above the level
    below = np.array([[0.0, 0.0], [1.0, 1.0]])
    cut_off = above if pieces_hold_above else below
    near = [min(np.hypot(*(line - corner).T).max() for line in lines) for corner in cut_off]
    assert max(near) < 0.75


def test_every_region_has_its_own_line() -> None:
    field = sampled(lambda x, y: np.sin(4 * np.pi * x) * np.sin(4 * np.pi * y) - 0.5)
    lines = iso_lines(field, 0.0)
    assert len(lines) == 8
    assert all((line[0] == line[-1]).all() for line in lines)


def test_a_field_that_never_crosses_has_no_line() -> None:
    assert iso_lines(sampled(lambda x, y: x + y), 5.0) == []


def test_extreme_values_do_not_overflow() -> None:
    field = np.full((4, 4), -3e38, np.float32)
    field[:, 2:] = 3e38
    (line,) = iso_lines(field, 0.0)
    np.testing.assert_allclose(line[:, 0], 0.5)
