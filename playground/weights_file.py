"""The one way trained weights get to disk: from the window, the command line, or another file."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy
import torch
from torch import Tensor

from core.evaluation import Split
from core.export import ExportError, export_bytes
from core.export.torch_layers import description, point_width
from core.importing import Weights, network_of
from core.sequential import Sequential, evaluating
from core.training import Trainer
from playground import atomic_write
from playground.document.own_points import Column, OwnPoints
from playground.document.spec import ExperimentSpec
from playground.proof import Array, Claim

# What a file says of the training it comes from.
ORIGIN: Final = ("data", "seed", "steps", "classes", "scaling")
_SIDE: Final = 33  # points of the proof along a side of the square


def write(path: Path, format: str, trainer: Trainer, spec: ExperimentSpec) -> Claim:
    """Write the present weights as `format`, with the data, seed and steps they come from.

    Of points of one's own also the names of the classes and the scaling, as JSON.

    Raises:
        WriteError: the file could not be written; an old one is as it was.
        ExportError: the network cannot be exported.
    """
    origin, card = origin_of(trainer, spec)
    return write_model(path, format, trainer.model, origin, card)


def origin_of(trainer: Trainer, spec: ExperimentSpec) -> tuple[dict[str, str], dict[str, str]]:
    """Where the present weights come from: for the file, and for its card."""
    origin = {"data": spec.data.kind, "seed": str(spec.seed), "steps": str(trainer.steps)}
    own = spec.data.own_points
    if own is not None:
        origin |= _own_origin(own)
    card = {
        "Data": f"{spec.data.kind}, {_hash(_tensors(trainer.split))}",
        "Seed": origin["seed"],
        "Steps": f"{trainer.steps:,}",
    }
    if own is not None:
        scalings = [*map(_scaling, own.columns[:2], "xy")]
        if own.is_regression:
            scalings.append(_target_scaling(own.columns[2]))
        card["Scaling"] = ", ".join(scalings)
    return origin, card


def write_model(
    path: Path,
    format: str,
    model: Sequential,
    metadata: Mapping[str, str],
    card: Mapping[str, str],
) -> Claim:
    """Write a network as `format`; what the file should compute, and its card with hashes.

    Raises:
        WriteError, ExportError: as `write`.
    """
    data = export_bytes(model, format, metadata=metadata)
    points = _points(model)
    with evaluating(model), torch.inference_mode():
        outputs = model.forward(points).numpy()
    written = atomic_write.write(path, data)
    return Claim(
        written,
        format,
        description(model),
        points.numpy(),
        outputs,
        card={**card, **card_of(model), "File": f"SHA-256 {hashlib.sha256(data).hexdigest()}"},
        rounding=_rounding(model, points, outputs),
    )


def card_of(model: Sequential) -> dict[str, str]:
    """Number and hash of the weights, running statistics included, and the versions here."""
    parameters = [each.p for each in model.param()]
    buffers = [each.value for _, each in model.named_buffer()]
    count = sum(each.numel() for each in parameters)
    return {
        "Weights": f"{count:,}, {_hash([*parameters, *buffers])}",
        "Versions": f"Python {platform.python_version()}, torch {torch.__version__}, "
        f"numpy {numpy.__version__}",
    }


def _own_origin(own: OwnPoints) -> dict[str, str]:
    """Classes, and of each column what 0 and 1 (of a target: −1 and +1) stand for."""
    columns = own.columns[:2] if own.classes else own.columns
    roles = zip(("x", "y", "target"), columns, strict=False)
    return {
        "classes": json.dumps(own.classes),
        "scaling": json.dumps(
            {role: {"name": c.name, "low": c.low, "high": c.high} for role, c in roles}
        ),
    }


def _scaling(column: Column, role: str) -> str:
    """ "x = (length − 3.9) / 1.35": how a number comes into the square."""
    if (column.low, column.high) == (0.0, 1.0):
        return f"{role} = {column.name}"
    low, spread = f"{abs(column.low):.6g}", f"{column.high - column.low:.6g}"
    sign = "+" if column.low < 0 else "−"
    return f"{role} = ({column.name} {sign} {low}) / {spread}"


def _target_scaling(column: Column) -> str:
    """ "price = 200 + 100 · output": which number an output stands for."""
    if (column.low, column.high) == (-1.0, 1.0):
        return f"{column.name} = output"
    middle, half = (column.low + column.high) / 2, (column.high - column.low) / 2
    return f"{column.name} = {middle:.6g} + {half:.6g} · output"


def _rounding(model: Sequential, points: Tensor, outputs: Array) -> float:
    """The largest |difference| of `outputs` from those of the same network in float64."""
    named = {name: each.p for name, each in model.named_param()}
    named |= {name: each.value for name, each in model.named_buffer()}
    arrays = {name: value.numpy() for name, value in named.items()}
    twin = network_of(Weights(arrays, json.loads(description(model))))
    for each in twin.param():
        each.p = each.p.double()
    for _, buffer in twin.named_buffer():
        buffer.value = buffer.value.double()
    with torch.inference_mode():
        exact = twin.forward(points.double()).numpy()
    return float(numpy.abs(exact - outputs).max())


def _points(model: Sequential) -> Tensor:
    """A grid on the unit square; for other widths as many points along its diagonals."""
    width = point_width(model)
    if width is None:
        raise ExportError("A network for images cannot be exported from here.")
    line = torch.linspace(0, 1, _SIDE, dtype=model.param()[0].p.dtype)
    grid = torch.cartesian_prod(line, line)
    return grid.repeat(1, -(-width // 2))[:, :width].contiguous()


def _tensors(split: Split) -> list[Tensor]:
    return [split.train_input, split.train_target, split.test_input, split.test_target]


def _hash(tensors: Iterable[Tensor]) -> str:
    """SHA-256 of shapes and numbers, one tensor after the other."""
    digest = hashlib.sha256()
    for each in tensors:
        digest.update(f"{tuple(each.shape)} {each.dtype}\n".encode())
        digest.update(each.detach().contiguous().numpy().tobytes())
    return f"SHA-256 {digest.hexdigest()}"
