"""Weights as text, as `core.export.json_text` writes them."""

from typing import Any, Final

import numpy

from core.importing import strict_json
from core.importing.weights import COUNTER, Array, Weights, WeightsError, check_arrays, damaged

_FORMAT: Final = "JSON weights"
_KINDS: Final = ("float16", "float32", "float64")
_MAX_DEPTH: Final = 4  # of lists: the window of a convolution


def read_json(data: bytes) -> Weights:
    """The arrays and the network.

    Raises:
        WeightsError: no JSON, another content than was written, or as `check_arrays`.
    """
    try:
        found = strict_json.loads(data)
        kind, weights = found["dtype"], found["weights"]
        metadata = found.get("metadata", {})
        if kind not in _KINDS or not all(isinstance(text, str) for text in metadata.values()):
            raise ValueError("dtype or metadata")
        arrays = {name: _array(name, value, kind) for name, value in weights.items()}
    except WeightsError:
        raise
    except Exception as error:  # a wrong type or a missing key, wherever it stands
        raise damaged(_FORMAT) from error
    return Weights(check_arrays(arrays), found.get("network"), metadata)


def _array(name: str, value: Any, kind: str) -> Array:
    if name.endswith(f".{COUNTER}"):
        return numpy.array(value if type(value) is int else 0.5)
    _check_numbers(value, _MAX_DEPTH)
    with numpy.errstate(over="ignore"):  # what becomes infinite is refused with the others
        return numpy.array(value, kind)


def _check_numbers(value: Any, depth: int) -> None:
    """ValueError unless `value` is numbers in lists: a text or a bool would be converted."""
    if isinstance(value, list) and depth:
        for each in value:
            _check_numbers(each, depth - 1)
    elif type(value) not in (int, float):
        raise ValueError("not a number")
