"""Where a sampled function crosses a level: marching squares, in NumPy."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

# The four sides of a cell, each by its two corners as (row, column) offsets.
_TOP, _RIGHT, _BOTTOM, _LEFT = range(4)
_SIDE_ROWS: Final = np.array([[0, 0], [0, 1], [1, 1], [0, 1]])
_SIDE_COLUMNS: Final = np.array([[0, 1], [1, 1], [0, 1], [0, 0]])

# Corner bits: 1 top left, 2 top right, 4 bottom right, 8 bottom left. Every segment runs from side
# to side with the corners above the level on the same hand, so that each segment begins where
# another one ends. The two saddles appear twice: 5 and 10 with the middle of the cell below the
# level, 16 and 17 the same corners with it above.
_SEGMENTS: Final = {
    1: ((_LEFT, _TOP),),
    2: ((_TOP, _RIGHT),),
    3: ((_LEFT, _RIGHT),),
    4: ((_RIGHT, _BOTTOM),),
    5: ((_LEFT, _TOP), (_RIGHT, _BOTTOM)),
    6: ((_TOP, _BOTTOM),),
    7: ((_LEFT, _BOTTOM),),
    8: ((_BOTTOM, _LEFT),),
    9: ((_BOTTOM, _TOP),),
    10: ((_TOP, _RIGHT), (_BOTTOM, _LEFT)),
    11: ((_BOTTOM, _RIGHT),),
    12: ((_RIGHT, _LEFT),),
    13: ((_RIGHT, _TOP),),
    14: ((_TOP, _LEFT),),
    16: ((_RIGHT, _TOP), (_LEFT, _BOTTOM)),
    17: ((_TOP, _LEFT), (_BOTTOM, _RIGHT)),
}
_TABLE: Final = np.full((18, 2, 2), -1)
for _code, _pair in _SEGMENTS.items():
    _TABLE[_code, : len(_pair)] = _pair


def iso_lines(field: NDArray[np.floating], level: float) -> list[Line]:
    """The lines field = level over the unit square, each (K, 2) as (x, y).

    field (N, N): samples at the centres of N x N equal pixels, row 0 at the top (y = 1). Between
    samples the field is taken as linear along each side of a cell; the outermost half pixel
    repeats the border, so that lines reach the edge of the square. A closed line ends at its
    first point. Source: Lorensen and Cline, "Marching cubes", 1987, in two dimensions.
    """
    padded, at = _with_border(field)
    above = (padded > level).view(np.uint8)
    code = above[:-1, :-1] | above[:-1, 1:] << 1 | above[1:, 1:] << 2 | above[1:, :-1] << 3
    rows, columns = np.nonzero((code != 0) & (code != 15))
    if not rows.size:
        return []
    codes = code[rows, columns].astype(np.int64)
    saddle = np.flatnonzero((codes == 5) | (codes == 10))
    if saddle.size:
        i, j = rows[saddle], columns[saddle]
        corners = padded[i, j] + padded[i, j + 1] + padded[i + 1, j] + padded[i + 1, j + 1]
        raised = saddle[corners > 4.0 * level]
        codes[raised] = np.where(codes[raised] == 5, 16, 17)
    sides = _TABLE[codes]
    cell, which = np.nonzero(sides[:, :, 0] >= 0)
    begin, end = sides[cell, which].T
    rows, columns = rows[cell], columns[cell]
    size = len(at)
    points = _crossing(padded, at, level, rows, columns, begin)
    last = _crossing(padded, at, level, rows, columns, end)
    starts, ends = _edge(rows, columns, begin, size), _edge(rows, columns, end, size)
    return [
        np.concatenate((points[chain], last[chain[-1:]]))
        for chain in _chains(starts.tolist(), ends.tolist())
    ]


def _with_border(field: NDArray[np.floating]) -> tuple[Line, Line]:
    """The field with its border repeated, and the coordinate of each column."""
    size = len(field)
    padded = np.empty((size + 2, size + 2))
    padded[1:-1, 1:-1] = field
    padded[0], padded[-1] = padded[1], padded[-2]
    padded[:, 0], padded[:, -1] = padded[:, 1], padded[:, -2]
    at = (np.arange(size + 2) - 0.5) / size
    at[0], at[-1] = 0.0, 1.0
    return padded, at


def _crossing(
    field: Line,
    at: Line,
    level: float,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    side: NDArray[np.int64],
) -> Line:
    """Where each `side` of the cell (row, column) meets the level, by linear interpolation."""
    i = rows[:, None] + _SIDE_ROWS[side]
    j = columns[:, None] + _SIDE_COLUMNS[side]
    first, second = field[i, j].T
    part = (level - first) / (second - first)
    x, y = at[j], 1.0 - at[i]
    return np.column_stack(
        (x[:, 0] + part * (x[:, 1] - x[:, 0]), y[:, 0] + part * (y[:, 1] - y[:, 0]))
    )


def _edge(
    rows: NDArray[np.int64], columns: NDArray[np.int64], side: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """One number for each side of the grid: the two cells that share it give it the same."""
    upright = (side == _LEFT) | (side == _RIGHT)
    corner = (rows + (side == _BOTTOM)) * size + columns + (side == _RIGHT)
    number: NDArray[np.int64] = 2 * corner + upright
    return number


def _chains(starts: list[int], ends: list[int]) -> Iterator[list[int]]:
    """The segments in the order in which they follow each other, one list a line."""
    segment_at = dict(zip(starts, range(len(starts)), strict=True))
    loose = set(starts).difference(ends)  # where open lines begin; what is left is closed
    for start in (*loose, *starts):
        segment = segment_at.pop(start, None)
        chain = []
        while segment is not None:
            chain.append(segment)
            segment = segment_at.pop(ends[segment], None)
        if chain:
            yield chain
