"""A good file, and how to take it apart and put it together wrongly."""

import functools
import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from playground.document import stored_zip
from playground.document.file_format import SavedDocument
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, OptimizerSpec, TrainSpec
from playground.files.contents import Contents, to_bytes
from playground.training.session import Session

HEAD, WEIGHTS, TRAINING = "document.json", "weights.safetensors", "training.safetensors"
SPEC = ExperimentSpec(
    (LayerSpec("linear", (("units", 4),)), LayerSpec("tanh"), LayerSpec("linear")),
    DataSpec(points=40),
    TrainSpec(0.01, 8, optimizer=OptimizerSpec("adam"), early_stopping=5),
)

Attack = tuple[str, Callable[[], bytes], str]  # its name, the file, how the sentence begins


@functools.cache
def good() -> bytes:
    """A document after a few steps of training."""
    session = Session(1, SPEC)
    session.begin()
    session.advance(7, float("inf"))
    return to_bytes(Contents(SavedDocument(SPEC, "Good", "It opens."), session.record()))


def members() -> dict[str, bytes]:
    """What the good file holds."""
    return stored_zip.unpack(good(), HEAD)


def packed(**changes: bytes | None) -> bytes:
    """The good file with other members, None for none; HEAD is `document_json`."""
    found: dict[str, bytes] = dict(members())
    for key, data in changes.items():
        name = key.replace("_", ".")
        if data is None:
            del found[name]
        else:
            found[name] = data
    return stored_zip.pack(found)


def head() -> dict[str, Any]:
    """The JSON of the good file."""
    tree: dict[str, Any] = json.loads(members()[HEAD])
    return tree


def text(data: bytes) -> bytes:
    """The good file with this text as its JSON."""
    return packed(document_json=data)


def tree(value: Any) -> bytes:
    """The good file with this value as its JSON."""
    return text(json.dumps(value).encode())


def changed(path: str, value: Any) -> bytes:
    """The good file, in whose JSON "document.data.points" or "document.layers.0" is another."""
    whole = head()
    place: Any = whole
    *parents, name = path.split(".")
    for key in parents:
        place = place[int(key) if isinstance(place, list) else key]
    place[int(name) if isinstance(place, list) else name] = value
    return tree(whole)


def without(name: str) -> bytes:
    """The good file, whose JSON lacks a name."""
    whole = head()
    del whole[name]
    return tree(whole)


def zipped(
    parts: Mapping[str, bytes] | None = None, method: int = zipfile.ZIP_STORED, comment: bytes = b""
) -> bytes:
    """An archive by another program."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        for name, data in (members() if parts is None else parts).items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def patched(offset: int, format: str, *values: int, mark: bytes = b"PK\3\4") -> bytes:
    """The good file with other bytes behind the first `mark`."""
    data = bytearray(good())
    struct.pack_into(format, data, data.index(mark) + offset, *values)
    return bytes(data)


def arrays(header: Any, data: bytes = b"", length: int | None = None) -> bytes:
    """The good file with such a file of weights."""
    words = header if isinstance(header, bytes) else json.dumps(header).encode()
    count = len(words) if length is None else length
    return packed(weights_safetensors=struct.pack("<Q", count) + words + data)


def row(shape: Any, begin: int, end: int, dtype: Any = "F32") -> dict[str, Any]:
    """One line of the header of safetensors."""
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}
