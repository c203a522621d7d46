"""What the canvas says: descriptions of layers, units and weights in plain words."""

import numpy as np

from playground.document.blocks import blocks
from playground.document.catalogue import INITIALIZATION
from playground.document.layer_kinds import END
from playground.document.spec import ExperimentSpec
from playground.document.widths import widths
from playground.editor.edges import Edge
from playground.editor.scene import ColumnView, Scene


def subtitles(spec: ExperimentSpec, index: int) -> tuple[str, ...]:
    """What stands under "Linear" on a card, longest first."""
    size, layer = widths(spec)[index], spec.layers[index]
    labels = {choice.value: choice.label for choice in INITIALIZATION.choices}
    start = labels[str(layer["initialization"])]
    return (
        f"{size.fan_in} → {size.fan_out} · {start}",
        f"{size.fan_in} → {size.fan_out}",
        f"{size.fan_in}→{size.fan_out}",
    )


def layer_description(spec: ExperimentSpec, index: int | None) -> str:
    """ "Layer 2 of 8, Linear 25 to 25, Tanh follows", for those who hear the canvas."""
    count = len(spec.layers)
    if index is None:
        return f"{count} layers, none selected" if count else "No layers. Press Insert to add one."
    layer, size = spec.layers[index], widths(spec)[index]
    shape = f" {size.fan_in} to {size.fan_out}" if layer.kind == "linear" else ""
    follows = f", {spec.layers[index + 1].name} follows" if index + 1 < count else ", the last"
    return f"Layer {index + 1} of {count}, {layer.name}{shape}{_block(spec, index)}{follows}"


def _block(spec: ExperimentSpec, index: int) -> str:
    """ ", in residual block 1 of 2", where it is in one."""
    found = blocks(spec.layers)
    for number, block in enumerate(found, start=1):
        if index in block:
            ends = {block.begin: "begins", block.end: "ends"}
            return f", {ends.get(index, 'in')} residual block {number} of {len(found)}"
    return ""


def unit_name(view: ColumnView, shown: int) -> str:
    """ "Linear 1, unit 7"; an input or output has a name of its own too."""
    if view.column.layer is None:
        return f"{view.column.name} {view.column.labels[shown]}"
    name = f"{view.column.name}, unit {int(view.units[shown]) + 1}"
    if shown < len(view.column.labels):
        name += f": {view.column.labels[shown]}"
    return name


def unit_details(view: ColumnView, shown: int, spec: ExperimentSpec) -> str:
    """What is shown of the unit, and its bias now."""
    column = view.column
    if column.output is None:
        return "what goes into the network"
    if column.layer is None:
        return "a fixed function of the point"
    after = ""
    if spec.layers[column.output].kind == END:
        after = "added to what went into the block"
    elif column.output != column.layer:
        after = f"after {spec.layers[column.output].name}"
    bias = f"bias {number(float(view.biases[shown]))}" if view.biases is not None else ""
    return " · ".join(part for part in (after, bias) if part)


def weight_name(scene: Scene, edge: Edge) -> str:
    """ "From Linear 1, unit 3 to Linear 2, unit 7"."""
    before, after = scene.columns[edge.span], scene.columns[edge.span + 1]
    return f"From {unit_name(before, edge.source)} to {unit_name(after, edge.target)}"


def shown_units(view: ColumnView) -> str:
    """Which units of a column are shown: "units 1, 5, 9, …, 125"."""
    units = (np.asarray(view.units) + 1).tolist()
    listed = units if len(units) <= 6 else [*units[:4], "…", units[-1]]
    return "units " + ", ".join(str(unit) for unit in listed)


def number(value: float) -> str:
    """Three decimals, with a true minus sign."""
    return f"{value:.3f}".replace("-", "−")
