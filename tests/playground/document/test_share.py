"""Share strings and TensorFlow Playground's links."""

import base64
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import limits
from playground.document.errors import DocumentError
from playground.document.presets import default
from playground.document.share import Shared, Weights, from_string, to_string
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec
from playground.document.tensorflow_links import ADDRESS, from_link, to_link
from tests.playground.document.test_codec import DOCUMENTS

WEIGHTS = {"0.weight": Weights((25, 2), bytes(range(200))), "0.bias": Weights((25,), b"\1" * 100)}


def packed(text: bytes) -> str:
    return "NP1" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS)
def test_a_document_comes_back_from_its_share_string(spec: ExperimentSpec) -> None:
    word = to_string(Shared(spec))
    assert word.isascii()
    assert not set(word) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert from_string(word) == Shared(spec)
    assert from_string(f"  https://example.org/try#{word}\n") == Shared(spec)


def test_weights_go_along_where_they_fit() -> None:
    assert from_string(to_string(Shared(default(), WEIGHTS))) == Shared(default(), WEIGHTS)
    noise = b"".join(zlib.crc32(bytes([n % 256, n // 256])).to_bytes(4, "big") for n in range(9000))
    many = {"0.weight": Weights((9000,), noise)}
    assert from_string(to_string(Shared(default(), many))) == Shared(default())


def test_every_changed_or_missing_character_is_noticed() -> None:
    word = to_string(Shared(default(), WEIGHTS))
    for place in range(len(word)):
        changed = word[:place] + ("A" if word[place] != "A" else "B") + word[place + 1 :]
        for damaged in (changed, word[:place]):
            try:
                found = from_string(damaged)
            except DocumentError:
                continue
            assert found == Shared(default(), WEIGHTS)  # the last letter has bits to spare


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no share string: those begin with NP1."),
        ("hello", "This is no share string: those begin with NP1."),
        ("NP1", "This is not a whole share string: part of it is missing or changed."),
        ("NP1!!!!", "This is not a whole share string"),
        ("NP1" + "A" * limits.MAX_SHARED_CHARACTERS, "The share string is too long: at most 64,"),
        (packed(b" " * (limits.MAX_JSON_BYTES + 1)), "This is not a whole share string"),
        (packed(b"[]"), "This is not a whole share string"),
        (packed(b"{}"), "The document is not an object."),
        (packed(b'{"document": {"seed": -1}}'), "The document: A seed is a whole number"),
        (packed(b'{"document": {}, "weights": 3}'), "This is not a whole share string"),
        (packed(b'{"document": {}, "weights": {"a": {"shape": [2]}}}'), "This is not a whole"),
        (
            packed(b'{"document": {}, "weights": {"a": {"shape": [9], "float32": "AAAA"}}}'),
            "This is not a whole share string",
        ),
        (
            packed(b'{"document": {}, "weights": {"a": {"shape": [true], "float32": "AAAAAA=="}}}'),
            "This is not a whole share string",
        ),
    ],
)
def test_what_is_no_share_string_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_string(text)
    assert str(caught.value).startswith(sentence)


LINK = (
    ADDRESS + "activation=relu&batchSize=12&dataset=spiral&regDataset=reg-plane&learningRate=0.1"
    "&regularization=L2&regularizationRate=0.003&noise=15&networkShape=6,4&seed=0.31&x=true"
    "&showTestData=false&percTrainData=70&xTimesY=true&problem=classification&cosX=false"
)


def test_a_link_of_tensorflow_playground_is_read() -> None:
    linked = from_link(LINK)
    spec = linked.spec
    assert [layer.kind for layer in spec.layers] == ["linear", "relu"] * 2 + ["linear", "tanh"]
    assert [spec.layers[index]["units"] for index in (0, 2)] == [6, 4]
    assert spec.data == DataSpec("spirals", 500, 70, 15)
    training = spec.training
    assert (training.learning_rate, training.batch_size) == (0.1, 12)
    assert (training.l1, training.l2) == (0, 0.003)
    assert linked.left_out == (
        "Coordinates go from 0 to 1 here and from −6 to 6 there: it trains otherwise.",
        "xTimesY: the network here sees x and y alone.",
    )


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["relu", "tanh", "linear"]),
    st.lists(st.integers(1, 8), max_size=6),
    st.sampled_from(["circle", "xor", "gauss", "spiral"]),
    st.integers(1, 30),
)
def test_a_link_comes_back_from_its_document(
    activation: str, shape: list[int], dataset: str, batch: int
) -> None:
    link = (
        f"{ADDRESS}activation={activation if shape else 'linear'}&batchSize={batch}"
        f"&dataset={dataset}&networkShape={','.join(map(str, shape))}"
    )
    spec = from_link(link).spec
    again, _ = to_link(spec)
    assert from_link(again).spec == spec


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            ADDRESS + "activation=eval",
            "activation is ",
        ),
        (
            ADDRESS + "learningRate=fast",
            "learningRate",
        ),
        (
            ADDRESS + "learningRate=NaN",
            "Learning rate",
        ),
        (
            ADDRESS + "batchSize=1e999",
            "batchSize is a",
        ),
        (
            ADDRESS + "networkShape=4,-2",
            "networkShape",
        ),
        (ADDRESS + "networkShape=9999", "Units goes "),
        (
            ADDRESS + "noise=80",
            "Noise goes from 0 to ",
        ),
        (ADDRESS + "dataset=%00", "dataset is one of"),
    ],
)
def test_what_a_link_cannot_ask_for_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_link(text)
    start = "The link asks for what is not possible here: "
    assert str(caught.value).startswith(start + sentence)


@pytest.mark.parametrize("text", ["", "activation=tanh", "https://example.org/#activation=tanh"])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="This is no link of TensorFlow Playground"):
        from_link(text)


def test_a_long_link_is_refused() -> None:
    with pytest.raises(DocumentError, match="The link is too long: at most 4,000 characters"):
        from_link(ADDRESS + "a=" + "b" * limits.MAX_LINK)


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (default(), "TensorFlow Playground has up to 6 hidden layers of up to 8 units"),
        (ExperimentSpec(), "TensorFlow Playground has up to 6 hidden layers"),
        (
            ExperimentSpec((LayerSpec("linear"),), DataSpec("moons")),
            "TensorFlow Playground has none of these points; it has disk, xor, blobs, spirals.",
        ),
    ],
)
def test_what_tensorflow_playground_cannot_do_is_said(spec: ExperimentSpec, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        to_link(spec)
    assert str(caught.value).startswith(sentence)
