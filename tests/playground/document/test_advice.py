"""What the canvas says about a questionable network, and that its buttons help."""

import math

import pytest

from playground.document import edits
from playground.document.advice import Advice, advice, cannot_train
from playground.document.presets import PRESETS, Preset, default
from playground.document.spec import ExperimentSpec, LayerSpec, TrainSpec
from playground.own_data import arrays

BY_NAME = {preset.name: preset.layers for preset in PRESETS}
LINEAR, TANH, RELU = LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("relu")


def xavier(units: int = 25, gain: float | None = None) -> LayerSpec:
    return LayerSpec("linear", (("units", units), ("initialization", "xavier"), ("gain", gain)))


def said(spec: ExperimentSpec) -> list[tuple[int | None, str]]:
    return [(each.layer, each.fix_label) for each in advice(spec)]


def only(spec: ExperimentSpec) -> Advice:
    (one,) = advice(spec)
    return one


def bare(learning_rate: float, last: LayerSpec | None = None) -> ExperimentSpec:
    """The report's Tanh network with Xavier, its last Tanh taken away."""
    layers = BY_NAME["tanh_xavier"][:-2]
    return ExperimentSpec(
        (*layers, last or xavier()), training=TrainSpec(learning_rate=learning_rate)
    )


@pytest.mark.parametrize("batch_size", [1, 100])
def test_batch_normalisation_of_a_single_point_is_said_and_put_right(batch_size: int) -> None:
    own = arrays.own_points([[0.2, 0.2], [0.8, 0.8]], [0, 1], ("A", "B"))
    layers = (LINEAR, LayerSpec("batch_norm"), TANH, LINEAR)
    training = TrainSpec(batch_size=batch_size)
    advised = only(edits.set_own_points(ExperimentSpec(layers, training=training), own))
    assert (advised.layer, advised.fix_label) == (1, "Remove BatchNorm1d")
    assert "only 1 point trains" in advised.text
    assert advised.fix is not None
    assert not cannot_train(advised.fix)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_nothing_is_said_about_the_networks_of_the_report(preset: Preset) -> None:
    spec = edits.set_layers(default(), preset.layers)
    assert advice(spec) == ()
    assert cannot_train(spec) == ""


def test_tanh_with_xavier_and_a_bare_last_linear_is_warned_of_and_tanh_offered() -> None:
    one = only(bare(0.15))
    assert (one.layer, one.fix_label) == (6, "Add Tanh")
    assert "diverge in most runs at learning rate 0.15" in one.text
    assert one.fix is not None
    assert one.fix.layers == BY_NAME["tanh_xavier"]
    assert advice(one.fix) == ()


def test_the_warning_goes_with_the_learning_rate() -> None:
    assert advice(bare(0.075)) == ()
    assert "can diverge at learning rate 0.1." in only(bare(0.1)).text
    assert "in most runs" in only(bare(0.5)).text
    large = edits.set_layers(bare(0.05), (*(xavier(64), TANH) * 3, xavier()))
    assert "can diverge" in only(large).text


def test_most_runs_is_said_only_where_it_was_measured() -> None:
    assert "can diverge" in only(bare(0.15, last=LINEAR)).text
    small = ExperimentSpec((xavier(8), TANH, xavier()))
    assert "can diverge" in only(small).text


def test_default_initialisation_may_end_bare() -> None:
    assert advice(edits.remove_layer(default(), 7)) == ()


@pytest.mark.parametrize("end", [(RELU,), (TANH, RELU), (RELU, TANH)])
def test_a_relu_after_the_last_linear_is_questioned_and_removed(
    end: tuple[LayerSpec, ...],
) -> None:
    spec = ExperimentSpec((LINEAR, TANH, LINEAR, *end))
    first = next(each for each in advice(spec) if "No ReLU after the last Linear" in each.text)
    assert first.layer == 3 + end.index(RELU)
    assert first.fix is not None
    assert RELU not in first.fix.layers


def test_gain_five_thirds_throughout_a_relu_network_is_questioned() -> None:
    layers = (*(xavier(gain=5 / 3), RELU) * 3, xavier(gain=5 / 3))
    one = only(ExperimentSpec(layers))
    assert (one.layer, one.fix_label) == (0, "Set automatic")
    assert one.fix is not None
    assert one.fix.layers == (*(xavier(), RELU) * 3, xavier())
    assert advice(one.fix) == ()
    by_table = (*(xavier(gain=math.sqrt(2)), RELU) * 3, xavier(gain=math.sqrt(2)))
    assert advice(ExperimentSpec(by_table)) == ()
    assert advice(ExperimentSpec(layers, training=TrainSpec(learning_rate=0.1))) == ()
    assert advice(ExperimentSpec((*layers[:-1], xavier()))) == ()


def test_two_activations_in_a_row_are_questioned_at_the_second() -> None:
    spec = ExperimentSpec((LINEAR, TANH, TANH, LINEAR, RELU, TANH, LINEAR))
    assert said(spec) == [(2, "Remove Tanh"), (5, "Remove Tanh")]


@pytest.mark.parametrize("layers", [(RELU, LINEAR), (LINEAR, RELU, RELU, LINEAR)])
def test_a_relu_that_does_nothing_is_pointed_out(layers: tuple[LayerSpec, ...]) -> None:
    one = only(ExperimentSpec(layers))
    assert "does nothing" in one.text
    assert one.fix is not None
    assert advice(one.fix) == ()


def test_two_linears_in_a_row_are_questioned_with_the_networks_own_activation() -> None:
    one = only(ExperimentSpec((LINEAR, LINEAR)))
    assert (one.layer, one.fix_label) == (1, "Add Tanh")
    one = only(ExperimentSpec((LINEAR, RELU, LINEAR, LINEAR)))
    assert (one.layer, one.fix_label) == (3, "Add ReLU")
    assert one.fix is not None
    assert one.fix.layers == (LINEAR, RELU, LINEAR, RELU, LINEAR)


def test_units_that_start_alike_stay_so_only_where_nothing_tells_them_apart() -> None:
    alike = LayerSpec("linear", (("units", 8), ("initialization", "constant"), ("constant", 0.5)))
    one = only(edits.set_layers(default(), (alike, TANH, LINEAR, TANH)))
    assert (one.layer, one.fix_label) == (0, "Set default")
    assert "at first only the weights of the next Linear tell them apart" in one.text
    assert one.fix is not None
    assert advice(one.fix) == ()
    first, *_ = advice(edits.set_layers(default(), (alike, TANH, alike, TANH, LINEAR, TANH)))
    assert "learn the same and stay alike" in first.text
    assert advice(edits.set_layers(default(), (LINEAR, TANH, alike, TANH))) == ()


def test_an_empty_stack_says_what_to_do_and_a_stack_without_linear_what_is_missing() -> None:
    assert "drag a Linear" in cannot_train(ExperimentSpec())
    assert "add a Linear" in cannot_train(ExperimentSpec((TANH, RELU)))
    for layers in ((), (TANH,)):
        one = only(ExperimentSpec(layers))
        assert (one.layer, one.text) == (None, cannot_train(ExperimentSpec(layers)))
        assert one.fix is not None
        assert cannot_train(one.fix) == ""


def test_a_fix_that_would_break_a_limit_is_not_offered() -> None:
    one = only(ExperimentSpec((TANH,) * 64))
    assert (one.fix_label, one.fix) == ("", None)


def test_every_advice_is_in_the_order_of_the_layers_and_changes_the_document() -> None:
    spec = ExperimentSpec((RELU, LINEAR, LINEAR, TANH, TANH, xavier(), TANH, LINEAR, RELU))
    found = advice(spec)
    assert [each.layer for each in found] == [0, 2, 4, 8]
    assert all(each.fix not in (None, spec) and each.fix_label for each in found)
    assert all(each.text.endswith(".") for each in found)
