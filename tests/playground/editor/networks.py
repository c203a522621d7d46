"""Documents and made-up snapshots for the tests and benchmarks of the editor."""

import numpy as np

from playground.document.spec import ExperimentSpec, LayerSpec
from playground.document.widths import widths
from playground.training.snapshots import LayerSnapshot, RunState, Snapshot


def network(*units: int, activation: str = "tanh") -> ExperimentSpec:
    """A Linear of each width with the activation behind it."""
    pairs = ((LayerSpec("linear", (("units", each),)), LayerSpec(activation)) for each in units)
    return ExperimentSpec(tuple(layer for pair in pairs for layer in pair))


def snapshot(spec: ExperimentSpec, *, side: int = 12, seed: int = 1, most: int = 64) -> Snapshot:
    """A snapshot of the right shape with random weights and thumbnails."""
    random = np.random.default_rng(seed)
    shown = np.arange(2)
    layers = []
    for layer, size in zip(spec.layers, widths(spec), strict=True):
        weights = biases = None
        before = shown
        if layer.kind == "linear":
            wanted = min(size.fan_out, most)
            shown = np.unique(np.rint(np.linspace(0, size.fan_out - 1, wanted)).astype(np.int64))
            weights = random.normal(size=(len(shown), len(before))).astype(np.float32)
            biases = random.normal(size=len(shown)).astype(np.float32)
        elif layer.kind == "features":
            shown = np.arange(size.fan_out)
        thumbnails = random.uniform(-1, 1, (len(shown), side, side)).astype(np.float32)
        scale = float(np.abs(weights).max()) if weights is not None else 0.0
        layers.append(LayerSnapshot(shown, size.fan_out, thumbnails, weights, biases, scale))
    ramp = np.linspace(-1, 1, side, dtype=np.float32)
    x, y = np.meshgrid(ramp, ramp[::-1])
    inputs = LayerSnapshot(np.arange(2), 2, np.stack([x, y]))
    return Snapshot(
        revision=1,
        state=RunState.RUNNING,
        step=1,
        metrics=None,
        history=(),
        restart=False,
        boundary=None,
        boundary_level=0.0,
        inputs=inputs,
        layers=tuple(layers),
        epochs_per_second=0.0,
        steps_per_second=0.0,
    )
