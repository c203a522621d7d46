"""The four networks of Table I, the names windows give them, and the gains they need."""

import math

import pytest

from playground.document import edits
from playground.document.gains import effective_gain, gain_text
from playground.document.presets import PRESETS, default, matching, title
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.document.widths import widths

BY_NAME = {preset.name: preset for preset in PRESETS}
LINEAR, TANH, RELU = LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("relu")
XAVIER = LayerSpec("linear", (("initialization", "xavier"),))


def test_the_default_document_is_the_reports_tanh_network_on_the_reports_disk() -> None:
    spec = default()
    assert [layer.name for layer in spec.layers] == ["Linear", "Tanh"] * 4
    assert [width.fan_out for width in widths(spec)][::2] == [25, 25, 25, 2]
    assert {layer["initialization"] for layer in spec.layers[::2]} == {"default"}
    assert (spec.data.kind, spec.data.points, spec.data.train_points) == ("disk", 2000, 1000)
    assert (spec.data.noise_percent, spec.seed) == (0, 1)
    training = spec.training
    assert (training.learning_rate, training.batch_size, training.epochs) == (0.15, 100, None)


@pytest.mark.parametrize(
    ("name", "activation", "layers", "gain"),
    [
        ("tanh_default", "Tanh", 8, None),
        ("tanh_xavier", "Tanh", 8, 5 / 3),
        ("relu_default", "ReLU", 7, None),
        ("relu_xavier", "ReLU", 7, math.sqrt(2)),
    ],
)
def test_each_preset_is_its_cell_of_table_1(
    name: str, activation: str, layers: int, gain: float | None
) -> None:
    stack = BY_NAME[name].layers
    assert [layer.name for layer in stack] == (["Linear", activation] * 4)[:layers]
    assert [width.fan_out for width in widths(ExperimentSpec(stack))][::2] == [25, 25, 25, 2]
    for index, layer in enumerate(stack[::2]):
        assert layer["initialization"] == ("default" if gain is None else "xavier")
        assert gain is None or effective_gain(stack, 2 * index) == gain


def test_every_preset_is_found_again_and_has_words_of_its_own() -> None:
    assert [matching(preset.layers) for preset in PRESETS] == list(PRESETS)
    assert len({preset.label for preset in PRESETS}) == len(PRESETS)
    assert all(preset.help.endswith(".") for preset in PRESETS)


def test_what_the_network_does_not_use_does_not_hide_the_preset() -> None:
    same = edits.set_layer_option(default(), 6, "units", 3)
    same = edits.set_layer_option(same, 0, "gain", 0.5)
    assert matching(same.layers) is PRESETS[0]
    xavier = edits.set_layers(default(), BY_NAME["tanh_xavier"].layers)
    by_hand = edits.set_layer_option(xavier, 0, "gain", 5 / 3)
    assert matching(by_hand.layers) is BY_NAME["tanh_xavier"]


def test_any_other_network_matches_no_preset() -> None:
    for other in (
        edits.remove_layer(default(), 7),
        edits.set_layer_option(default(), 0, "units", 24),
        edits.set_layer_option(default(), 0, "initialization", "xavier"),
        edits.set_layers(default(), ()),
    ):
        assert matching(other.layers) is None
    relu_xavier = edits.set_layers(default(), BY_NAME["relu_xavier"].layers)
    assert matching(edits.set_layer_option(relu_xavier, 6, "gain", None).layers) is None


def test_the_title_names_the_data_and_the_network() -> None:
    assert title(default()) == "Disk — Tanh network of the report"
    spec = ExperimentSpec((LINEAR, TANH, LayerSpec("linear", (("units", 8),)), RELU, LINEAR))
    assert title(edits.set_data_option(spec, "kind", "xor")) == "XOR — 2 → 25 → 8 → 2"
    assert title(ExperimentSpec()) == "Disk — no Linear yet"


@pytest.mark.parametrize(
    ("following", "gain"),
    [((TANH,), 5 / 3), ((RELU,), math.sqrt(2)), ((LINEAR,), 1.0), ((), 1.0)],
)
def test_the_automatic_gain_follows_the_next_layer(
    following: tuple[LayerSpec, ...], gain: float
) -> None:
    assert effective_gain((TANH, XAVIER, *following), 1) == gain


def test_a_gain_set_by_hand_wins() -> None:
    by_hand = LayerSpec("linear", (("initialization", "xavier"), ("gain", 0.5)))
    assert effective_gain((by_hand, TANH), 0) == 0.5


@pytest.mark.parametrize(
    ("gain", "text"),
    [(5 / 3, "5/3"), (math.sqrt(2), "√2"), (1.0, "1"), (0.5, "0.5"), (1.5, "1.5"), (1.4, "1.4")],
)
def test_a_gain_is_written_as_a_person_writes_it(gain: float, text: str) -> None:
    assert gain_text(gain) == text
