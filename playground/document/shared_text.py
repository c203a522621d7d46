"""What somebody pastes: share text or a link of TensorFlow Playground, also amid other words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from playground.document import limits, share, tensorflow_links
from playground.document.errors import DocumentError
from playground.document.spec import ExperimentSpec
from playground.document.tensors import Tensor

_MOST: Final = 2 * limits.MAX_SHARED_CHARACTERS  # with other words around
_WORD: Final = re.compile(rf"(?<![A-Za-z0-9_-]){share.PREFIX}[A-Za-z0-9_-]+")
_WRAPPED: Final = re.compile(rf"(?<![A-Za-z0-9_-]){share.PREFIX}[A-Za-z0-9_\s-]+")
_LINK: Final = re.compile(r"(?:https?://)?playground\.tensorflow\.org/?#[^\s<>\"')\]]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The document of a text, with weights or none, and sentences about what it does not do."""

    spec: ExperimentSpec
    weights: Mapping[str, Tensor] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def is_shared(text: str) -> bool:
    """Whether `text` seems to hold what `read` reads."""
    return bool(_WORD.search(text) or _LINK.search(text))


def read(text: str) -> Pasted:
    """The document that is in `text`: the first share text, or else the first link.

    Raises:
        DocumentError: there is neither, or it is damaged or asks for what no document can hold.
    """
    if len(text) > _MOST:
        raise DocumentError(f"The text is too long: at most {_MOST:,} characters are read.")
    if word := _WORD.search(text):
        found = _shared(word.group(), text)
        return Pasted(found.spec, found.weights)
    if link := _LINK.search(text):
        linked = tensorflow_links.from_link(link.group())
        return Pasted(linked.spec, left_out=linked.left_out)
    raise DocumentError(
        f"There is no shared design in this text: look for a word that begins with {share.PREFIX}, "
        f"or a link that begins with {tensorflow_links.ADDRESS}"
    )


def _shared(word: str, text: str) -> share.Shared:
    """The document of a word, which a mail may have broken into lines."""
    try:
        return share.from_string(word)
    except DocumentError:
        wrapped = _WRAPPED.search(text)
        assert wrapped is not None
        whole = "".join(wrapped.group().split())
        if whole == word:
            raise
        return share.from_string(whole)
