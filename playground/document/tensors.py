"""Arrays of numbers as a document keeps them, and as bytes of the safetensors format."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from playground.document import limits, strict_json
from playground.document.errors import DocumentError

ITEM_BYTES: Final[Mapping[str, int]] = MappingProxyType(
    {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "U8": 1, "BOOL": 1}
)
_METADATA: Final = "__metadata__"
_LENGTH: Final = 8  # bytes that say how long the header is
_ALIGNMENT: Final = 8


@dataclass(frozen=True, slots=True)
class Tensor:
    """One array: its kind of number (a key of ITEM_BYTES), its shape, its little-endian bytes."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


def to_safetensors(tensors: Mapping[str, Tensor]) -> bytes:
    """A file that the library safetensors reads; equal tensors give equal bytes."""
    ordered = sorted(tensors.items(), key=lambda pair: (-ITEM_BYTES[pair[1].dtype], pair[0]))
    header: dict[str, Any] = {_METADATA: {"format": "pt"}}
    end = 0
    for name, tensor in ordered:
        begin, end = end, end + len(tensor.data)
        shape, offsets = list(tensor.shape), [begin, end]
        header[name] = {"dtype": tensor.dtype, "shape": shape, "data_offsets": offsets}
    text = strict_json.dumps_short(header)
    text += b" " * (-len(text) % _ALIGNMENT)
    length = len(text).to_bytes(_LENGTH, "little")
    return b"".join((length, text, *(tensor.data for _, tensor in ordered)))


def from_safetensors(data: bytes, where: str) -> dict[str, Tensor]:
    """The arrays of a file, which is called `where` in errors.

    Raises:
        DocumentError: damaged, or what the format forbids: holes, overlaps, other dtypes.
    """
    length = int.from_bytes(data[:_LENGTH], "little")
    start = _LENGTH + length
    if len(data) < _LENGTH or length > min(limits.MAX_TENSOR_HEADER, len(data) - _LENGTH):
        raise DocumentError(f"{where} is damaged: its header does not fit in it.")
    try:
        header = strict_json.loads(data[_LENGTH:start])
    except DocumentError as error:
        raise DocumentError(f"{where} is damaged: {error}") from None
    if not isinstance(header, dict) or len(header) > limits.MAX_TENSORS:
        raise DocumentError(f"{where} is damaged: its header is no list of arrays.")
    found, end = {}, start
    for name, row in header.items():
        if name != _METADATA:
            found[name], end = _tensor(data, name, row, start, end, where)
    if end != len(data):
        raise DocumentError(f"{where} is damaged: it holds more than its arrays.")
    return found


def _tensor(
    data: bytes, name: str, row: Any, start: int, end: int, where: str
) -> tuple[Tensor, int]:
    """The array that begins at `end`, where the one before ends; and where it ends itself."""
    if not isinstance(row, dict) or row.keys() != {"dtype", "shape", "data_offsets"}:
        raise _error(where, name, "is not described as an array")
    dtype, shape, offsets = row["dtype"], row["shape"], row["data_offsets"]
    if not isinstance(dtype, str) or dtype not in ITEM_BYTES:
        raise _error(where, name, f"is not of {', '.join(ITEM_BYTES)}")
    if not _are_whole(shape, 1) or len(shape) > limits.MAX_TENSOR_SIDES:
        raise _error(where, name, "has no shape that an array can have")
    if not _are_whole(offsets, 0) or len(offsets) != 2:
        raise _error(where, name, "has no place")
    begin, stop = (start + offset for offset in offsets)
    if begin != end or stop > len(data):
        raise _error(where, name, "is not where the one before it ends")
    if stop - begin != ITEM_BYTES[dtype] * math.prod(shape):
        raise _error(where, name, "has more or fewer numbers than its shape")
    values = data[begin:stop]
    if dtype == "BOOL" and values.translate(None, b"\0\1"):
        raise _error(where, name, "holds what is neither true nor false")
    return Tensor(dtype, tuple(shape), values), stop


def _are_whole(numbers: Any, least: int) -> bool:
    return isinstance(numbers, list) and all(
        type(each) is int and least <= each <= limits.MAX_FILE_BYTES for each in numbers
    )


def _error(where: str, name: str, what: str) -> DocumentError:
    return DocumentError(f"{where} is damaged: the array {name[:40]!r} {what}.")
