"""A shared design amid what a chat or a mail puts around it."""

import textwrap

import pytest

from playground.document import share, shared_text
from playground.document.errors import DocumentError
from playground.document.presets import default
from playground.document.share import Shared
from playground.document.tensorflow_links import ADDRESS
from playground.document.tensors import Tensor

WEIGHTS = {"0.bias": Tensor("F32", (25,), bytes(range(100)))}
WORD = share.to_string(Shared(default(), WEIGHTS))


@pytest.mark.parametrize(
    "text",
    [
        WORD,
        f"  {WORD}\n",
        f"Look at this: {WORD} It takes 100 epochs.",
        f"`{WORD}`",
        f"<https://example.org/try#{WORD}>",
        textwrap.fill(WORD, 72),
    ],
    ids=["bare", "spaces", "sentence", "quoted", "link", "mail"],
)
def test_share_text_is_found_amid_other_words(text: str) -> None:
    assert shared_text.is_shared(text)
    found = shared_text.read(text)
    assert (found.spec, found.weights, found.left_out) == (default(), WEIGHTS, ())


@pytest.mark.parametrize("around", ["{}", "See {} for more", "[my network]({})", "<{}>", '"{}"'])
def test_a_link_is_found_amid_other_words(around: str) -> None:
    text = around.format(ADDRESS + "dataset=xor&networkShape=3")
    assert shared_text.is_shared(text)
    found = shared_text.read(text)
    assert found.spec.data.kind == "xor"
    assert found.spec.layers[0]["units"] == 3
    assert found.left_out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no shared design in this text"),
        ("import os", "There is no shared design in this text"),
        ("XNP1abc", "There is no shared design in this text"),
        ("https://example.org/#dataset=xor", "There is no shared design in this text"),
        (WORD[:-9], "This is not a whole share string"),
        (f"{WORD[:-9]} and so on", "This is not a whole share string"),
        (ADDRESS + "dataset=gauss2", "The link asks for what is not possible here: dataset"),
        ("NP1" + "A" * 200_000, "The text is too long: at most 128,000 characters are read."),
    ],
)
def test_anything_else_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DocumentError) as caught:
        shared_text.read(text)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
