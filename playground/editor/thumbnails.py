"""Thumbnails of units: a whole column scaled, coloured and rounded into one image."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.theme import Theme
from playground.training.snapshots import Floats

_RADIUS: Final = 0.14  # of a corner, in sides


def strip(thumbnails: Floats, side: int, pitch: float, theme: Theme) -> QImage:
    """The thumbnails (K, S, S) as tiles of `side` pixels, `pitch` apart, one below the other.

    A pitch need not be whole: each tile begins at the pixel nearest to its place. −1 to +1 is the
    theme's full scale; between the tiles the image is transparent.
    """
    colors = _colors(thumbnails, side, theme)
    colors[:, _rim(side)] = theme.color("border").rgb()  # units near 0 have the canvas's colour
    tops = np.rint(np.arange(len(thumbnails)) * pitch).astype(np.intp)
    height = int(tops[-1]) + side
    pixels = np.zeros((height, side), dtype=np.uint32)
    pixels[tops[:, None] + np.arange(side)] = (colors & 0xFFFFFF) | _mask(side)
    return QImage(pixels.data, side, height, 4 * side, QImage.Format.Format_ARGB32)


def _colors(thumbnails: Floats, side: int, theme: Theme) -> NDArray[np.uint32]:
    weights = _resampling(thumbnails.shape[-1], side)
    # A diverging network gives NaN and infinities: the middle and the ends of the scale.
    shown = np.clip(np.nan_to_num(thumbnails, nan=0.0), -1, 1)
    scale = _scale(theme)
    index = (weights @ shown @ weights.T + 1) * ((len(scale) - 1) / 2)
    colors: NDArray[np.uint32] = scale[np.clip(np.rint(index), 0, len(scale) - 1).astype(np.intp)]
    return colors


@lru_cache(maxsize=4)
def _scale(theme: Theme) -> NDArray[np.uint32]:
    return theme.scale()


@lru_cache(maxsize=64)
def _resampling(source: int, target: int) -> Floats:
    """Matrix (target, source) of a triangle filter: smooth when enlarging, averaging otherwise."""
    step = source / target
    at = (np.arange(target) + 0.5) * step - 0.5
    distance = np.abs(np.clip(at, 0, source - 1)[:, None] - np.arange(source)[None, :])
    weights = np.maximum(1 - distance / max(step, 1.0), 0)
    matrix: Floats = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return matrix


@lru_cache(maxsize=64)
def _mask(side: int) -> NDArray[np.uint32]:
    """Opacity of a tile with round corners, in the top byte."""
    radius = max(_RADIUS * side, 1.0)
    opacity = np.clip(radius + 0.5 - _corner_distance(side, radius), 0, 1)
    mask: NDArray[np.uint32] = np.rint(255 * opacity).astype(np.uint32) << np.uint32(24)
    return mask


@lru_cache(maxsize=64)
def _rim(side: int) -> NDArray[np.bool_]:
    """The outermost pixels of a tile with round corners."""
    radius = max(_RADIUS * side, 1.0)
    edge = np.ones((side, side), dtype=np.bool_)
    edge[1:-1, 1:-1] = False
    return edge | (_corner_distance(side, radius) > radius - 0.8)


def _corner_distance(side: int, radius: float) -> NDArray[np.float64]:
    """Distance of every pixel from the centre of its rounded corner, in pixels."""
    center = np.arange(side) + 0.5
    outside = np.maximum(radius - np.minimum(center, side - center), 0)
    distance: NDArray[np.float64] = np.hypot(outside[:, None], outside[None, :])
    return distance
