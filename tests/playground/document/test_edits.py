"""Edits are pure, refuse what is not there, and never give a document that is not valid."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits, limits
from playground.document.catalogue import DATA, LAYERS
from playground.document.errors import SpecError
from playground.document.optimizer_kinds import OPTIMIZERS
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.document.training_kinds import LOSSES, METHODS, SCHEDULES
from playground.document.widths import output_names, parameter_count, widths

LINEAR, TANH, RELU = LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("relu")


def linear(units: int) -> LayerSpec:
    return LayerSpec("linear", (("units", units),))


def stack(*layers: LayerSpec) -> ExperimentSpec:
    return ExperimentSpec(layers)


def test_a_layer_goes_into_the_gap_before_the_layer_of_that_number() -> None:
    spec = stack(LINEAR, LINEAR)
    assert edits.insert_layer(spec, 0, TANH).layers == (TANH, LINEAR, LINEAR)
    assert edits.insert_layer(spec, 1, TANH).layers == (LINEAR, TANH, LINEAR)
    assert edits.insert_layer(spec, 2, TANH).layers == (LINEAR, LINEAR, TANH)
    assert spec.layers == (LINEAR, LINEAR)


def test_a_removed_layer_is_gone_and_its_neighbours_join() -> None:
    spec = edits.remove_layer(stack(linear(8), TANH, linear(4), RELU, LINEAR), 2)
    assert spec.layers == (linear(8), TANH, RELU, LINEAR)
    assert [width.fan_in for width in widths(spec)] == [2, 8, 8, 8]


@pytest.mark.parametrize(
    ("index", "gap", "order"),
    [
        (0, 0, "abcd"),
        (0, 1, "abcd"),
        (0, 2, "bacd"),
        (0, 4, "bcda"),
        (2, 0, "cabd"),
        (2, 2, "abcd"),
        (2, 3, "abcd"),
        (3, 1, "adbc"),
    ],
)
def test_a_moved_layer_lands_in_the_gap_as_it_was_counted_before(
    index: int, gap: int, order: str
) -> None:
    layers = {name: linear(units) for units, name in enumerate("abcd", start=1)}
    moved = edits.move_layer(stack(*layers.values()), index, gap)
    assert moved.layers == tuple(layers[name] for name in order)


def test_a_copy_keeps_the_options_and_leaves_the_original() -> None:
    xavier = LayerSpec("linear", (("units", 7), ("initialization", "xavier"), ("gain", 0.5)))
    spec = edits.copy_layer(stack(xavier, TANH, LINEAR), 0, 2)
    assert spec.layers == (xavier, TANH, xavier, LINEAR)


def test_the_data_decide_the_units_of_the_last_linear_and_the_stored_ones_come_back() -> None:
    spec = edits.set_layer_option(stack(linear(8), TANH), 0, "units", 16)
    assert widths(spec)[0].fan_out == 2
    longer = edits.insert_layer(spec, 2, LINEAR)
    assert [width.fan_out for width in widths(longer)] == [16, 16, 2]


def test_options_of_data_and_training_are_set_by_name() -> None:
    spec = edits.set_data_option(default(), "kind", "xor")
    spec = edits.set_data_option(spec, "noise_percent", 5)
    spec = edits.set_training_option(spec, "learning_rate", 0.01)
    spec = edits.set_seed(spec, 7)
    assert (spec.data.kind, spec.data.noise_percent) == ("xor", 5)
    assert (spec.training.learning_rate, spec.seed) == (0.01, 7)
    assert spec.layers == default().layers


@pytest.mark.parametrize(
    ("edit", "arguments", "sentence"),
    [
        (edits.remove_layer, (8,), "There is no layer 8"),
        (edits.remove_layer, (-1,), "There is no layer -1"),
        (edits.insert_layer, (9, TANH), "There is no gap 9"),
        (edits.insert_layer, (-1, TANH), "There is no gap -1"),
        (edits.move_layer, (8, 0), "There is no layer 8"),
        (edits.move_layer, (0, 9), "There is no gap 9"),
        (edits.copy_layer, (0, -1), "There is no gap -1"),
        (edits.copy_layer, (8, 0), "There is no layer 8"),
        (edits.set_layer_option, (8, "units", 3), "There is no layer 8"),
        (edits.set_layer_option, (0, "units", 513), "Units goes from 1 to 512, not 513"),
        (edits.set_layer_option, (0, "units", 0), "Units goes from 1 to 512, not 0"),
        (edits.set_layer_option, (0, "units", 2.5), "Units is a whole number, not 2.5"),
        (edits.set_layer_option, (0, "units", True), "Units is a number"),
        (edits.set_layer_option, (0, "units", None), "Units needs a value"),
        (edits.set_layer_option, (0, "initialization", "he"), "constant, not 'he'"),
        (edits.set_layer_option, (0, "gain", float("nan")), "Gain goes from 0.01 to 100, not nan"),
        (edits.set_layer_option, (0, "gain", 10**400), "Gain goes from 0.01 to 100"),
        (edits.set_layer_option, (1, "units", 3), "Tanh has no option 'units'"),
        (edits.set_data_option, ("kind", "iris"), "Data is one of disk"),
        (edits.set_data_option, ("kind", ["disk"]), "Data is one of disk"),
        (edits.set_data_option, ("colour", 1), "The data has no option 'colour'"),
        (edits.set_data_option, ("points", 19), "Points goes from 20 to 10,000, not 19"),
        (edits.set_training_option, ("momentum", 1), "Training has no option 'momentum'"),
        (edits.set_training_option, ("epochs", 1_000_001), "from 1 to 1,000,000, not 1,000,001"),
        (edits.set_training_option, ("learning_rate", 0.0), "from 0.000001 to 100, not 0"),
        (edits.set_training_option, ("learning_rate", float("inf")), "not inf"),
        (edits.set_training_option, ("max_norm", 0), "Clip gradient at goes from 0.000001"),
        (edits.set_training_option, ("l1", -1), "L1 goes from 0 to 10, not -1"),
        (edits.set_training_option, ("early_stopping", 0), "Early stopping goes from 1 to"),
        (edits.set_training_option, ("warmup_epochs", 1.5), "is a whole number, not 1.5"),
        (edits.set_training_option, ("loss", "mse"), "A loss is one of mse, mae, huber"),
        (edits.choose_method, ("optimizer", "adamax"), "An optimiser is one of sgd, adam"),
        (edits.choose_method, ("activation", "tanh"), "Training has no choice 'activation'"),
        (edits.set_method_option, ("optimizer", "beta1", 0.5), "SGD has no option 'beta1'"),
        (edits.set_method_option, ("optimizer", "momentum", 1), "Momentum goes from 0 to 0.999999"),
        (edits.set_method_option, ("optimizer", "variant", 1), "is one of classical, nesterov"),
        (edits.set_seed, (-1,), "A seed is a whole number"),
        (edits.set_seed, (2**32,), "A seed is a whole number"),
    ],
)
def test_what_is_not_there_or_not_allowed_is_refused_in_one_sentence(
    edit: Callable[..., ExperimentSpec], arguments: tuple[object, ...], sentence: str
) -> None:
    with pytest.raises(SpecError) as caught:
        edit(default(), *arguments)
    assert sentence in str(caught.value)


def test_a_refused_option_says_which_layer_is_concerned() -> None:
    with pytest.raises(SpecError) as caught:
        edits.set_layer_option(default(), 2, "units", 1000)
    assert caught.value.layer == 2


@pytest.mark.parametrize("kind", [["linear"], None, 3, "Linear"])
def test_a_layer_of_an_unknown_kind_is_refused(kind: object) -> None:
    with pytest.raises(SpecError, match="A layer is one of linear, dropout, "):
        LayerSpec(kind)  # type: ignore[arg-type]


def test_the_65th_layer_is_refused() -> None:
    full = stack(*[TANH] * limits.MAX_LAYERS)
    with pytest.raises(SpecError, match="at most 64 layers, not 65"):
        edits.insert_layer(full, 0, LINEAR)
    with pytest.raises(SpecError, match="at most 64 layers"):
        edits.copy_layer(full, 0, 0)


def test_a_network_above_two_million_weights_is_refused_whatever_edit_makes_it() -> None:
    wide = stack(*[linear(512)] * 9)
    with pytest.raises(SpecError, match="2,000,000 weights; this one would have"):
        edits.insert_layer(wide, 0, linear(512))
    bottlenecks = stack(*[linear(512), linear(512), linear(1)] * 7, LINEAR)
    with pytest.raises(SpecError, match="2,000,000 weights"):
        edits.set_layer_option(bottlenecks, 2, "units", 512)


INTEGERS = st.integers(-2, 70)
VALUES = st.one_of(
    st.none(),
    st.integers(-5, 600),
    st.floats(),
    st.sampled_from(["default", "xavier", *DATA, "nonsense"]),
)
NAMES = st.sampled_from(
    (
        *("units", "initialization", "gain", "kind", "points", "train_percent", "noise_percent"),
        *("balance_percent", "flip_percent", "outlier_percent"),
        *("learning_rate", "batch_size", "epochs", "nonsense", "loss", "optimizer"),
        *("warmup_epochs", "max_norm", "l1", "l2", "early_stopping"),
        *("momentum", "beta1", "delta", "length", "gamma", "weight_decay"),
    )
)
LAYER = st.builds(
    lambda kind, units: linear(units) if kind == "linear" else LayerSpec(kind),
    st.sampled_from(list(LAYERS)),
    st.integers(1, 512),
)
METHOD = st.sampled_from([*METHODS, "nonsense"])
KIND = st.sampled_from([*LOSSES, *OPTIMIZERS, *SCHEDULES, "nonsense"])
EDIT = st.one_of(
    st.tuples(st.just(edits.insert_layer), INTEGERS, LAYER),
    st.tuples(st.just(edits.remove_layer), INTEGERS),
    st.tuples(st.just(edits.move_layer), INTEGERS, INTEGERS),
    st.tuples(st.just(edits.copy_layer), INTEGERS, INTEGERS),
    st.tuples(st.just(edits.dissolve_block), INTEGERS),
    st.tuples(st.just(edits.set_layer_option), INTEGERS, NAMES, VALUES),
    st.tuples(st.just(edits.set_data_option), NAMES, VALUES),
    st.tuples(st.just(edits.set_training_option), NAMES, VALUES),
    st.tuples(st.just(edits.choose_method), METHOD, KIND),
    st.tuples(st.just(edits.set_method_option), METHOD, NAMES, VALUES),
    st.tuples(st.just(edits.set_seed), st.integers(-1, 2**32)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EDIT, max_size=40))
def test_any_edits_give_a_valid_document_or_a_sentence(made: list[tuple[Any, ...]]) -> None:
    spec = default()
    for edit, *arguments in made:
        before = repr(spec)
        try:
            after = edit(spec, *arguments)
        except SpecError:
            after = spec
        assert repr(spec) == before, "the document given in was changed"
        assert replace(after) == after, "every check passes again"
        assert sum(each.kind != "add" for each in after.layers) <= 64
        assert parameter_count(after) <= 2_000_000
        assert [LayerSpec(each.kind, each.options) for each in after.layers] == list(after.layers)
        spec = after


def test_a_new_optimiser_brings_its_usual_rate_and_the_old_one_keeps_its_own() -> None:
    spec = edits.set_training_option(default(), "learning_rate", 0.3)
    assert edits.choose_method(spec, "optimizer", "sgd") is spec
    adam = edits.choose_method(spec, "optimizer", "adam")
    assert (adam.training.optimizer.kind, adam.training.learning_rate) == ("adam", 0.01)
    slow = edits.set_method_option(adam, "optimizer", "beta1", 0.5)
    assert slow.training.optimizer["beta1"] == 0.5
    assert slow.training.optimizer["beta2"] == 0.999
    back = edits.choose_method(slow, "optimizer", "sgd")
    assert back.training == default().training


def test_two_classes_need_one_output_where_the_loss_asks_yes_or_no() -> None:
    spec = edits.choose_method(default(), "loss", "bce")
    assert (output_names(spec), widths(spec)[-1].fan_out) == (("inside",), 1)
    assert parameter_count(spec) == parameter_count(default()) - 26
    spec = edits.choose_method(spec, "loss", "cross_entropy")
    assert (output_names(spec), widths(spec)[-1].fan_out) == (("outside", "inside"), 2)
