"""Every row of the palette: built, trained, coded, exported and read again."""

import pytest
import torch
from safetensors.torch import load

from core.export import to_safetensors
from core.importing import read_weights
from playground import builder, weights_reader
from playground.document.advice import cannot_train
from playground.document.code import code
from playground.document.layer_kinds import CONSTANT, GAIN, INITIALIZATION, LAYERS, OFFERED
from playground.document.options import Option, Value
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec
from tests.programs import run_program

STARTS = (INITIALIZATION, GAIN, CONSTANT)  # which no file of weights holds
LINEAR, TANH = LayerSpec("linear", (("units", 6),)), LayerSpec("tanh")


def around(layer: LayerSpec) -> ExperimentSpec:
    """A network with the layer where it makes sense."""
    if layer.kind == "features":
        return ExperimentSpec((layer, LINEAR, TANH, LINEAR))
    if layer.kind == "linear":
        return ExperimentSpec((layer, TANH, LINEAR))
    if layer.kind in ("residual", "add"):
        inside = LayerSpec("linear", (("initialization", "he_normal"),))
        block = (LayerSpec("residual"), TANH, inside, TANH, inside, LayerSpec("add"))
        return ExperimentSpec((LINEAR, *block, TANH, *block, LINEAR))
    return ExperimentSpec((LINEAR, layer, LINEAR))


CASES = [*map(LayerSpec, LAYERS)] + [
    LayerSpec("linear", (("units", 6), ("initialization", each.value)))
    for each in INITIALIZATION.choices
]


@pytest.mark.parametrize(
    "layer", CASES, ids=lambda each: "-".join(map(str, dict(each.options).values())) or each.kind
)
def test_a_layer_trains_and_its_file_holds_what_was_trained(layer: LayerSpec) -> None:
    spec = around(layer)
    assert not cannot_train(spec)
    trainer = builder.build_trainer(spec)
    before = [each.p.clone() for each in trainer.model.param()]
    losses = [trainer.step() for _ in range(5)]
    assert all(loss == loss for loss in losses)
    assert any(map(lambda a, b: not torch.equal(a, b.p), before, trainer.model.param()))
    found = load(to_safetensors(trainer.model, {}))
    for name, parameter in trainer.model.named_param():
        assert torch.equal(found[name], parameter.p)


@pytest.mark.parametrize(
    "layer", CASES, ids=lambda each: "-".join(map(str, dict(each.options).values())) or each.kind
)
def test_the_code_builds_the_same_network(layer: LayerSpec) -> None:
    spec = around(layer)
    model = run_program(f"from core import *\n{code(spec)}".encode())["model"]
    built = builder.build_trainer(spec).model
    assert repr(model) == repr(built)
    shapes = [(name, each.p.shape) for name, each in model.named_param()]
    assert shapes == [(name, each.p.shape) for name, each in built.named_param()]


def other(option: Option) -> Value:
    """A value that the option does not have by default."""
    if option.type == "choice":
        return option.choices[-1].value
    if option.type == "set":
        return tuple(each.value for each in option.choices[3:])
    return option.minimum if option.default != option.minimum else option.maximum


@pytest.mark.parametrize("kind", [kind for kind in OFFERED if LAYERS[kind].options])
def test_a_layer_is_built_from_its_file_with_its_options(kind: str) -> None:
    options = tuple(each for each in LAYERS[kind].options if each not in STARTS)
    layer = LayerSpec(kind, tuple((each.name, other(each)) for each in options))
    data = to_safetensors(builder.build_trainer(around(layer)).model, {})
    after, _ = weights_reader.fit(read_weights(data, "safetensors"), default())
    assert layer in after.layers


def test_dropout_draws_from_the_seed_and_leaves_the_initial_weights_alone() -> None:
    plain = builder.build_trainer(ExperimentSpec((LINEAR, TANH, LINEAR)))
    first, second = (
        builder.build_trainer(ExperimentSpec((LINEAR, TANH, LayerSpec("dropout"), LINEAR)))
        for _ in range(2)
    )
    for a, b in zip(plain.model.param(), first.model.param(), strict=True):
        assert torch.equal(a.p, b.p)
    assert [first.step() for _ in range(5)] == [second.step() for _ in range(5)]
