"""Weights as text: one JSON object, for web pages, spreadsheets and the eye."""

import json
from collections.abc import Mapping
from typing import Any

from torch import Tensor

from core.export.torch_layers import description, state_dict
from core.sequential import Sequential


def to_json(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """{"metadata": {…}, "network": {…}, "dtype": "float32", "weights": {"0.weight": [[…]], …}}.

    "network" is what `description` gives; weights are nested lists, row by row. Every number is
    the shortest text that reads back as the same float. The same network and `metadata` give the
    same bytes.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    state = state_dict(model)
    first, *_ = state.values()
    whole = {
        "metadata": dict(metadata),
        "network": json.loads(description(model)),
        "dtype": str(first.dtype).removeprefix("torch."),
        "weights": {name: _numbers(value) for name, value in state.items()},
    }
    return json.dumps(whole, sort_keys=True, allow_nan=False, indent=1).encode()


def _numbers(value: Tensor) -> Any:
    if not value.is_floating_point():
        return value.tolist()
    return _floats(value.numpy().astype("U").tolist())


def _floats(texts: Any) -> Any:
    """As double, but with the few digits that name the shorter float."""
    return [_floats(each) for each in texts] if isinstance(texts, list) else float(texts)
