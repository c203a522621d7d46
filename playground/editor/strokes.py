"""Weights as strokes: all curves of one colour in one path, built without a Python loop."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from playground.editor.edges import THICKEST, Edges, Span
from playground.theme import Theme

MOST_THICK: Final = 80  # wider than a pixel: the picture stays legible
_LEVELS: Final = 16
_BESIDE: Final = 0.65  # pixels of the screen between the curves of a wide one: no gap shows
_LEAN: Final = 0.8  # pixels in x for one in y, at most

# A path as Qt streams it: the number of elements, each with its kind, then start and fill rule.
_ELEMENT: Final = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_CURVE: Final = (0, 2, 3, 3)  # move to, curve to, and the two points that belong to it
_END: Final = struct.pack(">ii", 0, 0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """Curves of one colour, as one path."""

    pen: QPen
    path: QPainterPath


def strokes(edges: Edges, spans: Sequence[Span], theme: Theme, ratio: float) -> list[Stroke]:
    """Weak to strong with the signs mixed, in opaque colours premixed with the canvas.

    ratio: pixels of the screen for one of the window; each thin curve is one of the screen wide.
    All curves of a level and a sign are one path: the trainer's thread can work while Qt draws,
    but not between many small calls from Python. A wide curve is thin ones beside each other, a
    quarter of what Qt needs to stroke it.
    """
    size = np.abs(edges.strength)
    level = np.minimum(size * _LEVELS, _LEVELS - 1).astype(np.intp)
    group = 2 * level + (edges.strength > 0)
    thin = float(size[-MOST_THICK]) if len(edges) > MOST_THICK else 0.0
    width = ratio * (1.0 + THICKEST * np.clip(size - thin, 0.0, 1.0))
    copies = np.ceil(np.maximum(width - 1.0, 0.0) / _BESIDE).astype(np.intp) + 1
    room = np.array([span.left < span.right for span in spans], dtype=np.bool_)
    copies[~room[edges.span]] = 0  # a drag can push columns together
    elements = _elements(edges, spans, copies, _BESIDE / ratio)
    owner = np.repeat(group, copies)
    return [
        Stroke(_pen(each // 2, bool(each % 2), theme), _path(elements[owner == each]))
        for each in np.unique(owner).tolist()
    ]


def _elements(
    edges: Edges, spans: Sequence[Span], copies: NDArray[np.intp], beside: float
) -> NDArray[np.void]:
    """The four path elements of every curve, (sum of copies, 4), level at both units."""
    edge = np.repeat(np.arange(len(edges)), copies)
    copy = np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
    left, right, start, end = (np.zeros(len(edge)) for _ in range(4))
    for index, span in enumerate(spans):
        mine = np.flatnonzero(edges.span[edge] == index)
        left[mine], right[mine] = span.left, span.right
        start[mine] = span.sources[edges.source[edge[mine]]]
        end[mine] = span.targets[edges.target[edge[mine]]]
    y = (copy - (copies[edge] - 1) / 2) * beside
    # Moved in y alone, steep curves would grow thin in the middle.
    x = y * np.clip((start - end) / (right - left), -_LEAN, _LEAN)
    elements = np.empty((len(edge), 4), dtype=_ELEMENT)
    elements["kind"] = _CURVE
    elements["x"] = np.stack((left, (left + right) / 2, (left + right) / 2, right), 1) + x[:, None]
    elements["y"] = np.stack((start, start, end, end), 1) + y[:, None]
    return elements


def _path(curves: NDArray[np.void]) -> QPainterPath:
    path = QPainterPath()
    written = struct.pack(">i", curves.size) + curves.tobytes() + _END
    QDataStream(QByteArray(written)) >> path
    return path


@lru_cache(maxsize=4 * _LEVELS)
def _pen(level: int, positive: bool, theme: Theme) -> QPen:
    """The pen of a weight: a pixel of the screen in its sign's colour, stronger with its size."""
    share = 0.10 + 0.82 * ((level + 0.5) / _LEVELS) ** 2
    sign, ground = theme.color("high" if positive else "low"), theme.color("canvas")
    color = QColor(
        round(ground.red() + share * (sign.red() - ground.red())),
        round(ground.green() + share * (sign.green() - ground.green())),
        round(ground.blue() + share * (sign.blue() - ground.blue())),
    )
    pen = QPen(color, 1.0, c=Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)  # without it Qt strokes even thin curves the slow way
    return pen
