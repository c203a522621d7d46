"""A dragged layer as text: what travels from the palette to the canvas."""

import json
from typing import Final

from PySide6.QtCore import QMimeData

from playground.document.errors import SpecError
from playground.document.spec import LayerSpec

MIME_TYPE: Final = "application/x-neural-playground-layer"
MAX_BYTES: Final = 64 * 1024


def encode(layer: LayerSpec) -> QMimeData:
    """The layer as JSON text, {"kind": …, "options": {…}}."""
    text = json.dumps({"kind": layer.kind, "options": dict(layer.options)})
    data = QMimeData()
    data.setData(MIME_TYPE, text.encode())
    return data


def decode(data: QMimeData) -> LayerSpec:
    """The dragged layer, checked against the catalogue: a drag may come from any program.

    Raises:
        SpecError: not JSON of a layer, larger than 64 kB, or not in the catalogue.
    """
    raw = bytes(data.data(MIME_TYPE).data())
    if not raw or len(raw) > MAX_BYTES:
        raise SpecError("This drag does not hold a layer of at most 64 kB.")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SpecError("This drag does not hold a layer: it is not JSON.") from error
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise SpecError("This drag does not hold a layer: its kind is missing.")
    options = value.get("options", {})
    if not isinstance(options, dict) or not all(map(_is_plain, options.values())):
        raise SpecError("This drag does not hold a layer: its options are not plain values.")
    return LayerSpec(
        value["kind"],
        tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in options.items()),
    )


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, (int, float, str))
