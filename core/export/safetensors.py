"""The safetensors format: a JSON header, then nothing but numbers."""

import json
import sys
from collections.abc import Mapping

import torch

from core.export.torch_layers import description, state_dict
from core.sequential import Sequential

_DTYPES = {torch.float16: "F16", torch.float32: "F32", torch.float64: "F64"}


def to_safetensors(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """The bytes of a .safetensors file; the same network and `metadata` give the same bytes.

    The metadata in the file is `metadata`, "format" ("pt", which other readers ask for) and
    "spec", the network as JSON. Layout: header length (8 bytes, little-endian), header, data.
    Written here because the safetensors library stores the metadata in a random order.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    texts = {**metadata, "format": "pt", "spec": description(model)}
    header: dict[str, object] = {"__metadata__": dict(sorted(texts.items()))}
    data = bytearray()
    for name, value in state_dict(model).items():
        array = value.numpy()
        if sys.byteorder == "big":
            array = array.byteswap()
        start = len(data)
        data += array.tobytes()
        header[name] = {
            "dtype": _DTYPES[value.dtype],
            "shape": list(value.shape),
            "data_offsets": [start, len(data)],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data starts at a multiple of 8
    return len(text).to_bytes(8, "little") + text + bytes(data)
