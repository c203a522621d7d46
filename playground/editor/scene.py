"""What the diagram shows at one moment: units and weights of a snapshot, put in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from playground.document.spec import ExperimentSpec
from playground.document.widths import widths
from playground.editor.columns import MOST_UNITS, Column, Place, columns, fitting, place
from playground.editor.edges import Edge, Edges, Span, strongest
from playground.training.snapshots import Floats, Ints, LayerSnapshot, Snapshot

_CLEARANCE: Final = 3.0  # between a tile and its curves


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: its place, the numbers of the units shown, their thumbnails once computed."""

    column: Column
    place: Place
    units: Ints
    thumbnails: Floats | None
    biases: Floats | None


@dataclass(frozen=True, slots=True)
class Scene:
    """Columns left to right; between each two, a span of curves and its weights (K, J)."""

    columns: tuple[ColumnView, ...]
    spans: tuple[Span, ...]
    weights: tuple[Floats, ...]
    edges: Edges
    weight_count: int  # of the whole network, biases not counted

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(column, shown unit) under a point, or None."""
        for index, view in enumerate(self.columns):
            if (unit := view.place.tile_at(x, y)) is not None:
                return index, unit
        return None

    def weight(self, edge: Edge) -> float | None:
        """The value of a weight now; None where there is no such weight any more."""
        if edge.span >= len(self.weights):
            return None
        weights = self.weights[edge.span]
        inside = edge.target < weights.shape[0] and edge.source < weights.shape[1]
        return float(weights[edge.target, edge.source]) if inside else None


def matches(snapshot: Snapshot, spec: ExperimentSpec) -> bool:
    """Whether a snapshot shows a network of this shape."""
    wanted = [
        (layer.kind == "linear", size.fan_out)
        for layer, size in zip(spec.layers, widths(spec), strict=True)
    ]
    return [(layer.weights is not None, layer.fan_out) for layer in snapshot.layers] == wanted


def scene(
    spec: ExperimentSpec,
    snapshot: Snapshot | None,
    middles: Sequence[float],
    top: float,
    height: float,
) -> Scene:
    """Put the units of `snapshot` (None: empty tiles) below the card of every layer.

    middles: the middle x of the input's card and of every layer's.
    """
    if snapshot is not None and not matches(snapshot, spec):
        snapshot = None
    views, picks = [], []
    for column in columns(spec):
        source, here = _sources(snapshot, column)
        known = source.units if source is not None else np.arange(min(column.units, MOST_UNITS))
        pick = _spread(len(known), fitting(len(known), height))
        picks.append(pick)
        x = middles[_card(column)]
        at = place(len(pick), x, top, height, end=bool(column.labels))
        thumbnails = source.thumbnails[pick] if source is not None else None
        biases = here.biases[pick] if here is not None and here.biases is not None else None
        views.append(ColumnView(column, at, known[pick], thumbnails, biases))
    spans = tuple(_span(a.place, b.place) for a, b in pairwise(views))
    weights, scales = _weights(snapshot, views, picks)
    count = sum(
        size.fan_in * size.fan_out
        for layer, size in zip(spec.layers, widths(spec), strict=True)
        if layer.kind == "linear"
    )
    edges = strongest(list(zip(weights, scales, strict=True)))
    return Scene(tuple(views), spans, tuple(weights), edges, count)


def _sources(
    snapshot: Snapshot | None, column: Column
) -> tuple[LayerSnapshot | None, LayerSnapshot | None]:
    """The layers whose outputs and whose biases a column shows."""
    if snapshot is None:
        return None, None
    if column.output is None:
        return snapshot.inputs, None
    if column.layer is None:
        return snapshot.layers[column.output], None
    return snapshot.layers[column.output], snapshot.layers[column.layer]


def _card(column: Column) -> int:
    """The card above a column: the input's, or that of a layer."""
    if column.layer is not None:
        return column.layer + 1
    return 0 if column.output is None else column.output + 1


def _spread(count: int, wanted: int) -> Ints:
    """`wanted` of the numbers 0 to count − 1, evenly spread."""
    return np.unique(np.rint(np.linspace(0, count - 1, wanted)).astype(np.int64))


def _span(before: Place, after: Place) -> Span:
    return Span(
        before.left + before.tile + _CLEARANCE,
        after.left - _CLEARANCE,
        np.array([before.middle(index) for index in range(before.count)], dtype=np.float32),
        np.array([after.middle(index) for index in range(after.count)], dtype=np.float32),
    )


def _weights(
    snapshot: Snapshot | None, views: Sequence[ColumnView], picks: Sequence[Ints]
) -> tuple[list[Floats], list[float]]:
    weights: list[Floats] = []
    scales: list[float] = []
    if snapshot is None:
        return weights, scales
    for view, sources, targets in zip(views[1:], picks, picks[1:], strict=False):
        assert view.column.layer is not None
        layer = snapshot.layers[view.column.layer]
        assert layer.weights is not None
        weights.append(layer.weights[np.ix_(targets, sources)])
        scales.append(layer.weight_scale)
    return weights, scales
