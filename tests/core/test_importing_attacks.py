"""Malicious and foolish files: each gets its own sentence, at once, and nothing is executed."""

import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import torch

from core.export import export_bytes
from core.importing import WeightsError, read_weights
from tests.core.export_networks import network

CODE, DAMAGED, LARGE = "program code", "or it is damaged", "far more than weights need"
NO_ARRAY, NO_WEIGHTS, NO_LAYER = "not a plain array", "no weights", "names no layer"


class Bomb:
    """What a pickle runs when it is opened."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.abort, ()


def pt(value: object, **options: Any) -> bytes:
    stream = io.BytesIO()
    torch.save(value, stream, **options)
    return stream.getvalue()


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **{name.replace("_", "."): value for name, value in arrays.items()})
    return stream.getvalue()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def npy(shape: str, data: bytes = b"", kind: object = "<f4") -> bytes:
    text = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def st(header: object, data: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensor(shape: list[int], end: int, dtype: str = "F32", start: int = 0) -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def js(**changes: Any) -> bytes:
    found = json.loads(export_bytes(network(2), "json"))
    return json.dumps(found | changes).encode()


def encrypted() -> bytes:
    data = bytearray(npz(**{"0_weight": np.ones((2, 2), np.float32)}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def lying() -> bytes:
    """A directory that promises a small member, over a large one."""
    data = bytearray(zipped(("0.weight.npy", npy("(250000,)", bytes(1_000_000)))))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 200)
    return bytes(data)


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(("0.weight.npy", npy("(0,)")), ("0.weight.npy", npy("(0,)")))


ONE = torch.ones(2, 2)
ROW = np.ones((2, 2), np.float32)
RAW = pickle.dumps(Bomb())
DEEP: Any = [1.0]
for _ in range(900):
    DEEP = [DEEP]

ATTACKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # PyTorch
    "pt empty": ("pt", lambda: b"", "old format"),
    "pt text": ("pt", lambda: b"<html>", "old format"),
    "pt raw pickle": ("pt", lambda: RAW, "old format"),
    "pt legacy": ("pt", lambda: pt({}, _use_new_zipfile_serialization=False), "old format"),
    "pt class": ("pt", lambda: pt({"0.weight": Bomb()}), CODE),
    "pt eval": ("pt", lambda: zipped(("a/data.pkl", b"c__builtin__\neval\n(V1\ntR.")), CODE),
    "pt module": ("pt", lambda: pt(torch.nn.Linear(2, 2)), CODE),
    "pt torchscript": (
        "pt",
        lambda: zipped(("a/data.pkl", b""), ("a/constants.pkl", b"")),
        "TorchScript",
    ),
    "pt code folder": ("pt", lambda: zipped(("a/data.pkl", b""), ("a/code/x.py", b"")), "TorchS"),
    "pt list": ("pt", lambda: pt([ONE]), "no named weights"),
    "pt bare": ("pt", lambda: pt(ONE), "no named weights"),
    "pt number keys": ("pt", lambda: pt({0: ONE}), "no named weights"),
    "pt nested": ("pt", lambda: pt({"state_dict": {"0.weight": ONE}}), NO_ARRAY),
    "pt nothing": ("pt", lambda: pt({}), NO_WEIGHTS),
    "pt stride 0": ("pt", lambda: pt({"0.weight": ONE[0, :1].expand(10**6, 10**6)}), NO_ARRAY),
    "pt small expand": ("pt", lambda: pt({"0.weight": ONE[0, :1].expand(4, 4)}), NO_ARRAY),
    "pt sparse": ("pt", lambda: pt({"0.weight": ONE.to_sparse()}), NO_ARRAY),
    "pt complex": ("pt", lambda: pt({"0.weight": ONE.to(torch.complex64)}), NO_ARRAY),
    "pt meta": ("pt", lambda: pt({"0.weight": ONE.to("meta")}), NO_ARRAY),
    "pt integers": ("pt", lambda: pt({"0.weight": ONE.long()}), NO_ARRAY),
    "pt bfloat16": ("pt", lambda: pt({"0.weight": ONE.bfloat16()}), NO_ARRAY),
    "pt nan": ("pt", lambda: pt({"0.weight": ONE / 0}), "not finite"),
    "pt strange name": ("pt", lambda: pt({"<img src=x>": ONE}), NO_LAYER),
    "pt long name": ("pt", lambda: pt({"0" * 10_000: ONE}), NO_LAYER),
    "pt bomb": ("pt", lambda: zipped(("a/data.pkl", b""), ("a/data/0", bytes(2**25))), LARGE),
    "pt npz renamed": ("pt", lambda: npz(**{"0_weight": ROW}), DAMAGED),
    "pt safetensors renamed": ("pt", lambda: export_bytes(network(2), "safetensors"), "old format"),
    "pt truncated": ("pt", lambda: pt({"0.weight": ONE})[:-40], DAMAGED),
    # NumPy
    "npz empty": ("npz", lambda: b"", DAMAGED),
    "npz nothing": ("npz", lambda: zipped(), NO_WEIGHTS),
    "npz objects": ("npz", lambda: npz(**{"0_weight": np.array([Bomb()])}), CODE),
    "npz object header": ("npz", lambda: zipped(("0.weight.npy", npy("(1,)", RAW, "|O"))), CODE),
    "npz bomb": ("npz", lambda: zipped(("0.weight.npy", bytes(2**25))), LARGE),
    "npz shape 10^13": ("npz", lambda: zipped(("0.weight.npy", npy("(10**13,)"))), DAMAGED),
    "npz huge shape": ("npz", lambda: zipped(("0.weight.npy", npy("(10000000000000,)"))), DAMAGED),
    "npz overflow": ("npz", lambda: zipped(("0.weight.npy", npy(f"({2**62}, 4)"))), DAMAGED),
    "npz negative": ("npz", lambda: zipped(("0.weight.npy", npy("(-1, -1)", bytes(4)))), DAMAGED),
    "npz no header": ("npz", lambda: zipped(("0.weight.npy", b"abc")), DAMAGED),
    "npz code header": ("npz", lambda: zipped(("0.weight.npy", npy("(exit(),)"))), DAMAGED),
    "npz trailing": ("npz", lambda: zipped(("0.weight.npy", npy("(1,)", bytes(8)))), DAMAGED),
    "npz other file": ("npz", lambda: zipped(("readme.txt", b"")), DAMAGED),
    "npz path": ("npz", lambda: zipped(("../../evil.npy", npy("(0,)"))), NO_LAYER),
    "npz duplicates": ("npz", twice, DAMAGED),
    "npz encrypted": ("npz", encrypted, DAMAGED),
    "npz lying": ("npz", lying, DAMAGED),
    "npz bzip2": (
        "npz",
        lambda: zipped(("0.weight.npy", npy("(0,)")), method=zipfile.ZIP_BZIP2),
        DAMAGED,
    ),
    "npz members": ("npz", lambda: zipped(*((f"{i}.npy", b"") for i in range(1025))), LARGE),
    "npz no bytes": ("npz", lambda: zipped(("0.weight.npy", npy("(2, 2)", kind="|V0"))), DAMAGED),
    "npz of lists": (
        "npz",
        lambda: zipped(("0.weight.npy", npy("(2,)", bytes(16), ("<f4", (2,))))),
        DAMAGED,
    ),
    "npz 70 dimensions": (
        "npz",
        lambda: zipped(("0.weight.npy", npy(str((1,) * 70), bytes(4)))),
        DAMAGED,
    ),
    "npz no rows": ("npz", lambda: zipped(("0.weight.npy", npy(f"(0, {2**70})"))), DAMAGED),
    "npz longdouble": ("npz", lambda: npz(**{"0_weight": ROW.astype(np.longdouble)}), NO_ARRAY),
    "npz text": ("npz", lambda: npz(**{"0_weight": np.array(["a"])}), NO_ARRAY),
    "npz complex": ("npz", lambda: npz(**{"0_weight": ROW * 1j}), NO_ARRAY),
    "npz bool": ("npz", lambda: npz(**{"0_weight": ROW > 0}), NO_ARRAY),
    "npz dotted name": ("npz", lambda: npz(**{"0_num.batches.tracked": ROW}), NO_LAYER),
    "npz arrays": ("npz", lambda: npz(**{f"{i}_bias": ROW for i in range(257)}), "256 arrays"),
    # safetensors
    "st empty": ("safetensors", lambda: b"", DAMAGED),
    "st short": ("safetensors", lambda: b"1234567", DAMAGED),
    "st header 2^63": ("safetensors", lambda: struct.pack("<Q", 2**63), DAMAGED),
    "st header beyond": ("safetensors", lambda: struct.pack("<Q", 100) + b"{}", DAMAGED),
    "st header 2 MB": ("safetensors", lambda: st(b"{}" + b" " * 2**21), DAMAGED),
    "st no JSON": ("safetensors", lambda: st(b"hello"), DAMAGED),
    "st list": ("safetensors", lambda: st([]), DAMAGED),
    "st nothing": ("safetensors", lambda: st({}), NO_WEIGHTS),
    "st no UTF-8": ("safetensors", lambda: st(b"\xff\xfe{}"), DAMAGED),
    "st deep": ("safetensors", lambda: st(b"[" * 200_000), DAMAGED),
    "st twice": ("safetensors", lambda: st(b'{"a":1,"a":2}'), DAMAGED),
    "st overlap": (
        "safetensors",
        lambda: st({"0.bias": tensor([1], 4), "1.bias": tensor([1], 4)}, bytes(4)),
        DAMAGED,
    ),
    "st hole": ("safetensors", lambda: st({"0.bias": tensor([1], 8, start=4)}, bytes(8)), DAMAGED),
    "st trailing": ("safetensors", lambda: st({"0.bias": tensor([1], 4)}, bytes(9)), DAMAGED),
    "st negative": ("safetensors", lambda: st({"0.bias": tensor([-1], 4)}, bytes(4)), DAMAGED),
    "st overflow": ("safetensors", lambda: st({"0.bias": tensor([2**62, 8], 4)}), DAMAGED),
    "st bf16": ("safetensors", lambda: st({"0.bias": tensor([1], 2, "BF16")}, bytes(2)), DAMAGED),
    "st names": (
        "safetensors",
        lambda: st({f"{i}.bias": tensor([0], 0) for i in range(257)}),
        DAMAGED,
    ),
    "st metadata": (
        "safetensors",
        lambda: st({"__metadata__": {"a": 1}, "0.bias": tensor([1], 4)}, bytes(4)),
        DAMAGED,
    ),
    "st spec": (
        "safetensors",
        lambda: safetensors.numpy.save({"0.weight": ROW}, {"spec": "{"}),
        DAMAGED,
    ),
    # JSON
    "json empty": ("json", lambda: b"", DAMAGED),
    "json list": ("json", lambda: b"[]", DAMAGED),
    "json of another program": ("json", lambda: b'{"nodes": []}', DAMAGED),
    "json deep": ("json", lambda: b"[" * 200_000, DAMAGED),
    "json BOM": ("json", lambda: b"\xef\xbb\xbf" + js(), DAMAGED),
    "json no UTF-8": ("json", lambda: b"\xff", DAMAGED),
    "json twice": ("json", lambda: b'{"dtype": "float32", "dtype": "float32"}', DAMAGED),
    "json NaN": ("json", lambda: js(weights={"0.bias": [float("nan")]}), DAMAGED),
    "json 1e999": (
        "json",
        lambda: js().replace(b'"weights": {', b'"weights": {"9": 1e999,'),
        DAMAGED,
    ),
    "json 1e300": ("json", lambda: js(weights={"0.bias": [1e300]}), "not finite"),
    "json long integer": ("json", lambda: b'{"dtype": ' + b"1" * 5000 + b"}", DAMAGED),
    "json words": ("json", lambda: js(weights={"0.bias": ["1"]}), DAMAGED),
    "json bool": ("json", lambda: js(weights={"0.bias": [True]}), DAMAGED),
    "json null": ("json", lambda: js(weights={"0.bias": None}), DAMAGED),
    "json ragged": ("json", lambda: js(weights={"0.bias": [[1], [1, 2]]}), DAMAGED),
    "json nested": ("json", lambda: js(weights={"0.bias": DEEP}), DAMAGED),
    "json dtype": ("json", lambda: js(dtype="object"), DAMAGED),
    "json metadata": ("json", lambda: js(metadata={"a": 1}), DAMAGED),
    "json weights": ("json", lambda: js(weights=[]), DAMAGED),
    "json nothing": ("json", lambda: js(weights={}), NO_WEIGHTS),
    "json counter": ("json", lambda: js(weights={"0.num_batches_tracked": 1.5}), NO_ARRAY),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gets_its_sentence(name: str) -> None:
    format, make, sentence = ATTACKS[name]
    data = make()
    with pytest.raises(WeightsError, match=sentence) as caught:
        read_weights(data, format)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert "weights_only" not in text
    assert len(text) < 250


def test_a_file_of_33_megabytes_is_not_looked_at() -> None:
    with pytest.raises(WeightsError, match="larger than 32 MB"):
        read_weights(bytes(33 * 2**20), "safetensors")


def test_there_are_at_least_90() -> None:
    assert len(ATTACKS) + 1 >= 90
