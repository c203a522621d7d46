"""A document as one word for a chat or the end of a link: design, data, seed; weights if they fit.

NP1, then base64url of a zlib stream of JSON. Nothing of it is a program.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playground.document import limits, strict_json
from playground.document.codec import from_tree, to_tree
from playground.document.errors import DocumentError
from playground.document.spec import ExperimentSpec

_PREFIX: Final = "NP1"
_FLOAT: Final = 4  # bytes
_NOT_WHOLE: Final = "This is not a whole share string: part of it is missing or changed."


@dataclass(frozen=True, slots=True)
class Weights:
    """One tensor: its shape, and its numbers as little-endian float32, row by row."""

    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Shared:
    """What a share string holds; `weights` is empty where they did not fit."""

    spec: ExperimentSpec
    weights: Mapping[str, Weights] = field(default_factory=dict)


def to_string(shared: Shared) -> str:
    """The word, without the weights if it would be longer than 16,000 characters with them.

    Raises:
        DocumentError: it is too long without them (a document with many points of one's own).
    """
    tree: dict[str, Any] = {"document": to_tree(shared.spec)}
    weights = {
        name: {"shape": list(each.shape), "float32": _base64(each.data)}
        for name, each in shared.weights.items()
    }
    whole = _pack({**tree, "weights": weights})
    if len(whole) <= limits.MAX_SHARED_WEIGHTS:
        return whole
    bare = _pack(tree)
    if len(bare) > limits.MAX_SHARED_CHARACTERS:
        raise DocumentError(
            f"The document is too large to share as text: {len(bare):,} characters, at most "
            f"{limits.MAX_SHARED_CHARACTERS:,}. Save it as a file instead."
        )
    return bare


def from_string(text: str) -> Shared:
    """What `to_string` wrote; whatever a link or a chat put around the word is left out.

    Raises:
        DocumentError: no share string, a damaged one, or one that holds what no document can.
    """
    word = text.strip().rpartition("#")[2]
    if not word.startswith(_PREFIX):
        raise DocumentError(f"This is no share string: those begin with {_PREFIX}.")
    if len(word) > limits.MAX_SHARED_CHARACTERS:
        raise DocumentError(
            f"The share string is too long: at most {limits.MAX_SHARED_CHARACTERS:,} characters."
        )
    tree = strict_json.loads(_unpack(word[len(_PREFIX) :]))
    if not isinstance(tree, dict):
        raise DocumentError(_NOT_WHOLE)
    spec, _ = from_tree(ExperimentSpec, tree.get("document"))
    return Shared(spec, _weights(tree.get("weights", {})))


def _pack(tree: Mapping[str, Any]) -> str:
    return _PREFIX + _base64(zlib.compress(strict_json.dumps_short(tree), 9), url=True)


def _unpack(word: str) -> bytes:
    try:
        packed = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        stream = zlib.decompressobj()
        data = stream.decompress(packed, limits.MAX_JSON_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        raise DocumentError(_NOT_WHOLE) from None
    if not stream.eof or stream.unused_data:
        raise DocumentError(_NOT_WHOLE)
    return data


def _weights(tree: Any) -> dict[str, Weights]:
    if not isinstance(tree, dict) or len(tree) > limits.MAX_TENSORS:
        raise DocumentError(_NOT_WHOLE)
    found = {}
    for name, each in tree.items():
        if not isinstance(each, dict) or each.keys() != {"shape", "float32"}:
            raise DocumentError(_NOT_WHOLE)
        shape, text = each["shape"], each["float32"]
        if not isinstance(shape, list) or not all(type(side) is int and side > 0 for side in shape):
            raise DocumentError(_NOT_WHOLE)
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError, TypeError):
            raise DocumentError(_NOT_WHOLE) from None
        count = _FLOAT
        for side in shape:
            count *= side
        if count != len(data):
            raise DocumentError(_NOT_WHOLE)
        found[name] = Weights(tuple(shape), data)
    return found


def _base64(data: bytes, *, url: bool = False) -> str:
    if url:
        return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
    return base64.b64encode(data).decode("ascii")
