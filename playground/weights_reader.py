"""Weights from a file of another program: read, with a sentence where that is not possible."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from core.export.torch_layers import description
from core.importing import Weights, WeightsError, load, network_of, read_weights
from core.layers import Residual
from core.module import Module
from core.sequential import Sequential
from playground.builder import build_model, generators
from playground.document.advice import cannot_train
from playground.document.catalogue import LAYERS, Value
from playground.document.edits import set_layers
from playground.document.errors import SpecError
from playground.document.export_formats import READABLE
from playground.document.layer_kinds import BEGIN, END, OFFERED
from playground.document.spec import ExperimentSpec, LayerSpec

_MAX_FILE: Final = 32 * 2**20 + 1  # bytes; what is longer is not even read


class ReadError(Exception):
    """Nothing was read; `str(error)` is one sentence: which file, why, and what to do."""


def read(path: Path) -> Weights:
    """What a file of weights holds; its suffix says the format, and nothing in it is run.

    Raises:
        ReadError: another suffix, or a file that cannot be read or is refused.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise ReadError(
            f"{path.name} is no file of weights that can be read: choose one that ends in "
            f"{', '.join(READABLE[:-1])} or {READABLE[-1]}."
        )
    if path.exists() and not path.is_file():  # to read from a pipe is to wait for its other end
        raise ReadError(f"{path.name} is not an ordinary file. Choose a file of weights.")
    try:
        with path.open("rb") as file:
            return read_weights(file.read(_MAX_FILE), suffix[1:])
    except OSError as error:
        reason = (error.strerror or "unknown fault").lower()
        raise ReadError(f"Could not read {path.name}: {reason}.") from error
    except WeightsError as error:
        raise ReadError(f"Could not read {path.name}: {error}") from error


def fit(weights: Weights, spec: ExperimentSpec) -> tuple[ExperimentSpec, dict[str, np.ndarray]]:
    """The document that has the file's network, and the weights by name.

    It is `spec` itself where its network fits: where the file describes the same one, or does not
    describe any and has the same names and shapes. Else `spec` with the file's layers.

    Raises:
        ReadError: there is no such document: a kind of layer or a width it does not have.
    """
    own = None if cannot_train(spec) else _model(spec)
    try:
        if own is not None and weights.network is None and _fits(own, weights):
            return spec, _values(own)
        found = network_of(weights)
        if own is not None and description(own) == description(found):
            return spec, _values(found)
        after = set_layers(spec, _layers(found.modules))
        if cannot_train(after) or description(_model(after)) != description(found):
            raise ReadError(
                "The file's network cannot be built here: it needs another number of inputs or "
                f"outputs than these data, or other layers. It is {_sizes(found)}."
            )
    except (WeightsError, SpecError) as error:
        raise ReadError(f"The file's network cannot be built here. {error}") from error
    return after, _values(found)


def _model(spec: ExperimentSpec) -> Sequential:
    draws = generators(spec.seed)
    return build_model(spec, generator=draws.weights, dropout=draws.dropout)


def _fits(model: Sequential, weights: Weights) -> bool:
    try:
        load(model, weights)
    except WeightsError:
        return False
    return True


def _values(model: Sequential) -> dict[str, np.ndarray]:
    named = {name: each.p for name, each in model.named_param()}
    named |= {name: each.value for name, each in model.named_buffer()}
    return {name: value.numpy().copy() for name, value in named.items()}


def _layers(modules: Sequence[Module], within: str = "") -> list[LayerSpec]:
    """The layers as the document has them; an option it has and the file has not stays default.

    within: the number of the block they are in, and a dot.
    """
    kinds = {row.name: kind for kind, row in LAYERS.items() if kind in OFFERED}
    layers: list[LayerSpec] = []
    for index, module in enumerate(modules, start=1):
        name = type(module).__name__
        if name not in kinds:
            raise SpecError(f"Layer {within}{index} is a {name}, which the window does not have.")
        if isinstance(module, Residual):
            inside = _layers(module.modules, f"{within}{index}.")
            layers += [LayerSpec(BEGIN), *inside, LayerSpec(END)]
            continue
        given: list[tuple[str, Value]] = []
        for option in LAYERS[kinds[name]].options:
            value = getattr(module, {"units": "out_features"}.get(option.name, option.name), None)
            if isinstance(value, int | float | str | tuple):
                given.append((option.name, value))
        layers.append(LayerSpec(kinds[name], tuple(given)))
    return layers


def _sizes(model: Sequential) -> str:
    names = ("Residual" if isinstance(each, Residual) else str(each) for each in model.modules)
    text = ", ".join(islice(names, 8))
    return text if len(model.modules) <= 8 else f"{text}, …"
