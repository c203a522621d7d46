"""What every reader of weights gives back and keeps to: arrays by name, and the limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy
from numpy.typing import NDArray

from core.errors import CoreError

Array = NDArray[Any]

MAX_FILE: Final = 32 * 2**20  # bytes, of the file and of what it unpacks to
MAX_HEADER: Final = 2**20  # bytes of text that says where the numbers are
MAX_ARRAYS: Final = 256
MAX_NUMBERS: Final = 2_000_000  # of all arrays together
_NAME: Final = re.compile(r"\d{1,3}(\.\d{1,3}){0,8}\.[a-z_]{1,24}", re.ASCII)
COUNTER: Final = "num_batches_tracked"
_FLOATS: Final = (numpy.float16, numpy.float32, numpy.float64)  # those that torch has too


class WeightsError(CoreError):
    """A file that is not read: what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The content of a file: arrays by the names of torch.nn.Sequential, native and contiguous.

    network: its description, as `core.export.torch_layers.description` makes it; None where the
    file has none, which says nothing about the arrays. Not checked yet: `network_of` does.
    """

    arrays: Mapping[str, Array]
    network: Any = None
    metadata: Mapping[str, str] = field(default_factory=dict)


def check_arrays(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """`arrays` as native, contiguous float arrays; a counter of batches as int64.

    Raises:
        WeightsError: a name or a kind of array that no network has, numbers that are not finite,
            or more of them than a network may have.
    """
    if not arrays:
        raise WeightsError("The file holds no weights.")
    if len(arrays) > MAX_ARRAYS or sum(each.size for each in arrays.values()) > MAX_NUMBERS:
        raise WeightsError(
            f"The file holds more than {MAX_ARRAYS} arrays or {MAX_NUMBERS:,} numbers; "
            "that is larger than a network here may be."
        )
    return {name: _checked(name, value) for name, value in arrays.items()}


def check_size(data: bytes) -> None:
    """Raises WeightsError where `data` is longer than any file of weights needs to be."""
    if len(data) > MAX_FILE:
        raise WeightsError(f"The file is larger than {MAX_FILE // 2**20} MB; it was not opened.")


def damaged(format: str) -> WeightsError:
    """What to say of a file that breaks the rules of its format."""
    return WeightsError(f"This is no {format} file, or it is damaged. Ask for a new copy.")


def _checked(name: str, value: Array) -> Array:
    if not _NAME.fullmatch(name):
        raise WeightsError(
            f"The file holds {name[:40]!a}, which names no layer; expected names such as 0.weight."
        )
    counter = name.endswith(f".{COUNTER}")
    kind = value.dtype.newbyteorder("=")
    if kind.kind not in "iu" if counter else kind not in _FLOATS:
        raise WeightsError(f"{name} is not a plain array of floating-point numbers.")
    if not numpy.isfinite(value).all():
        raise WeightsError(
            f"{name} holds numbers that are not finite: that training diverged. "
            "Use weights from before."
        )
    kind = numpy.dtype(numpy.int64) if counter else kind
    return numpy.ascontiguousarray(value, kind).reshape(value.shape)
