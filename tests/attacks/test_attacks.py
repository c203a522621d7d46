"""Malicious and foolish files: each gets its own sentence, and harmless ones that look bad open."""

import json
from collections.abc import Callable

import pytest

from playground.document.errors import DocumentError
from playground.document.stored_zip import unpack
from playground.files.contents import from_bytes, to_bytes
from tests.attacks import archives, arrays, documents, texts
from tests.attacks.pieces import HEAD, Attack, changed, good

ATTACKS: dict[str, Attack] = {
    f"{module.__name__.rpartition('.')[2]}: {attack[0]}": attack
    for module in (archives, texts, documents, arrays)
    for attack in module.ATTACKS
}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_refused_with_its_sentence(name: str) -> None:
    _, make, sentence = ATTACKS[name]
    with pytest.raises(DocumentError) as caught:
        from_bytes(make())
    said = str(caught.value)
    assert said.startswith(sentence)
    assert said.endswith((".", "…"))
    assert said.isprintable()
    assert len(said) < 400


HARMLESS: dict[str, Callable[[], bytes]] = {
    "nothing at all": good,
    "a title with a picture": lambda: changed("title", "<img src='/etc/passwd'>"),
    "a title with a program": lambda: changed("title", "'; import os; os.abort() #"),
    "a description in other scripts": lambda: changed("about", "مرحبا 你好 😀"),
    "a class as a name": lambda: changed("__class__", "os.system"),
    "a call as a name": lambda: changed("document.layers.0.__reduce__", ["os.system", ["reboot"]]),
    "a trainer without words": lambda: changed("training.trainer", []),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_bad_is_opened_and_kept(name: str) -> None:
    data = HARMLESS[name]()
    again = to_bytes(from_bytes(data))
    assert json.loads(unpack(again, HEAD)[HEAD]) == json.loads(unpack(data, HEAD)[HEAD])
