"""The gain of a Linear's initial weights: by hand, or by the activation that follows."""

import math
from functools import cache
from typing import Final

from playground.document.catalogue import LAYERS
from playground.document.curves import CURVES
from playground.document.layer_kinds import BEGIN, END, RULES_WITH_GAIN
from playground.document.spec import LayerSpec

_NAMED: Final = {5 / 3: ("5/3", "5/3"), math.sqrt(2): ("√2", "2**0.5")}
_DECIMALS: Final = 4  # of a computed gain: more would only look exact
_REACH, _PER_UNIT = 6, 500  # of the integral: to 1e-5, in a few milliseconds


def automatic_gain(layers: tuple[LayerSpec, ...], index: int) -> float:
    """The gain that the next activation asks for: tanh 5/3, ReLU √2, …; without one 1.

    Dropout and normalisation may stand between, another Linear not; nor where a residual block
    begins or ends, as a sum hangs on the numbers there, and not the activation alone.
    """
    for layer in layers[index + 1 :]:
        if LAYERS[layer.kind].is_activation:
            return _gain(layer)
        if LAYERS[layer.kind].has_units or layer.kind in (BEGIN, END):
            break
    return 1.0


def effective_gain(layers: tuple[LayerSpec, ...], index: int) -> float:
    """The gain of the Linear at `index`: the one set by hand, else the automatic one."""
    by_hand = layers[index]["gain"]
    return float(by_hand) if isinstance(by_hand, (int, float)) else automatic_gain(layers, index)


def rule_arguments(layers: tuple[LayerSpec, ...], index: int) -> tuple[float, ...]:
    """What the rule of initialisation of the Linear at `index` takes beside the weight."""
    layer = layers[index]
    if layer["initialization"] in RULES_WITH_GAIN:
        return (effective_gain(layers, index),)
    if layer["initialization"] == "constant":
        constant = layer["constant"]
        assert isinstance(constant, float)
        return (constant,)
    return ()


def gain_text(gain: float) -> str:
    """The gain as a person writes it: "5/3", "√2", "1", "0.5"."""
    return _NAMED[gain][0] if gain in _NAMED else f"{gain:g}"


def gain_code(gain: float) -> str:
    """The gain as Python writes it, without an import and without losing a bit."""
    if gain in _NAMED:
        return _NAMED[gain][1]
    return str(int(gain)) if gain == int(gain) else repr(gain)


@cache
def _gain(activation: LayerSpec) -> float:
    """The one in the catalogue, else 1/√E[f(z)²] for z from N(0, 1), as `core` has it."""
    row = LAYERS[activation.kind]
    if row.gain is not None:
        return row.gain
    function, _ = CURVES[activation.kind].of(dict(activation.options))
    steps = range(-_REACH * _PER_UNIT, _REACH * _PER_UNIT)
    places = [(step + 0.5) / _PER_UNIT for step in steps]
    moment = math.fsum(function(z) ** 2 * math.exp(-z * z / 2) for z in places)
    return round(math.sqrt(_PER_UNIT * math.sqrt(2 * math.pi) / moment), _DECIMALS)
