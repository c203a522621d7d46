"""A trained network as the bytes of a file: one format a module.

Formats: "pt" (state_dict), "safetensors", "onnx", "npz", "json", and two programs that hold their
weights, "py" (PyTorch) and "numpy".
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from core.errors import OptionError
from core.export.json_text import to_json
from core.export.npz import to_npz
from core.export.numpy_source import to_numpy
from core.export.onnx import to_onnx
from core.export.pt import to_pt
from core.export.python_source import to_python
from core.export.safetensors import to_safetensors
from core.export.torch_layers import ExportError
from core.layers import Residual
from core.sequential import Sequential

__all__ = ["FORMATS", "ExportError", "export_bytes"]

FORMATS: Final[Mapping[str, Callable[[Sequential, Mapping[str, str]], bytes]]] = MappingProxyType(
    {
        "pt": to_pt,
        "safetensors": to_safetensors,
        "onnx": to_onnx,
        "npz": to_npz,
        "json": to_json,
        "py": to_python,
        "numpy": to_numpy,
    }
)


def export_bytes(
    model: Sequential, format: str, *, metadata: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The weights of `model` as a file of `format`, a key of `FORMATS`.

    Names and shapes are those of the equal torch.nn.Sequential. `metadata` goes where the
    format has room for it: not in pt and npz; "producer" is filled in.

    Raises:
        OptionError: an unknown format.
        ExportError: a Residual alone, a layer torch.nn does not have, no weights, or weights that
            are not finite.
    """
    write = FORMATS.get(format)
    if write is None:
        raise OptionError(f"export_bytes: format must be one of {[*FORMATS]}, got {format!r}")
    if isinstance(model, Residual):  # its layers would be exported without its shortcut
        raise ExportError("A Residual is no network by itself; put it into a Sequential.")
    return write(model, {"producer": "Neural Playground", **metadata})
