import json

import pytest
from PySide6.QtCore import QMimeData

from playground.document.errors import SpecError
from playground.document.spec import LayerSpec
from playground.editor.mime import MAX_BYTES, MIME_TYPE, decode, encode


@pytest.mark.parametrize(
    "layer",
    [
        LayerSpec("tanh"),
        LayerSpec("linear", (("units", 7), ("initialization", "xavier"), ("gain", 1.5))),
    ],
)
def test_a_layer_comes_back_equal(layer):
    assert decode(encode(layer)) == layer


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[" * 5000,
        b"[1]",
        b"null",
        b'{"kind": 3}',
        b'{"kind": "conv"}',
        b'{"kind": "tanh", "options": {"units": 3}}',
        b'{"kind": "linear", "options": {"units": 100000}}',
        b'{"kind": "linear", "options": {"units": NaN}}',
        b'{"kind": "linear", "options": {"units": [1]}}',
        b'{"kind": "linear", "options": []}',
        json.dumps({"kind": "tanh", "pad": "x" * MAX_BYTES}).encode(),
    ],
)
def test_anything_else_is_refused_in_one_sentence(raw):
    data = QMimeData()
    data.setData(MIME_TYPE, raw)
    with pytest.raises(SpecError) as refused:
        decode(data)
    assert str(refused.value).endswith(".")
