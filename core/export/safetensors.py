"""The safetensors format: a JSON header, then nothing but numbers."""

import json
from collections.abc import Mapping

from safetensors.torch import save

from core.export.torch_layers import description, state_dict
from core.sequential import Sequential


def to_safetensors(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """What `safetensors.torch.save` writes; the same network and `metadata` give the same bytes.

    The metadata in the file is `metadata`, "format" ("pt", which other readers ask for) and
    "spec", the network as JSON.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    texts = {**metadata, "format": "pt", "spec": description(model)}
    return _sorted(save(state_dict(model), texts))


def _sorted(file: bytes) -> bytes:
    """The same file with the names in its header sorted: the library shuffles the metadata.

    Layout: length of the header (8 bytes, little-endian), header (JSON), data.
    """
    end = 8 + int.from_bytes(file[:8], "little")
    header = json.dumps(json.loads(file[8:end]), sort_keys=True, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)  # the data starts at a multiple of 8
    return len(header).to_bytes(8, "little") + header + file[end:]
