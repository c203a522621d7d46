"""The four networks of the report's Table I, and the document a fresh window holds."""

import math
from dataclasses import dataclass
from typing import Final

from playground.document.catalogue import Value
from playground.document.gains import rule_arguments
from playground.document.spec import INPUTS, ExperimentSpec, LayerSpec
from playground.document.widths import closing_linears, last_linear, widths

HIDDEN_LAYERS: Final = 3
HIDDEN_UNITS: Final = 25


@dataclass(frozen=True, slots=True)
class Preset:
    """A network to start from, under the name and the sentence a menu shows."""

    name: str
    label: str
    help: str
    layers: tuple[LayerSpec, ...]


def _linear(initialization: str, gain: float | None = None) -> LayerSpec:
    options: dict[str, Value] = {"units": HIDDEN_UNITS, "initialization": initialization}
    return LayerSpec("linear", (*options.items(), ("gain", gain)))


def _tanh_network(initialization: str) -> tuple[LayerSpec, ...]:
    """Ends in Tanh: Xavier's larger weights diverge at learning rate 0.15 behind a bare Linear."""
    return (_linear(initialization), LayerSpec("tanh")) * (HIDDEN_LAYERS + 1)


def _relu_network(initialization: str, last_gain: float | None = None) -> tuple[LayerSpec, ...]:
    """Ends in a Linear (report, section IV): no ReLU after the last one."""
    hidden = (_linear(initialization), LayerSpec("relu")) * HIDDEN_LAYERS
    return (*hidden, _linear(initialization, last_gain))


PRESETS: Final = (
    Preset(
        "tanh_default",
        "Tanh network of the report",
        "Three hidden layers of 25 units with Tanh, default initialisation.",
        _tanh_network("default"),
    ),
    Preset(
        "tanh_xavier",
        "Tanh network of the report, Xavier",
        "The same layers with Xavier's initialisation, gain 5/3.",
        _tanh_network("xavier"),
    ),
    Preset(
        "relu_default",
        "ReLU network of the report",
        "Three hidden layers of 25 units with ReLU, default initialisation; ends in a Linear.",
        _relu_network("default"),
    ),
    Preset(
        "relu_xavier",
        "ReLU network of the report, Xavier",
        "The same layers with Xavier's initialisation, gain √2 on every Linear, the last too.",
        # Nothing follows the last Linear, so automatic would be 1; Table I used √2 throughout.
        _relu_network("xavier", last_gain=math.sqrt(2)),
    ),
)


def default() -> ExperimentSpec:
    """The document of a fresh window: the report's Tanh network on the report's disk."""
    return ExperimentSpec(PRESETS[0].layers)


def matching(layers: tuple[LayerSpec, ...]) -> Preset | None:
    """The preset that is the same network as `layers`, or None.

    What a network does not use (the stored units of its last Linear, a gain without Xavier) may
    differ, and a gain set by hand equals the automatic one.
    """
    wanted = _what_counts(layers)
    return next((each for each in PRESETS if _what_counts(each.layers) == wanted), None)


def title(spec: ExperimentSpec) -> str:
    """The heading of a window: "Disk — Tanh network of the report", "XOR — 2 → 16 → 2"."""
    preset = matching(spec.layers)
    return f"{spec.data.row.label} — {preset.label if preset else _shape(spec)}"


def _shape(spec: ExperimentSpec) -> str:
    """The widths, those inside a residual block in brackets."""
    sizes = [str(INPUTS)]
    for layer, width in zip(spec.layers, widths(spec), strict=True):
        match layer.kind:
            case "linear":
                sizes.append(str(width.fan_out))
            case "residual":
                sizes.append("[")
            case "add":
                sizes.append("]")
    if last_linear(spec.layers) is None:
        return "no Linear yet"
    return " → ".join(sizes).replace("[ → ", "[").replace(" → ]", "]")


def _what_counts(layers: tuple[LayerSpec, ...]) -> list[tuple[Value, ...]]:
    inferred = {last_linear(layers), *closing_linears(layers)}
    rows: list[tuple[Value, ...]] = []
    for index, layer in enumerate(layers):
        if layer.kind == "linear":
            units = None if index in inferred else layer["units"]
            rule = layer["initialization"]
            rows.append(("linear", units, rule, *rule_arguments(layers, index)))
        else:
            rows.append((layer.kind, *(value for _, value in layer.options)))
    return rows
