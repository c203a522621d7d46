"""Widths are inferred: what goes into and comes out of every layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.document.spec import ExperimentSpec, LayerSpec


@dataclass(frozen=True, slots=True)
class Widths:
    """What one layer takes and gives, in numbers per point; `parameters` counts w and b."""

    fan_in: int
    fan_out: int
    parameters: int


def last_linear(layers: tuple[LayerSpec, ...]) -> int | None:
    """Position of the last Linear, or None: it has a unit for each of `output_names`."""
    return next((i for i in reversed(range(len(layers))) if layers[i].kind == "linear"), None)


def output_names(spec: ExperimentSpec) -> tuple[str, ...]:
    """What the network's outputs stand for: a class each, one for both classes, or a target.

    Losses that ask yes or no need one output for two classes: how much a point is of the second.
    """
    outputs = spec.data.outputs
    return outputs[1:] if spec.training.loss.row.binary and len(outputs) == 2 else outputs


def widths(spec: ExperimentSpec) -> tuple[Widths, ...]:
    """The widths of every layer, input to output; the input is (x, y)."""
    last, width, found = last_linear(spec.layers), 2, []
    for position, layer in enumerate(spec.layers):
        fan_in = width
        if layer.kind == "linear":
            units = layer["units"]
            assert isinstance(units, int)
            width = len(output_names(spec)) if position == last else units
            found.append(Widths(fan_in, width, (fan_in + 1) * width))
        else:
            found.append(Widths(fan_in, fan_in, 0))
    return tuple(found)


def parameter_count(spec: ExperimentSpec) -> int:
    """Weights and biases of the whole network."""
    return sum(layer.parameters for layer in widths(spec))
