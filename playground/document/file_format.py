"""A document as the bytes of a file (.nnp), or as text that a version control can compare (.json).

    document.json         format, version, title, the document, and the words of its training
    weights.safetensors   parameters and buffers by the names of torch.nn.Sequential
    training.safetensors  all other numbers that the training needs to go on
    thumbnail.png         a picture of it

`version` rises with every addition; a file says the first one that has all it holds. `min_reader`
is the oldest version that reads the file rightly; what else a newer version wrote is kept and
written back. Version 2 has residual blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from playground.document import limits, stored_zip, strict_json
from playground.document.blocks import blocks
from playground.document.codec import Unknown, from_tree, to_tree
from playground.document.errors import DocumentError
from playground.document.spec import ExperimentSpec
from playground.document.tensors import Tensor, from_safetensors, to_safetensors

FORMAT: Final = "neural-playground"
VERSION: Final = 2
_FIRST: Final = 1
_HEAD, _WEIGHTS, _TRAINING = "document.json", "weights.safetensors", "training.safetensors"
_THUMBNAIL: Final = "thumbnail.png"
_MEMBERS: Final = frozenset((_HEAD, _WEIGHTS, _TRAINING, _THUMBNAIL))
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_NOT_OURS: Final = "This is no document of this program, or it is damaged."


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """All that a file holds.

    title, about   plain text, or ""
    weights        {} where nothing was trained yet
    training       what of the training is no number, as JSON values; None: there is none
    numbers        what of it is
    thumbnail      a PNG, or b""
    unknown        keys of a newer version; others: its members
    version        of the format, at least what the document needs; above VERSION: a newer program
                   wrote it

    Raises:
        DocumentError: a title or description that is too long or holds control characters.
    """

    spec: ExperimentSpec
    title: str = ""
    about: str = ""
    weights: Mapping[str, Tensor] = field(default_factory=dict)
    training: Any = None
    numbers: Mapping[str, Tensor] = field(default_factory=dict)
    thumbnail: bytes = b""
    unknown: Unknown = ()
    others: Mapping[str, bytes] = field(default_factory=dict)
    version: int = _FIRST

    def __post_init__(self) -> None:
        for what, text, most in (
            ("title", self.title, limits.MAX_TITLE),
            ("description", self.about, limits.MAX_ABOUT),
        ):
            if len(text) > most or not text.isprintable():
                raise DocumentError(
                    f"The {what} of a document has at most {most:,} characters, all visible."
                )
        object.__setattr__(self, "version", max(self.version, _oldest_reader(self.spec)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """document.json."""

    format: str
    version: int
    min_reader: int
    title: str = ""
    about: str = ""
    document: ExperimentSpec
    training: Any = None


def write(saved: SavedDocument) -> bytes:
    """The bytes of a file; equal documents give equal bytes.

    Raises:
        DocumentError: it could not be read again.
    """
    members = {_HEAD: _text(saved)}
    if saved.weights:
        members[_WEIGHTS] = to_safetensors(saved.weights)
    if saved.training is not None:
        members[_TRAINING] = to_safetensors(saved.numbers)
    if saved.thumbnail:
        members[_THUMBNAIL] = saved.thumbnail
    data = stored_zip.pack({**members, **saved.others})
    read(data)
    return data


def write_text(saved: SavedDocument) -> bytes:
    """The document alone, without what was trained, as text.

    Raises:
        DocumentError: it could not be read again.
    """
    bare = replace(saved, training=None)
    text = _text(bare)
    read(text)
    return text


def read(data: bytes) -> SavedDocument:
    """What `write` or `write_text` wrote.

    Raises:
        DocumentError: the bytes are none of this program's documents, damaged, or of a version
            that needs a newer reader.
    """
    if not data:
        raise DocumentError("The file is empty: there is no document in it.")
    if len(data) > limits.MAX_FILE_BYTES:
        raise DocumentError(
            f"The file has {len(data):,} bytes; a document has at most {limits.MAX_FILE_BYTES:,}."
        )
    if data.startswith(stored_zip.SIGNATURE):
        return _from_members(stored_zip.unpack(data, _HEAD))
    if data[:64].lstrip().startswith(b"{"):
        return _from_members({_HEAD: data})
    raise DocumentError(_NOT_OURS)


def _text(saved: SavedDocument) -> bytes:
    head = _Head(
        format=FORMAT,
        version=saved.version,
        min_reader=_oldest_reader(saved.spec),
        title=saved.title,
        about=saved.about,
        document=saved.spec,
        training=saved.training,
    )
    tree = to_tree(head, saved.unknown)
    if saved.training is None:
        del tree["training"]
    return strict_json.dumps(tree)


def _oldest_reader(spec: ExperimentSpec) -> int:
    """The first version without blocks and corruptions, of which it would train something else."""
    return VERSION if spec.data.corruptions or blocks(spec.layers) else _FIRST


def _from_members(members: Mapping[str, bytes]) -> SavedDocument:
    tree = strict_json.loads(members[_HEAD])
    _check_version(tree)
    head, unknown = from_tree(_Head, tree)
    others = {name: data for name, data in members.items() if name not in _MEMBERS}
    if others and head.version <= VERSION:
        raise DocumentError(f"The file is damaged: it holds a part named {min(others)!r}.")
    if head.training is not None and not {_WEIGHTS, _TRAINING} <= members.keys():
        raise DocumentError("The file is damaged: numbers of its training are missing.")
    if head.training is None and _TRAINING in members:
        raise DocumentError("The file is damaged: the words of its training are missing.")
    thumbnail = members.get(_THUMBNAIL, b"")
    if not thumbnail.startswith(_PNG if _THUMBNAIL in members else b""):
        raise DocumentError(f"The file is damaged: {_THUMBNAIL} is no PNG.")
    numbers = {
        name: from_safetensors(members[name], name) if name in members else {}
        for name in (_WEIGHTS, _TRAINING)
    }
    return SavedDocument(
        head.document,
        head.title,
        head.about,
        numbers[_WEIGHTS],
        head.training,
        numbers[_TRAINING],
        thumbnail,
        unknown,
        others,
        head.version,
    )


def _check_version(tree: Any) -> None:
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise DocumentError(_NOT_OURS)
    version, needed = tree.get("version"), tree.get("min_reader")
    if type(version) is not int or type(needed) is not int or not 1 <= needed <= version:
        raise DocumentError("The file is damaged: it does not say which version it is.")
    if needed > VERSION:
        raise DocumentError(
            "This document needs a newer version of this program. Get that, or save the document "
            "there for an older one."
        )
