"""PyTorch's own file: never trusted, only a plain state_dict is taken from it."""

import io
from typing import Any, Final

import torch
from torch import Tensor

from core.importing.archive import members
from core.importing.weights import MAX_HEADER, Array, Weights, WeightsError, check_arrays, damaged

_FORMAT: Final = "PyTorch"
_DTYPES: Final = (torch.float16, torch.float32, torch.float64, torch.int64)
_CODE: Final = WeightsError(
    "This file contains program code, not only weights. It was not opened. "
    "Ask for a .safetensors file or a plain state_dict."
)


def read_pt(data: bytes) -> Weights:
    """The tensors of a state_dict, as arrays.

    The archive is looked at first; torch.load then runs with weights_only=True, and what it gives
    is checked tensor by tensor: alone, weights_only is no validation.

    Raises:
        WeightsError: a file in the old format, TorchScript, program code, no state_dict, or as
            `members` and `check_arrays`.
    """
    if data[:2] != b"PK":
        raise WeightsError(
            "This is no PyTorch file, or one in an old format. Save it again with PyTorch 1.6 or "
            "newer, or ask for a .safetensors file."
        )
    found = members(data, _FORMAT)
    inner = {name.partition("/")[2] for name in found}
    if "constants.pkl" in inner or any(name.startswith("code/") for name in inner):
        raise WeightsError("This is a TorchScript program. Ask for a plain state_dict.")
    lists = [member for name, member in found.items() if name.partition("/")[2] == "data.pkl"]
    if len(lists) != 1 or len(lists[0]) > MAX_HEADER:
        raise damaged(_FORMAT)
    try:
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # ten kinds, and advice that must not be followed
        raise WeightsError(str(_CODE)) from error
    if not isinstance(state, dict) or not all(isinstance(name, str) for name in state):
        raise WeightsError("The file holds no named weights. Ask for a plain state_dict.")
    return Weights(check_arrays({name: _array(name, value) for name, value in state.items()}))


def _array(name: str, value: Any) -> Array:
    """The tensor's numbers; a view that repeats them, or has none, is no weight."""
    plain = (
        type(value) in (Tensor, torch.nn.Parameter)
        and value.layout is torch.strided
        and value.device.type == "cpu"
        and value.dtype in _DTYPES
        and value.numel() * value.element_size() <= value.untyped_storage().nbytes()
    )
    if not plain:
        raise WeightsError(f"{name[:40]!a} is not a plain array of floating-point numbers.")
    array: Array = value.detach().contiguous().numpy()
    return array
