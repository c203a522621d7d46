"""Weights as curves: which to draw, how, and which one is under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.training.snapshots import Floats

MOST_EDGES: Final = 600  # antialiased curves within a frame's time
THICKEST: Final = 3.6  # pixels
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


def paint_edge(painter: QPainter, edge: Edge, spans: Sequence[Span], color: QColor) -> None:
    """Draw one curve alone, above the others."""
    painter.setPen(QPen(color, THICKEST, c=Qt.PenCapStyle.FlatCap))
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
