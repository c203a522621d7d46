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
from playground.document.tensors import Tensor, from_safetensors, to_safetensors

PREFIX: Final = "NP1"
_MOST_WEIGHTS: Final = 4 * limits.MAX_SHARED_WEIGHTS  # bytes; more never fit, so none are packed
_NOT_WHOLE: Final = "This is not a whole share string: part of it is missing or changed."


@dataclass(frozen=True, slots=True)
class Shared:
    """What a share string holds; `weights` are named as in a file; there may be none."""

    spec: ExperimentSpec
    weights: Mapping[str, Tensor] = field(default_factory=dict)


def to_string(shared: Shared) -> str:
    """The word, without the weights if it would be longer than 16,000 characters with them.

    Raises:
        DocumentError: it is too long without them (a document with many points of one's own).
    """
    tree: dict[str, Any] = {"document": to_tree(shared.spec)}
    size = sum(len(each.data) for each in shared.weights.values())
    if 0 < size <= _MOST_WEIGHTS:
        numbers = base64.b64encode(to_safetensors(shared.weights)).decode("ascii")
        whole = _pack({**tree, "weights": numbers})
        if len(whole) <= limits.MAX_SHARED_WEIGHTS:
            return whole
    bare = _pack(tree)
    if len(bare) > limits.MAX_SHARED_CHARACTERS:
        raise _too_large()
    return bare


def from_string(text: str) -> Shared:
    """What `to_string` wrote; whatever a link or a chat put around the word is left out.

    Raises:
        DocumentError: no share string, a damaged one, or one that holds what no document can.
    """
    word = text.strip().rpartition("#")[2]
    if not word.startswith(PREFIX):
        raise DocumentError(f"This is no share string: those begin with {PREFIX}.")
    if len(word) > limits.MAX_SHARED_CHARACTERS:
        raise DocumentError(
            f"The share string is too long: at most {limits.MAX_SHARED_CHARACTERS:,} characters."
        )
    tree = strict_json.loads(_unpack(word[len(PREFIX) :]))
    if not isinstance(tree, dict):
        raise DocumentError(_NOT_WHOLE)
    spec, _ = from_tree(ExperimentSpec, tree.get("document"))
    return Shared(spec, _weights(tree["weights"]) if "weights" in tree else {})


def _pack(tree: Mapping[str, Any]) -> str:
    text = strict_json.dumps_short(tree)
    if len(text) > limits.MAX_SHARED_JSON:
        raise _too_large()
    packed = zlib.compress(text, 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _unpack(word: str) -> bytes:
    try:
        packed = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        stream = zlib.decompressobj()
        data = stream.decompress(packed, limits.MAX_SHARED_JSON)
    except (binascii.Error, ValueError, zlib.error):
        raise DocumentError(_NOT_WHOLE) from None
    if not stream.eof or stream.unused_data:
        raise DocumentError(_NOT_WHOLE)
    return data


def _too_large() -> DocumentError:
    return DocumentError(
        "The document is too large to share as text: at most "
        f"{limits.MAX_SHARED_CHARACTERS:,} characters are. Save it as a file instead."
    )


def _weights(text: Any) -> dict[str, Tensor]:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise DocumentError(_NOT_WHOLE) from None
    return from_safetensors(data, "The part with the weights")
