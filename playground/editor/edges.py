"""Weights as curves: which to draw, how, and which one is under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.theme import Theme
from playground.training.snapshots import Floats

MOST_EDGES: Final = 600  # antialiased curves within a frame's time
MOST_THICK: Final = 80  # wider than a pixel: the picture stays legible
_LEVELS: Final = 24
_THICKEST: Final = 3.6
_BESIDE: Final = 0.65  # pixels between the thin curves of a wide one: no gap shows
_LEAN: Final = 0.8  # pixels in x for one in y, at most
_HIT_DISTANCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Span:
    """Between two columns: the x where curves begin and end, the y of every unit on each side."""

    left: float
    right: float
    sources: Floats  # (J,)
    targets: Floats  # (K,)


@dataclass(frozen=True, slots=True)
class Edge:
    """One weight: from unit `source` to unit `target` (both counted among the shown)."""

    span: int
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Edges:
    """The chosen weights, weak to strong. strength is weight / largest |weight| of its layer."""

    span: NDArray[np.intp]
    source: NDArray[np.intp]
    target: NDArray[np.intp]
    strength: Floats

    def __len__(self) -> int:
        return len(self.strength)

    def edge(self, index: int) -> Edge:
        """The `index`-th chosen weight."""
        return Edge(int(self.span[index]), int(self.source[index]), int(self.target[index]))


@dataclass(frozen=True, slots=True)
class Stroke:
    """Curves of one colour, as one path."""

    pen: QPen
    path: QPainterPath


def strongest(layers: Sequence[tuple[Floats, float]], limit: int = MOST_EDGES) -> Edges:
    """The strongest `limit` of the weights (K, J) with their scales, shared over the layers.

    Small layers are shown whole first, so that a wide one does not take all curves.
    """
    chosen: dict[int, NDArray[np.intp]] = {}
    left = limit
    by_size = sorted(range(len(layers)), key=lambda index: layers[index][0].size)
    for done, index in enumerate(by_size):
        size = np.abs(layers[index][0]).ravel()
        share = min(left // (len(layers) - done), size.size)
        left -= share
        chosen[index] = np.argpartition(size, size.size - share)[size.size - share :]
    parts = []
    for index, (weights, scale) in enumerate(layers):
        target, source = np.unravel_index(chosen[index], weights.shape)
        scale = scale if 0 < scale < float("inf") else 1.0
        strength = np.clip(np.nan_to_num(weights[target, source]), -scale, scale) / scale
        parts.append((np.full(len(target), index), source, target, strength))
    if not parts:
        none = np.zeros(0, dtype=np.intp)
        return Edges(none, none, none, np.zeros(0, dtype=np.float32))
    span, source, target, strength = (np.concatenate(each) for each in zip(*parts, strict=True))
    strength = strength.astype(np.float32)
    order = np.argsort(np.abs(strength), kind="stable")
    return Edges(span[order], source[order], target[order], strength[order])


def strokes(edges: Edges, spans: Sequence[Span], theme: Theme) -> list[Stroke]:
    """Weak to strong with the signs mixed, in opaque colours premixed with the canvas.

    All curves of a level and a sign are one path: the trainer's thread can work while Qt draws,
    but not between many small calls from Python. A wide curve is thin ones beside each other, a
    quarter of what Qt needs to stroke it.
    """
    paths = [(QPainterPath(), QPainterPath()) for _ in range(_LEVELS)]
    size = np.abs(edges.strength)
    levels = np.minimum(size * _LEVELS, _LEVELS - 1).astype(int).tolist()
    thin = float(size[-MOST_THICK]) if len(edges) > MOST_THICK else 0.0
    copies = np.ceil(_THICKEST * np.clip(size - thin, 0.0, 1.0) / _BESIDE).astype(int) + 1
    ends = [(span.left, span.right, span.sources.tolist(), span.targets.tolist()) for span in spans]
    for span, source, target, level, positive, count in zip(
        edges.span.tolist(),
        edges.source.tolist(),
        edges.target.tolist(),
        levels,
        (edges.strength > 0).tolist(),
        copies.tolist(),
        strict=True,
    ):
        left, right, sources, targets = ends[span]
        if left < right:  # a drag can push columns together
            path = paths[level][positive]
            start, end = sources[source], targets[target]
            # Moved in y alone, steep curves would grow thin in the middle.
            lean = min(max((start - end) / (right - left), -_LEAN), _LEAN)
            for copy in range(count):
                y = (copy - (count - 1) / 2) * _BESIDE
                x = y * lean
                middle = (left + right) / 2 + x
                path.moveTo(left + x, start + y)
                path.cubicTo(middle, start + y, middle, end + y, right + x, end + y)
    return [
        Stroke(_pen((level + 0.5) / _LEVELS, bool(positive), theme), path)
        for level, pair in enumerate(paths)
        for positive, path in enumerate(pair)
        if not path.isEmpty()
    ]


def paint_edge(painter: QPainter, edge: Edge, spans: Sequence[Span], color: QColor) -> None:
    """Draw one curve alone, above the others."""
    painter.setPen(QPen(color, _THICKEST, c=Qt.PenCapStyle.FlatCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    span = spans[edge.span]
    start, end = float(span.sources[edge.source]), float(span.targets[edge.target])
    painter.drawPath(_curve(span.left, start, span.right, end))


def _curve(left: float, start: float, right: float, end: float) -> QPainterPath:
    """The curve of a weight: level at both units, y = y₀ + (y₁ − y₀)(3t² − 2t³)."""
    middle = (left + right) / 2
    path = QPainterPath(QPointF(left, start))
    path.cubicTo(middle, start, middle, end, right, end)
    return path


def edge_at(edges: Edges, spans: Sequence[Span], x: float, y: float) -> Edge | None:
    """The drawn curve nearest to a point, within 5 pixels."""
    for index, span in enumerate(spans):
        if not span.left < x < span.right:
            continue
        mine = np.flatnonzero(edges.span == index)
        if not len(mine):
            return None
        t = _parameter((x - span.left) / (span.right - span.left))
        start, end = span.sources[edges.source[mine]], span.targets[edges.target[mine]]
        distance = np.abs(start + (end - start) * (3 * t**2 - 2 * t**3) - y)
        slope = (end - start) * 6 * t * (1 - t) / (span.right - span.left)
        distance = distance / np.hypot(1, slope)
        best = int(np.argmin(distance))
        return edges.edge(int(mine[best])) if distance[best] <= _HIT_DISTANCE else None
    return None


def _parameter(share: float) -> float:
    """The t at which the curve has gone `share` of its way in x: 1.5t(1−t) + t³ = share."""
    low, high = 0.0, 1.0
    for _ in range(24):
        t = (low + high) / 2
        if 1.5 * t * (1 - t) + t**3 < share:
            low = t
        else:
            high = t
    return (low + high) / 2


def _pen(strength: float, positive: bool, theme: Theme) -> QPen:
    """The pen of a weight: one pixel in its sign's colour, stronger with its size."""
    share = 0.10 + 0.82 * strength**2
    sign, ground = theme.color("high" if positive else "low"), theme.color("canvas")
    color = QColor(
        round(ground.red() + share * (sign.red() - ground.red())),
        round(ground.green() + share * (sign.green() - ground.green())),
        round(ground.blue() + share * (sign.blue() - ground.blue())),
    )
    pen = QPen(color, 1.0, c=Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)  # without it Qt strokes even thin curves the slow way
    return pen
