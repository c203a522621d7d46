"""The gain of Xavier's bound a·√(6/(fan-in + fan-out)): by hand, or by what follows."""

import math

from playground.document.catalogue import LAYERS
from playground.document.spec import LayerSpec

_NAMED = {5 / 3: ("5/3", "5/3"), math.sqrt(2): ("√2", "2**0.5")}


def automatic_gain(layers: tuple[LayerSpec, ...], index: int) -> float:
    """The gain the next layer asks for: tanh 5/3, ReLU √2, anything else or nothing 1."""
    following = layers[index + 1 : index + 2]
    return LAYERS[following[0].kind].gain if following else 1.0


def effective_gain(layers: tuple[LayerSpec, ...], index: int) -> float:
    """The gain of the Linear at `index`: the one set by hand, else the automatic one."""
    by_hand = layers[index]["gain"]
    return automatic_gain(layers, index) if by_hand is None else float(by_hand)


def gain_text(gain: float) -> str:
    """The gain as a person writes it: "5/3", "√2", "1", "0.5"."""
    return _NAMED[gain][0] if gain in _NAMED else f"{gain:g}"


def gain_code(gain: float) -> str:
    """The gain as Python writes it, without an import and without losing a bit."""
    if gain in _NAMED:
        return _NAMED[gain][1]
    return str(int(gain)) if gain == int(gain) else repr(gain)
