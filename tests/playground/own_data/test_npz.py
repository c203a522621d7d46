"""NumPy files from outside: nothing is unpickled, nothing larger than allowed is unpacked."""

import contextlib
import io
import zipfile
from typing import Any

import numpy as np
import pytest

from playground.own_data import arrays, npz
from playground.own_data.errors import DataError

PLACES = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
LABELS = np.array([0, 1, 0])


def saved(**parts: Any) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **parts)
    return stream.getvalue()


def zipped(method: int = zipfile.ZIP_DEFLATED, **members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return stream.getvalue()


def plain(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array)
    return stream.getvalue()


def headed(shape: str, descr: str = "<f8", content: bytes = b"\0" * 48) -> bytes:
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + content


@pytest.mark.parametrize(
    "x",
    [
        PLACES,
        PLACES.astype(">f8"),
        np.asfortranarray(PLACES),
        PLACES.astype(np.float32),
    ],
    ids=["float64", "big-endian", "Fortran order", "float32"],
)
def test_arrays_of_every_layout_give_the_same_points(x: np.ndarray) -> None:
    own = npz.points(saved(x=x, y=LABELS))
    np.testing.assert_array_equal(arrays.places(own), PLACES.astype(np.float32))
    assert own.classes == ("0", "1")


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        (np.array([True, False, True]), ("False", "True")),
        (np.array(["b", "a", "b"]), ("a", "b")),
        (np.array([[9], [10], [9]]), ("9", "10")),
        (np.array([0.5, -1.0, 30.0]), ()),
    ],
)
def test_the_kind_of_y_says_what_it_is(y: np.ndarray, classes: tuple[str, ...]) -> None:
    assert npz.points(saved(x=PLACES, y=y)).classes == classes


def test_numbers_are_scaled_and_the_scaling_is_kept() -> None:
    own = npz.points(saved(x=PLACES * 1000, y=np.array([10.0, 20.0, 30.0])))
    back = arrays.from_unit(own.columns[0], arrays.places(own)[:, 0])
    np.testing.assert_allclose(back, [100, 300, 500], rtol=1e-5)
    assert (own.columns[2].low, own.columns[2].high) == (10, 30)


def test_labels_in_order_compress_a_thousandfold_and_are_read() -> None:
    x = np.random.default_rng(1).random((50_000, 2))
    own = npz.points(saved(x=x, y=np.sort(np.arange(50_000) % 2)))
    assert len(own) == 50_000


BOMB = zipped(x=b"\0" * (40 * 2**20), y=plain(LABELS))

ATTACKS: list[tuple[str, bytes, str]] = [
    ("empty", b"", "damaged, or no .npz"),
    ("text", b"x,y,label", "damaged, or no .npz"),
    ("cut off", saved(x=PLACES, y=LABELS)[:-30], "damaged, or no .npz"),
    ("only x", saved(x=PLACES), "two arrays, x and y"),
    ("a third array", saved(x=PLACES, y=LABELS, z=LABELS), "two arrays, x and y"),
    ("a path", zipped(x=plain(PLACES), **{"../../y": plain(LABELS)}), "two arrays"),
    (
        "objects",
        saved(x=PLACES, y=np.array([{}, [], ()], dtype=object)),
        "y holds Python objects, which are not read",
    ),
    (
        "LZMA, which names the memory that it takes",
        zipped(zipfile.ZIP_LZMA, x=plain(PLACES), y=plain(LABELS)),
        "packed in a way that NumPy does not use",
    ),
    ("a bomb", BOMB, "x would take 40 MB; at most 32 MB"),
    (
        "a huge shape",
        zipped(x=headed("(10000000000000,)"), y=plain(LABELS)),
        "x does not have the size",
    ),
    (
        "an overflow",
        zipped(x=headed("(4294967296, 4294967296)"), y=plain(LABELS)),
        "not have the size",
    ),
    (
        "a negative shape",
        zipped(x=headed("(-3, -2)"), y=plain(LABELS)),
        "no plain array|not have the size",
    ),
    ("no header", zipped(x=b"\x93NUMPY\x01\x00", y=plain(LABELS)), "x is no plain array"),
    ("a call in the header", zipped(x=headed("print(1)"), y=plain(LABELS)), "x is no plain array"),
    ("version 9", zipped(x=b"\x93NUMPY\x09\x00" + bytes(99), y=plain(LABELS)), "no plain array"),
    ("a long header", zipped(x=headed("(" + "1," * 9999 + ")"), y=plain(LABELS)), "no plain array"),
    ("one dimension", saved(x=PLACES[:, 0], y=LABELS), r"shape \(N, 2\)"),
    ("three columns", saved(x=np.ones((3, 3)), y=LABELS), r"shape \(N, 2\)"),
    ("complex", saved(x=PLACES.astype(complex), y=LABELS), "hold numbers"),
    ("too few labels", saved(x=PLACES, y=LABELS[:2]), r"y must have shape \(3,\)"),
    ("dates", saved(x=PLACES, y=np.array(["2020-01-01"] * 3, "M8[D]")), "y must"),
    ("nan", saved(x=np.where(PLACES > 0.55, np.nan, PLACES), y=LABELS), r"x\[2, 1\] is nan"),
    ("infinity", saved(x=PLACES, y=np.array([0.5, np.inf, 1])), r"y\[1\] is inf"),
    ("one class", saved(x=PLACES, y=np.zeros(3, int)), "same label in every row"),
    ("no points", saved(x=PLACES[:0], y=LABELS[:0]), "1 to 100,000 points"),
    ("100,001 points", saved(x=np.zeros((100_001, 2)), y=np.zeros(100_001)), "not 100,001"),
    ("a long name", saved(x=PLACES, y=np.array(["a", "b" * 41, "a"])), "1 to 40 characters"),
]


@pytest.mark.parametrize(
    ("data", "sentence"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS]
)
def test_what_is_no_data_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence) as caught:
        npz.points(data)
    assert len(str(caught.value)) < 200


def test_any_flipped_bit_gives_points_or_the_one_error() -> None:
    data = bytearray(saved(x=PLACES, y=LABELS))
    for place in range(len(data)):
        data[place] ^= 1 << (place % 8)
        with contextlib.suppress(DataError):
            npz.points(bytes(data))
        data[place] ^= 1 << (place % 8)
