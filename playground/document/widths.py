"""Widths are inferred: what goes into and comes out of every layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.blocks import blocks
from playground.document.layer_kinds import BEGIN, END

if TYPE_CHECKING:
    from playground.document.spec import ExperimentSpec, LayerSpec


@dataclass(frozen=True, slots=True)
class Widths:
    """What one layer takes and gives, in numbers per point; `parameters` counts what it trains."""

    fan_in: int
    fan_out: int
    parameters: int


def last_linear(layers: tuple[LayerSpec, ...]) -> int | None:
    """Position of the last Linear outside of residual blocks, or None.

    It has a unit for each of `output_names`: blocks after it keep that width.
    """
    last = None
    inside = False
    for index, layer in enumerate(layers):
        inside = (inside or layer.kind == BEGIN) and layer.kind != END
        if layer.kind == "linear" and not inside:
            last = index
    return last


def closing_linears(layers: tuple[LayerSpec, ...]) -> frozenset[int]:
    """The last Linear of every residual block, which has as many units as the block's input."""
    inside = (range(block.begin, block.end) for block in blocks(layers))
    found = ([i for i in places if layers[i].kind == "linear"] for places in inside)
    return frozenset(places[-1] for places in found if places)


def output_names(spec: ExperimentSpec) -> tuple[str, ...]:
    """What the network's outputs stand for: a class each, one for both classes, or a target.

    Losses that ask yes or no need one output for two classes: how much a point is of the second.
    """
    outputs = spec.data.outputs
    return outputs[1:] if spec.training.loss.row.binary and len(outputs) == 2 else outputs


def widths(spec: ExperimentSpec) -> tuple[Widths, ...]:
    """The widths of every layer, input to output; the input is (x, y)."""
    last, closing = last_linear(spec.layers), closing_linears(spec.layers)
    width = block_input = 2
    found = []
    for position, layer in enumerate(spec.layers):
        fan_in, parameters = width, 0
        match layer.kind:
            case "linear":
                units = layer["units"]
                assert isinstance(units, int)
                if position == last:
                    units = len(output_names(spec))
                width = block_input if position in closing else units
                parameters = (fan_in + 1) * width
            case "features":
                names = layer["names"]
                assert isinstance(names, tuple)
                width = len(names)
            case "batch_norm" | "layer_norm":
                parameters = 2 * width
            case "residual":
                block_input = width
            case "add":
                width = block_input
        found.append(Widths(fan_in, width, parameters))
    return tuple(found)


def parameter_count(spec: ExperimentSpec) -> int:
    """Everything that the whole network trains."""
    return sum(layer.parameters for layer in widths(spec))
