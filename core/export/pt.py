"""PyTorch's own file: a plain state_dict."""

import io
from collections.abc import Mapping

import torch

from core.export.torch_layers import description, state_dict
from core.sequential import Sequential


def to_pt(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """What `torch.save(model.state_dict())` writes, for `strict=True` and `weights_only=True`.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    del metadata  # with anything beside the tensors it would be no state_dict
    description(model)  # only a network that torch.nn can build
    buffer = io.BytesIO()
    torch.save(state_dict(model), buffer)
    return buffer.getvalue()
