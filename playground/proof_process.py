"""The fresh process of a proof: reads one file, and writes what it computes for some points.

`python -m playground.proof_process FILE FORMAT`, with the question of `playground.proof` as input.
Programs are run here: it is only ever asked about a file that this program has just written.
"""

import io
import json
import runpy
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from core.importing import network_of, read_weights
from playground.proof import Array


def main() -> None:
    """Answer the question of standard input on standard output."""
    path, format = Path(sys.argv[1]), sys.argv[2]
    network = sys.stdin.buffer.readline()
    points = np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False)
    stream = io.BytesIO()
    outputs = _outputs(path, format, json.loads(json.loads(network)), points)
    np.save(stream, outputs, allow_pickle=False)
    sys.stdout.buffer.write(stream.getvalue())


def _outputs(path: Path, format: str, network: Any, points: Array) -> Array:
    if format in ("py", "numpy"):
        return np.asarray(runpy.run_path(str(path))["predict"](points))
    if format == "onnx":
        return _onnx(path.read_bytes(), points)
    model = network_of(replace(read_weights(path.read_bytes(), format), network=network))
    with torch.inference_mode():
        return model.forward(torch.from_numpy(points)).numpy()


def _onnx(data: bytes, points: Array) -> Array:
    """What ONNX's own reference implementation computes."""
    import onnx
    from onnx.reference import ReferenceEvaluator

    model = onnx.load_model_from_string(data)
    own = {each.key: each.value for each in model.metadata_props}["output"]
    [outputs] = ReferenceEvaluator(model).run([own], {"input": points})
    return np.asarray(outputs)


if __name__ == "__main__":
    main()
