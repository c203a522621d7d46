"""Share strings."""

import base64
import random
import struct
import zlib

import pytest
from hypothesis import given, settings

from playground.document import edits, limits
from playground.document.errors import DocumentError
from playground.document.own_points import OwnPoints
from playground.document.presets import default
from playground.document.share import Shared, from_string, to_string
from playground.document.spec import ExperimentSpec
from playground.document.tensors import Tensor
from tests.playground.document.test_codec import DOCUMENTS

WEIGHTS = {
    "0.weight": Tensor("F32", (25, 2), bytes(range(200))),
    "1.num_batches_tracked": Tensor("I64", (), b"\7" + bytes(7)),
}


def packed(text: bytes) -> str:
    return "NP1" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


def shape_of_a_billion() -> bytes:
    header = b'{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4]}}'
    return base64.b64encode(len(header).to_bytes(8, "little") + header + bytes(4))


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
    many = {"0.weight": Tensor("F32", (9000,), noise)}
    assert from_string(to_string(Shared(default(), many))) == Shared(default())
    zeros = {"0.weight": Tensor("F32", (500_000,), bytes(2_000_000))}
    assert from_string(to_string(Shared(default(), zeros))) == Shared(default())


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
        (packed(b" " * (limits.MAX_SHARED_JSON + 1)), "This is not a whole share string"),
        (packed(b"[]"), "This is not a whole share string"),
        (packed(b"{}"), "The document is not an object."),
        (packed(b'{"document": {"seed": -1}}'), "The document: A seed is a whole number"),
        (packed(b'{"document": {}, "weights": 3}'), "This is not a whole share string"),
        (packed(b'{"document": {}, "weights": {"a": [2]}}'), "This is not a whole share string"),
        (packed(b'{"document": {}, "weights": "QUJD"}'), "The part with the weights is damaged"),
        (packed(b'{"document": {}, "weights": "QUI?"}'), "This is not a whole share string"),
        (
            packed(b'{"document": {}, "weights": "' + shape_of_a_billion() + b'"}'),
            "The part with the weights is damaged: the array 'a' has no shape",
        ),
    ],
)
def test_what_is_no_share_string_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        from_string(text)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("count", [8_000, 100_000])  # too long packed, and before it is
def test_a_document_with_too_many_points_is_a_matter_for_files(count: int) -> None:
    draw = random.Random(1)
    places = struct.pack(f"<{2 * count}f", *(draw.random() for _ in range(2 * count)))
    own = OwnPoints(places, bytes(4 * count), bytes(2 * count), ("a", "b"))
    with pytest.raises(DocumentError, match="too large to share as text: at most 64,000 char"):
        to_string(Shared(edits.set_own_points(default(), own)))
