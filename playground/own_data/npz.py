"""Strict reading of NumPy's .npz: `x` (N, 2) and `y` (N,), sizes looked at before anything is read.

No limit on how far a member was compressed: sorted labels shrink a thousandfold. What it declares
is limited, and no more than that is ever read.
"""

import io
import struct
import zipfile
import zlib
from typing import Final

import numpy as np

from playground.document import limits
from playground.document.own_points import LABEL, Column, OwnPoints
from playground.own_data import arrays
from playground.own_data.columns import class_names
from playground.own_data.errors import DataError

MAGIC: Final = b"PK\x03\x04"
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what NumPy writes
_DAMAGED: Final = (  # all that zipfile was seen to raise on flipped bits
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(OSError, EOFError, ValueError, OverflowError),
)
_HEADER: Final = 4_096  # bytes, far above what an honest array needs


def points(data: bytes) -> OwnPoints:
    """Points from the bytes of a file; integers, booleans and texts in `y` are classes.

    Raises:
        DataError: it is no .npz, or its arrays are not what they should be.
    """
    x, y = _arrays(data)
    if x.ndim != 2 or x.shape[1] != 2 or x.dtype.kind not in "fiu":
        raise DataError(f"x must have shape (N, 2) and hold numbers, got {_told(x)}.")
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.shape != (len(x),) or y.dtype.kind not in "fiubU":
        raise DataError(
            f"y must have shape ({len(x)},) and hold labels or numbers, got {_told(y)}."
        )
    if not 1 <= len(x) <= limits.MAX_OWN_POINTS:
        raise DataError(f"There can be 1 to {limits.MAX_OWN_POINTS:,} points, not {len(x):,}.")
    x = _finite("x", x)
    columns = tuple(arrays.square_column(name, x[:, i]) for i, name in enumerate("xy"))
    places = np.stack([arrays.to_unit(column, x[:, i]) for i, column in enumerate(columns)], 1)
    if y.dtype.kind == "f":
        return _with_target(places, _finite("y", y), columns)
    texts = [str(each).strip() for each in y.tolist()]
    for text in set(texts):
        if not 1 <= len(text) <= limits.MAX_NAME or not text.isprintable():
            raise DataError(f"The names of classes in y have 1 to {limits.MAX_NAME} characters.")
    names = class_names(texts, "y")
    number = {name: index for index, name in enumerate(names)}
    labels = np.array([number[text] for text in texts])
    return arrays.own_points(places, labels, names, columns=(columns[0], columns[1], LABEL))


def _with_target(
    places: arrays.Doubles, y: arrays.Doubles, columns: tuple[Column, ...]
) -> OwnPoints:
    target = arrays.target_column("y", y)
    values = arrays.to_target(target, y)
    return arrays.own_points(places, values, (), columns=(columns[0], columns[1], target))


def _arrays(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    if len(data) > limits.MAX_TABLE_BYTES:
        raise DataError(f"The file has more than {limits.MAX_TABLE_BYTES // 2**20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(archive.namelist())
            if names != ["x.npy", "y.npy"]:
                raise DataError(
                    "A .npz with data holds two arrays, x and y: np.savez(f, x=x, y=y)."
                )
            return _array(archive, "x"), _array(archive, "y")
    except DataError:
        raise
    except _DAMAGED:
        raise DataError("The file is damaged, or no .npz of NumPy.") from None


def _array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    info = archive.getinfo(f"{name}.npy")
    if info.compress_type not in _PLAIN:  # LZMA, say, takes as much memory as it asks for
        raise DataError(
            f"{name} is packed in a way that NumPy does not use. Save it with np.savez."
        )
    if info.file_size > limits.MAX_TABLE_BYTES:
        raise DataError(
            f"{name} would take {info.file_size / 2**20:,.0f} MB; at most 32 MB are read."
        )
    with archive.open(info) as member:
        content = member.read(info.file_size + 1)
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        headers = {(1, 0): np.lib.format.read_array_header_1_0}
        headers[(2, 0)] = np.lib.format.read_array_header_2_0
        shape, _, dtype = headers[version](stream, max_header_size=_HEADER)
    except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise DataError(f"{name} is no plain array of NumPy.") from None
    if dtype.hasobject:
        raise DataError(f"{name} holds Python objects, which are not read. Save plain numbers.")
    count = 1
    for each in shape:
        count *= each
    if min(shape, default=0) < 0 or count * dtype.itemsize != len(content) - stream.tell():
        raise DataError(f"{name} does not have the size its shape says.")
    stream.seek(0)
    array: np.ndarray = np.lib.format.read_array(stream, allow_pickle=False)
    return array


def _finite(name: str, array: np.ndarray) -> arrays.Doubles:
    numbers: arrays.Doubles = array.astype(np.float64)
    wrong = np.argwhere(~(np.abs(numbers) <= limits.MAX_RANGE))
    if len(wrong):
        place = ", ".join(map(str, wrong[0].tolist()))
        raise DataError(f"{name}[{place}] is {numbers[tuple(wrong[0])]:g}, no number to train on.")
    return numbers


def _told(array: np.ndarray) -> str:
    return f"{array.shape} of {array.dtype}"
