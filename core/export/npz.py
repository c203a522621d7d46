"""NumPy's archive: one array a parameter, under PyTorch's names."""

import io
from collections.abc import Mapping

import numpy

from core.export.torch_layers import description, state_dict
from core.sequential import Sequential


def to_npz(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """What `numpy.savez` writes; the same network gives the same bytes.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    del metadata  # every name in the file is that of a parameter
    description(model)
    buffer = io.BytesIO()
    arrays = {name: value.numpy() for name, value in state_dict(model).items()}
    numpy.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
