"""Weights from a stranger's file: read with limits, never executed, and checked before use.

Formats: "safetensors", "npz", "json", and "pt" (a state_dict).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from core.errors import OptionError
from core.importing.json_text import read_json
from core.importing.network import load, network_of
from core.importing.npz import read_npz
from core.importing.pt import read_pt
from core.importing.safetensors import read_safetensors
from core.importing.weights import Weights, WeightsError, check_size

__all__ = ["READERS", "Weights", "WeightsError", "load", "network_of", "read_weights"]

READERS: Final[Mapping[str, Callable[[bytes], Weights]]] = MappingProxyType(
    {"safetensors": read_safetensors, "npz": read_npz, "json": read_json, "pt": read_pt}
)


def read_weights(data: bytes, format: str) -> Weights:
    """What a file of `format`, a key of `READERS`, holds; `data` is all of its bytes.

    Raises:
        OptionError: an unknown format.
        WeightsError: the file is not read; one sentence says why, and what to do.
    """
    read = READERS.get(format)
    if read is None:
        raise OptionError(f"read_weights: format must be one of {[*READERS]}, got {format!r}")
    check_size(data)
    return read(data)
