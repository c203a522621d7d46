"""The curves that are drawn are those that train."""

from itertools import product
from typing import Any

import pytest
import torch

import core
from playground.document.curves import CURVES
from playground.document.gains import automatic_gain
from playground.document.layer_kinds import LAYERS
from playground.document.spec import LayerSpec

ACTIVATIONS = [kind for kind, row in LAYERS.items() if row.is_activation]


def variants(kind: str) -> list[dict[str, Any]]:
    """The default options, and others."""
    values = []
    for option in LAYERS[kind].options:
        choices = [choice.value for choice in option.choices]
        values.append(
            [(option.name, each) for each in choices or (option.default, option.default * 0.8)]
        )
    return [dict(each) for each in product(*values)]


def test_every_activation_has_a_curve() -> None:
    assert set(CURVES) == set(ACTIVATIONS)


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_curve_and_slope_are_those_of_core(kind: str) -> None:
    xs = torch.linspace(-3, 3, 98, dtype=torch.float64)  # beside the corners at 0 and ±1
    for options in variants(kind):
        layer = getattr(core, LAYERS[kind].name)(**options)
        rows = torch.stack((xs, torch.zeros_like(xs)), 1) if kind == "softmax" else xs[:, None]
        outputs = layer.forward(rows)[:, 0]
        one = torch.zeros_like(rows)
        one[:, 0] = 1
        slopes = layer.backward(one)[:, 0]
        function, slope = CURVES[kind].of(options)
        assert outputs.tolist() == pytest.approx([function(x) for x in xs.tolist()], abs=1e-12)
        assert slopes.tolist() == pytest.approx([slope(x) for x in xs.tolist()], abs=1e-12)


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_the_automatic_gain_is_that_of_core(kind: str) -> None:
    layer = getattr(core, LAYERS[kind].name)(**dict(LayerSpec(kind).options))
    gain = automatic_gain((LayerSpec("linear"), LayerSpec(kind)), 0)
    assert gain == pytest.approx(core.initialization.gain(layer), rel=2e-4)
