"""The safetensors format: the header is looked at before the library gets the bytes."""

from typing import Any, Final

import safetensors.numpy

from core.importing import strict_json
from core.importing.weights import MAX_ARRAYS, MAX_HEADER, Weights, check_arrays, damaged

_FORMAT: Final = "safetensors"
_KINDS: Final = ("F16", "F32", "F64", "I64")


def read_safetensors(data: bytes) -> Weights:
    """The arrays, and the network where the metadata describe it.

    Raises:
        WeightsError: a damaged file, or as `check_arrays`.
    """
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(MAX_HEADER, len(data) - 8):
        raise damaged(_FORMAT)
    try:
        header = strict_json.loads(data[8 : 8 + length])
        metadata = header.pop("__metadata__", {})
        _check(header, metadata)
        arrays = safetensors.numpy.load(data)
        network = strict_json.loads(metadata["spec"].encode()) if "spec" in metadata else None
    except Exception as error:  # of the JSON, of its types, or of the library
        raise damaged(_FORMAT) from error
    return Weights(check_arrays(arrays), network, metadata)


def _check(header: Any, metadata: Any) -> None:
    """ValueError where the header asks for too much, or for numbers that are no weights."""
    if len(header) > MAX_ARRAYS or any(each["dtype"] not in _KINDS for each in header.values()):
        raise ValueError("too many arrays, or of a strange kind")
    if not all(isinstance(text, str) for text in metadata.values()):
        raise ValueError("metadata are texts")
