"""Residual blocks in the document: always whole, and of the right width by themselves."""

import ast
from typing import Any

import pytest

from playground.document import edits, file_format
from playground.document.advice import advice, cannot_train
from playground.document.blocks import Block, block_at, blocks, gaps_for, span
from playground.document.code import LINE_LENGTH, code
from playground.document.errors import DocumentError, SpecError
from playground.document.examples import examples
from playground.document.file_format import SavedDocument
from playground.document.gains import automatic_gain
from playground.document.presets import title
from playground.document.share import Shared, from_string, to_string
from playground.document.spec import ExperimentSpec, LayerSpec, LossSpec, TrainSpec
from playground.document.tensorflow_links import to_link
from playground.document.training_advice import training_advice
from playground.document.widths import last_linear, parameter_count, widths

TANH, RELU, DROPOUT = LayerSpec("tanh"), LayerSpec("relu"), LayerSpec("dropout")
BEGIN, END = LayerSpec("residual"), LayerSpec("add")


def linear(units: int = 25, rule: str = "default") -> LayerSpec:
    return LayerSpec("linear", (("units", units), ("initialization", rule)))


def stack(*layers: LayerSpec) -> ExperimentSpec:
    return ExperimentSpec(layers)


#             0          1     2      3          4     5          6    7     8
SPEC = stack(linear(8), TANH, BEGIN, linear(5), TANH, linear(3), END, TANH, linear())


def kinds(spec: ExperimentSpec) -> str:
    """ "lt[lt]l": the first letter of each layer, a block in brackets."""
    return "".join({"residual": "[", "add": "]"}.get(e.kind, e.kind[0]) for e in spec.layers)


def test_a_block_ends_in_the_width_it_began_with_whatever_stands_in_it() -> None:
    assert [(each.fan_in, each.fan_out) for each in widths(SPEC)] == [
        *((2, 8), (8, 8), (8, 8), (8, 5), (5, 5), (5, 8), (8, 8), (8, 8), (8, 2))
    ]
    wider = edits.set_layer_option(SPEC, 0, "units", 11)
    assert [each.fan_out for each in widths(wider)][4:7] == [5, 11, 11]
    longer = edits.insert_layer(SPEC, 6, linear(9))
    assert [each.fan_out for each in widths(longer)][5:8] == [3, 8, 8]
    assert parameter_count(SPEC) == 3 * 8 + 9 * 5 + 6 * 8 + 9 * 2


def test_the_outputs_come_from_the_last_linear_outside_and_a_block_after_it_keeps_them() -> None:
    spec = stack(linear(8), BEGIN, linear(6), RELU, linear(), END)
    assert last_linear(spec.layers) == 0
    assert [each.fan_out for each in widths(spec)] == [2, 2, 6, 6, 2, 2]
    assert cannot_train(spec) == ""
    assert advice(spec) == ()  # no ReLU of a block is one after the last Linear
    bare = stack(BEGIN, linear(6), TANH, linear(), END)
    (said,) = advice(bare)
    assert "outside of residual blocks" in said.text
    assert said.fix is not None
    assert kinds(said.fix) == "[ltl]l"
    assert cannot_train(said.fix) == ""


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        ((BEGIN,), "A residual block has no end"),
        ((linear(), END), "none has begun before it"),
        ((BEGIN, linear(), BEGIN, TANH, END, END), "cannot hold another one"),
        ((END, BEGIN), "none has begun before it"),
        ((BEGIN, END, END), "none has begun before it"),
    ],
)
def test_half_a_block_or_one_in_another_is_no_document(
    layers: tuple[LayerSpec, ...], sentence: str
) -> None:
    with pytest.raises(SpecError, match=sentence):
        ExperimentSpec(layers)


def test_a_block_counts_as_one_layer_and_those_inside_each() -> None:
    full = stack(BEGIN, *[TANH] * 63, END)
    assert len(full.layers) == 65
    with pytest.raises(SpecError, match="at most 64 layers, not 65"):
        edits.insert_layer(full, 1, TANH)


def test_a_residual_comes_with_a_linear_an_activation_and_a_linear() -> None:
    spec = edits.insert_layer(stack(linear(8), RELU, linear()), 2, BEGIN)
    assert kinds(spec) == "lr[lrl]l"
    assert cannot_train(spec) == ""
    assert advice(spec) == ()


@pytest.mark.parametrize(
    ("edit", "arguments", "expected"),
    [
        (edits.remove_layer, (4,), "lt[ll]tl"),
        (edits.remove_layer, (2,), "lttl"),
        (edits.remove_layer, (6,), "lttl"),
        (edits.move_layer, (2, 0), "[ltl]lttl"),
        (edits.move_layer, (6, 9), "lttl[ltl]"),
        (edits.move_layer, (2, 8), "ltt[ltl]l"),
        (edits.move_layer, (2, 4), "lt[ltl]tl"),
        (edits.move_layer, (2, 7), "lt[ltl]tl"),
        (edits.move_layer, (7, 3), "lt[tltl]l"),
        (edits.move_layer, (7, 6), "lt[ltlt]l"),
        (edits.move_layer, (3, 2), "ltl[tl]tl"),
        (edits.move_layer, (5, 7), "lt[lt]ltl"),
        (edits.copy_layer, (2, 7), "lt[ltl][ltl]tl"),
        (edits.copy_layer, (6, 0), "[ltl]lt[ltl]tl"),
        (edits.copy_layer, (4, 3), "lt[tltl]tl"),
        (edits.dissolve_block, (2,), "ltltltl"),
        (edits.dissolve_block, (4,), "ltltltl"),
        (edits.dissolve_block, (6,), "ltltltl"),
    ],
)
def test_a_block_is_moved_copied_removed_and_dissolved_as_one(
    edit: Any, arguments: tuple[int, ...], expected: str
) -> None:
    after = edit(SPEC, *arguments)
    assert kinds(after) == expected
    inside = [each for each in after.layers if each == linear(5)]
    assert len(inside) == expected.count("[") or edit in (edits.dissolve_block, edits.move_layer)


@pytest.mark.parametrize(
    ("edit", "arguments", "sentence"),
    [
        (edits.insert_layer, (4, BEGIN), "cannot hold another one"),
        (edits.insert_layer, (3, END), "An Add ends a residual block"),
        (edits.copy_layer, (2, 4), "cannot hold another one"),
        (edits.dissolve_block, (1,), "in no residual block"),
        (edits.dissolve_block, (99,), "There is no layer 99"),
    ],
)
def test_what_would_break_a_block_is_refused(
    edit: Any, arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(SpecError, match=sentence):
        edit(SPEC, *arguments)


def test_where_a_block_is_and_where_another_could_go() -> None:
    assert blocks(SPEC.layers) == (Block(2, 6),)
    assert [block_at(SPEC.layers, index) is not None for index in range(9)] == [
        *(False, False, True, True, True, True, True, False, False)
    ]
    assert [span(SPEC.layers, index) for index in (1, 2, 4, 6)] == [
        *(range(1, 2), range(2, 7), range(4, 5), range(2, 7))
    ]
    assert gaps_for(SPEC.layers, "residual") == (0, 1, 2, 7, 8, 9)
    assert gaps_for(SPEC.layers, "tanh") == tuple(range(10))


def test_gains_follow_the_activation_inside_and_stop_where_a_block_begins_or_ends() -> None:
    layers = (linear(), BEGIN, RELU, linear(), DROPOUT, RELU, linear(), END, TANH, linear(), TANH)
    gains = [automatic_gain(layers, index) for index in (0, 3, 6, 9)]
    assert gains == [1.0, 2**0.5, 1.0, 5 / 3]


def test_an_empty_block_cannot_be_trained_and_features_stand_before_all_blocks() -> None:
    (empty,) = advice(stack(linear(), BEGIN, END, linear()))
    assert (empty.layer, empty.fix_label) == (1, "Remove block")
    assert empty.fix == stack(linear(), linear())
    features = stack(BEGIN, LayerSpec("features"), linear(), END, linear())
    (moved,) = advice(features)
    assert moved.fix is not None
    assert kinds(moved.fix) == "f[l]l"
    assert cannot_train(moved.fix) == ""


def test_what_is_said_of_outputs_is_not_said_of_a_block_behind_them() -> None:
    layers = (linear(8), TANH, linear(), BEGIN, linear(), RELU, DROPOUT, linear(), END)
    spec = ExperimentSpec(layers, training=TrainSpec(loss=LossSpec("cross_entropy")))
    assert advice(spec) == ()
    assert training_advice(spec) == ()
    assert training_advice(edits.insert_layer(spec, 9, TANH))[0].layer == 9
    zeros = edits.set_layer_option(spec, 7, "initialization", "constant")
    assert advice(zeros) == ()  # a block that begins as nothing is good practice


def test_a_document_without_blocks_is_still_of_the_first_version() -> None:
    plain = [each.saved for each in examples() if each.saved.version == 1]
    assert len(plain) > 10
    assert not any(blocks(each.spec.layers) for each in plain)
    for saved in plain:
        for data in (file_format.write(saved), file_format.write_text(saved)):
            assert b'"version": 1' in data
            assert b'"min_reader": 1' in data


def test_a_file_with_a_block_comes_back_and_says_that_older_programs_cannot_read_it() -> None:
    for write in (file_format.write, file_format.write_text):
        data = write(SavedDocument(SPEC))
        assert file_format.read(data).spec == SPEC
        assert b'"version": 2' in data
        assert b'"min_reader": 2' in data
    assert from_string(to_string(Shared(SPEC))) == Shared(SPEC)
    with pytest.raises(DocumentError, match="has no residual blocks"):
        to_link(SPEC)


def test_the_code_nests_the_block_and_names_its_layers_by_their_place() -> None:
    spec = stack(
        *(linear(8, "he_normal"), RELU, BEGIN, linear(100, "he_normal"), RELU, LayerSpec("elu")),
        *(linear(8, "he_normal"), RELU, END, BEGIN, TANH, END, linear(8, "orthogonal")),
    )
    text = code(spec)
    assert text.startswith(
        "model = Sequential([Linear(2, 8), ReLU(),\n"
        "                    Residual([Linear(8, 100), ReLU(), ELU(),\n"
        "                              Linear(100, 8), ReLU()]),\n"
        "                    Residual([Tanh()]), Linear(8, 2)])\n"
    )
    assert "initialization.he_normal(model.modules[0].weight, 2**0.5)" in text
    assert "for i in (0, 3):\n" in text
    assert "    initialization.he_normal(model.modules[2].modules[i].weight, 2**0.5)" in text
    assert "initialization.orthogonal(model.modules[4].weight, 1)" in text
    assert all(len(line) <= LINE_LENGTH for line in text.splitlines()[:4])
    ast.parse(text)


def test_the_heading_shows_the_block_in_brackets() -> None:
    assert title(SPEC) == "Disk — 2 → 8 → [5 → 8] → 2"
