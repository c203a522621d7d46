"""Documents as JSON: nothing is lost on the way, and nothing strange gets in."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import codec, limits, strict_json
from playground.document.errors import DocumentError, SpecError
from playground.document.presets import default
from playground.document.spec import ExperimentSpec
from tests.playground.document.test_edits import EDIT


def edited(steps: list[tuple[Any, ...]]) -> ExperimentSpec:
    spec = default()
    for function, *arguments in steps:
        try:
            spec = function(spec, *arguments)
        except SpecError:
            continue
    return spec


DOCUMENTS = st.lists(EDIT, max_size=40).map(edited)


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_a_document_comes_back_from_its_text(spec: ExperimentSpec) -> None:
    text = strict_json.dumps(codec.to_tree(spec))
    found, unknown = codec.from_tree(ExperimentSpec, strict_json.loads(text))
    assert repr(found) == repr(spec)
    assert unknown == ()
    assert strict_json.dumps(codec.to_tree(found)) == text


def test_what_is_missing_has_its_default() -> None:
    assert codec.from_tree(ExperimentSpec, {}) == (ExperimentSpec(), ())
    tree = {"layers": [{"kind": "linear", "units": 7}], "seed": 3}
    spec, _ = codec.from_tree(ExperimentSpec, tree)
    assert (spec.layers[0]["units"], spec.layers[0]["initialization"]) == (7, "default")


def test_what_a_newer_version_wrote_stays_where_it_was() -> None:
    tree = codec.to_tree(default())
    tree["room"] = {"temperature": 21.5}
    tree["data"]["shade"] = None
    tree["layers"][2]["glow"] = [1, 2]
    spec, unknown = codec.from_tree(ExperimentSpec, tree)
    assert spec == default()
    assert codec.to_tree(spec, unknown) == tree
    shorter = ExperimentSpec(spec.layers[:1], seed=4)
    assert codec.to_tree(shorter, unknown)["room"] == {"temperature": 21.5}
    assert "glow" not in str(codec.to_tree(shorter, unknown))


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ([], "The document is not an object."),
        (None, "The document is not an object."),
        ({"layers": {}}, "layers is not a list."),
        ({"layers": [3]}, "layers.1 is not an object."),
        ({"layers": [{}]}, "layers.1.kind is not text."),
        ({"layers": [{"kind": "os.system"}]}, "layers.1: A layer is one of "),
        ({"layers": [{"kind": "linear", "units": 0}]}, "layers.1: Units goes from 1 to 512, not 0"),
        ({"layers": [{"kind": "linear", "units": True}]}, "layers.1: Units is a number, not True."),
        ({"layers": [{"kind": "linear", "units": {}}]}, "layers.1.units is an object, not a value"),
        ({"layers": [{"kind": "linear", "units": [1]}]}, "layers.1.units.1 is not text."),
        ({"layers": [{"kind": "tanh"}] * 65}, "The document: A network has at most 64 layers"),
        ({"seed": True}, "seed is not a whole number."),
        ({"seed": 1.0}, "seed is not a whole number."),
        ({"seed": -1}, "The document: A seed is a whole number from 0 to 4,294,967,295."),
        ({"data": {"kind": 3}}, "data.kind is not text."),
        ({"data": {"points": "many"}}, "data.points is not a whole number."),
        ({"data": {"points": 10**9}}, "data: Points goes from 20 to 10,000, not 1,000,000,000."),
        ({"training": {"learning_rate": None}}, "training.learning_rate is not a number."),
        ({"training": {"learning_rate": 0}}, "training: Learning rate goes from "),
        ({"training": {"optimizer": {"kind": "adam", "beta1": 7}}}, "training.optimizer: Beta 1 "),
        ({"training": {"loss": []}}, "training.loss is not an object."),
    ],
)
def test_what_no_document_can_hold_is_refused_with_its_place(tree: Any, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        codec.from_tree(ExperimentSpec, tree)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The text is no JSON: line 1, column 1."),
        (b'{"a": 1,}', "The text is no JSON: line 1, column 9."),
        (b'{"a": 1} x', "The text is no JSON: line 1, column 10."),
        (b"\xff{}", "The text is damaged: byte 0 is no UTF-8."),
        (b"\xef\xbb\xbf{}", "The text is no JSON"),
        (b'{"a": 1, "a": 2}', "The name 'a' occurs twice in one object."),
        (b'{"a": NaN}', "NaN is not a number that can be read."),
        (b'{"a": -Infinity}', "-Infinity is not a number that can be read."),
        (b'{"a": 1e999}', "The number '1e999' is too large."),
        (b'{"a": ' + b"9" * 5000 + b"}", "The number '99999999999999999999999…' has too many"),
        (b'{"a": "\\ud800"}', "The text holds half a character."),
        (b'{"\\udfff": 1}', "The text holds half a character."),
        (b"[" * 33 + b"]" * 33, "The text is nested too deeply."),
        (b"[" * 100_000, "The text is nested too deeply."),
        (b" " * (limits.MAX_JSON_BYTES + 1), "The text has 8,388,609 bytes; at most 8,388,608"),
    ],
)
def test_text_that_could_mean_two_things_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        strict_json.loads(data)
    assert str(caught.value).startswith(sentence)


def test_text_at_the_limits_is_read() -> None:
    assert strict_json.loads(b"[" * 32 + b"]" * 32)
    assert strict_json.loads(b"9" * limits.MAX_DIGITS) == 10**limits.MAX_DIGITS - 1
    assert strict_json.loads('{"ä": "😀"}'.encode()) == {"ä": "😀"}
