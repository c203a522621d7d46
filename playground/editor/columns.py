"""Which units the diagram shows and where: one column for the input and one for each Linear."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from playground.document.layer_kinds import BEGIN, FEATURES
from playground.document.spec import INPUTS, ExperimentSpec
from playground.document.widths import output_names, widths

SMALLEST_TILE: Final = 8
MOST_UNITS: Final = 64  # of a column
_LARGEST_TILE: Final = 34
_LARGEST_END_TILE: Final = 44
_SMALLEST_GAP: Final = 1
_FEATURE_NAMES: Final = {each.value: each.label for each in FEATURES.choices}


@dataclass(frozen=True, slots=True)
class Column:
    """The units of one Linear, seen after the activations that follow it, or after a sum.

    layer: position of the Linear, None for the input or features of it. output: position of the
    layer whose outputs are shown. units: how many there are. name: "Linear 2". labels: the classes,
    x and y, or the features.
    """

    layer: int | None
    output: int | None
    units: int
    name: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its middle x, the first tile's top, tile side and pitch, in pixels."""

    x: float
    top: float
    tile: int
    pitch: int
    count: int

    def tile_rect(self, index: int) -> QRectF:
        """The place of the `index`-th shown unit."""
        return QRectF(self.left, self.top + index * self.pitch, self.tile, self.tile)

    def tile_at(self, x: float, y: float) -> int | None:
        """The shown unit under a point, or None."""
        index = int((y - self.top) // self.pitch)
        inside = 0 <= index < self.count and self.tile_rect(index).contains(x, y)
        return index if inside else None

    @property
    def left(self) -> float:
        """Left edge of the tiles."""
        return round(self.x - self.tile / 2)

    @property
    def bottom(self) -> float:
        """Lower edge of the last tile."""
        return self.top + max(self.count - 1, 0) * self.pitch + self.tile

    def middle(self, index: int) -> float:
        """The y at which curves meet the `index`-th unit."""
        return self.top + index * self.pitch + self.tile / 2


def columns(spec: ExperimentSpec) -> tuple[Column, ...]:
    """The columns of a document, input to output."""
    found = [_first_column(spec)]
    starts = [index for index, layer in enumerate(spec.layers) if layer.kind == "linear"]
    sizes = widths(spec)
    for number, start in enumerate(starts, start=1):
        end = starts[number] if number < len(starts) else len(spec.layers)
        if spec.layers[end - 1].kind == BEGIN:  # a block behind it: it shows what goes in
            end -= 1
        last = number == len(starts)
        found.append(
            Column(
                start,
                end - 1,
                sizes[start].fan_out,
                f"Linear {number}",
                output_names(spec) if last else (),
            )
        )
    return tuple(found)


def _first_column(spec: ExperimentSpec) -> Column:
    """What the first Linear sees: x and y, or features of them."""
    for index, layer in enumerate(spec.layers):
        if layer.kind == "linear":
            break
        if layer.kind == "features":
            names = layer["names"]
            assert isinstance(names, tuple)
            return Column(
                None, index, len(names), "Features", tuple(_FEATURE_NAMES[each] for each in names)
            )
    return Column(None, None, INPUTS, "Input", ("x", "y"))


def fitting(units: int, height: float) -> int:
    """How many of `units` tiles fit into `height` at the smallest size."""
    return min(units, max(int((height + _SMALLEST_GAP) // (SMALLEST_TILE + _SMALLEST_GAP)), 1))


def some_hidden(spec: ExperimentSpec, height: float) -> bool:
    """Whether a column has more units than are shown at this height."""
    return any(each.units > fitting(min(each.units, MOST_UNITS), height) for each in columns(spec))


def place(count: int, x: float, top: float, height: float, *, end: bool) -> Place:
    """Spread `count` tiles over `height`, in the middle of it; `end` columns are larger."""
    room = height / max(count, 1)
    label = 22 if end else 0
    pitch = max(int(min(room, 0.285 * height)), SMALLEST_TILE + _SMALLEST_GAP)
    largest = _LARGEST_END_TILE if end else _LARGEST_TILE
    tile = int(min(max(0.84 * pitch, SMALLEST_TILE), pitch - _SMALLEST_GAP, largest))
    if end and pitch - tile < label:
        tile = max(pitch - label, SMALLEST_TILE)
    used = (count - 1) * pitch + tile
    return Place(x, round(top + max(height - used, 0) / 2), tile, pitch, count)
