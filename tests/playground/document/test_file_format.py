"""Files of documents: nothing is lost, equal documents are equal bytes, and no bit flips unseen."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.document import edits, file_format, limits, stored_zip
from playground.document.catalogue import CORRUPTIONS, Option
from playground.document.errors import DocumentError
from playground.document.file_format import VERSION, SavedDocument, read, write, write_text
from playground.document.own_points import OwnPoints
from playground.document.presets import default
from playground.document.spec import ExperimentSpec
from playground.document.tensors import ITEM_BYTES, Tensor, to_safetensors
from tests.playground.document.test_codec import DOCUMENTS

PNG = b"\x89PNG\r\n\x1a\n and the picture"
NUMBERS = {
    "0.weight": Tensor("F32", (3, 2), np.arange(6, dtype="<f4").tobytes()),
    "0.bias": Tensor("F32", (3,), np.array([0, np.nan, -np.inf], "<f4").tobytes()),
    "steps": Tensor("I64", (), (7).to_bytes(8, "little")),
    "best": Tensor("F64", (1,), np.array([5e-324]).tobytes()),
    "seen": Tensor("BOOL", (2,), b"\0\1"),
    "generator": Tensor("U8", (5,), b"state"),
}
TRAINING = {"origin": 3, "trainer": [["shuffle", "epoch"]], "failure": None}
FULL = SavedDocument(default(), "Disk", "Why ä 😀", NUMBERS, TRAINING, NUMBERS, PNG)
BARE = SavedDocument(ExperimentSpec())


@settings(max_examples=50, deadline=None)
@given(DOCUMENTS, st.sampled_from([FULL, BARE]))
def test_a_document_comes_back_from_its_file(spec: ExperimentSpec, saved: SavedDocument) -> None:
    saved = replace(saved, spec=spec)
    data = write(saved)
    assert read(data) == saved
    assert repr(read(data).spec) == repr(spec)
    assert write(read(data)) == data


@settings(max_examples=20, deadline=None)
@given(DOCUMENTS)
def test_the_text_holds_the_document_without_what_was_trained(spec: ExperimentSpec) -> None:
    text = write_text(replace(FULL, spec=spec))
    assert read(text) == SavedDocument(spec, FULL.title, FULL.about)
    assert read(b"\n " + text) == read(text)
    assert write_text(read(text)) == text


def test_every_zip_program_can_open_it_and_safetensors_reads_the_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(write(FULL))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        head = json.loads(archive.read(names[0]))
        arrays = safetensors.numpy.load(archive.read(names[1]))
    assert names == [
        *("document.json", "weights.safetensors", "training.safetensors", "thumbnail.png")
    ]
    assert (head["format"], head["version"]) == ("neural-playground", 1)
    assert arrays["0.weight"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert {name: each.tobytes() for name, each in arrays.items()} == {
        name: each.data for name, each in NUMBERS.items()
    }


def test_what_safetensors_writes_is_read() -> None:
    arrays = {"b": np.ones((2, 3), np.float32), "a": np.arange(4), "c": np.array([True])}
    data = safetensors.numpy.save(arrays, {"any": "word"})
    found = file_format.from_safetensors(data, "it")
    assert {name: each.data for name, each in found.items()} == {
        name: array.tobytes() for name, array in arrays.items()
    }


@pytest.mark.parametrize("dtype", ITEM_BYTES)
def test_every_kind_of_number_comes_back(dtype: str) -> None:
    each = {"x": Tensor(dtype, (2, 1), bytes(2 * ITEM_BYTES[dtype]))}
    assert file_format.from_safetensors(to_safetensors(each), "it") == each


def flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def test_no_single_bit_flips_unseen() -> None:
    data = write(replace(FULL, spec=ExperimentSpec()))
    for bit in range(8 * len(data)):
        with pytest.raises(DocumentError):
            read(flipped(data, bit))


def test_no_end_is_cut_off_unseen_and_nothing_can_be_added() -> None:
    data = write(FULL)
    for end in range(len(data)):
        with pytest.raises(DocumentError):
            read(data[:end])
    for more in (data + b"\0", b"\0" + data, data + data):
        with pytest.raises(DocumentError):
            read(more)


def newer(**changes: Any) -> bytes:
    """A file of a version that is not known yet."""
    tree = json.loads(write_text(replace(FULL, version=VERSION + 1)))
    members = {"document.json": json.dumps({**tree, **changes}).encode(), "video.bin": b"frames"}
    return stored_zip.pack(members)


def test_what_a_newer_version_added_is_kept() -> None:
    saved = read(newer(mood="good", document={"seed": 4, "data": {"shade": [1]}}))
    assert (saved.version, saved.spec.seed) == (VERSION + 1, 4)
    tree = json.loads(stored_zip.unpack(write(saved), "document.json")["document.json"])
    assert (tree["version"], tree["mood"]) == (VERSION + 1, "good")
    assert tree["document"]["data"]["shade"] == [1]
    assert read(write(saved)) == saved
    assert saved.others == {"video.bin": b"frames"}


@pytest.mark.parametrize("option", CORRUPTIONS, ids=lambda option: option.name)
def test_a_version_that_would_train_on_other_points_is_told_to_leave_the_file(
    option: Option,
) -> None:
    def head(spec: ExperimentSpec) -> Any:
        return json.loads(write_text(SavedDocument(spec)))

    plain = head(default())
    assert (plain["version"], plain["min_reader"]) == (1, 1)
    used = head(edits.set_data_option(default(), option.name, 30))
    assert (used["version"], used["min_reader"]) == (2, 2)
    assert used["document"]["data"][option.name] == 30


def test_the_balance_of_own_points_is_of_the_second_version_too() -> None:
    own = OwnPoints(bytes(32), bytes(16), bytes(8))
    rare = edits.set_data_option(edits.set_own_points(default(), own), "balance_percent", 20)
    assert json.loads(write_text(SavedDocument(rare)))["min_reader"] == 2
    assert read(write_text(SavedDocument(rare))).spec == rare


def test_a_file_of_before_class_balance_flips_and_outliers_opens_as_it_was() -> None:
    tree = json.loads(write_text(FULL))
    for option in CORRUPTIONS:
        del tree["document"]["data"][option.name]
    assert read(json.dumps(tree).encode()).spec == FULL.spec


def test_what_a_newer_version_alone_understands_is_refused() -> None:
    with pytest.raises(DocumentError, match="needs a newer version of this program"):
        read(newer(min_reader=VERSION + 1))


@pytest.mark.parametrize(
    ("saved", "sentence"),
    [
        (replace(FULL, thumbnail=b"GIF89a"), "The file is damaged: thumbnail.png is no PNG."),
        (replace(FULL, weights={}), "The file is damaged: numbers of its training are missing."),
        (replace(FULL, others={"a.txt": b""}), "The file is damaged: it holds a part named 'a"),
        (
            replace(FULL, weights={"w": Tensor("F32", (0,), b"")}),
            "weights.safetensors is damaged: the array 'w' has no shape",
        ),
        (
            replace(FULL, weights={"w": Tensor("U8", (2**27,), bytes(2**27))}),
            "The file has 134,",
        ),
    ],
)
def test_what_could_not_be_read_again_is_not_written(saved: SavedDocument, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        write(saved)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("text", ["a\nb", "\u202egnp", "\0", "x" * (limits.MAX_ABOUT + 1)])
@pytest.mark.parametrize("name", ["title", "about"])
def test_title_and_description_are_one_visible_line(name: str, text: str) -> None:
    tree = json.loads(write_text(BARE)) | {name: text}
    with pytest.raises(DocumentError, match="all visible"):
        read(json.dumps(tree).encode())


def test_a_file_at_the_limits_is_written() -> None:
    names = [f"{index}.{'x' * 150}" for index in range(limits.MAX_TENSORS - 1)]
    many = dict.fromkeys(names, Tensor("U8", (1,) * limits.MAX_TENSOR_SIDES, b"\1"))
    title, about = "x" * limits.MAX_TITLE, "é" * limits.MAX_ABOUT
    saved = replace(FULL, title=title, about=about, weights=many)
    assert read(write(saved)) == saved
