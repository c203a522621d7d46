"""What is in an exported file: PyTorch's names, the exact bits, harmless text; and refusals."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core import (
    GELU,
    BatchNorm1d,
    Dropout,
    Features,
    LeakyReLU,
    Linear,
    Module,
    ReLU,
    Residual,
    Sequential,
    Softmax,
    Step,
    Tanh,
)
from core.errors import OptionError
from core.export import FORMATS, ExportError, export_bytes
from core.export.torch_layers import description
from tests.core.export_networks import FLOATS, network, networks
from tests.programs import run_program


def torch_twin(model: Sequential) -> nn.Sequential:
    """The equal torch.nn.Sequential, put together here by hand, with its own weights."""
    twins: list[nn.Module] = []
    for module in model.modules:
        if isinstance(module, Linear):
            twins.append(
                nn.Linear(module.in_features, module.out_features, dtype=module.weight.p.dtype)
            )
        elif isinstance(module, Sequential):
            twins.append(torch_twin(module))
        else:
            twins.append({Tanh: nn.Tanh, ReLU: nn.ReLU}[type(module)]())
    return nn.Sequential(*twins)


# --- names, bits and bytes ---------------------------------------------------------------------

EXACT = [format for format in FORMATS if format != "onnx"]  # tests/core/test_export_onnx.py


def read(data: bytes, format: str, folder: Path) -> dict[str, torch.Tensor]:
    if format == "py":
        return run_program(data)["weights"]  # type: ignore[no-any-return]
    if format == "numpy":
        arrays = run_program(data)["weights"]
        return {name: torch.from_numpy(array) for name, array in arrays.items()}
    if format == "json":
        found = json.loads(data)
        dtype = getattr(torch, found["dtype"])
        return {
            name: torch.tensor(value, dtype=torch.int64 if value == 1 else dtype)
            for name, value in found["weights"].items()
        }
    path = folder / f"file.{format}"
    path.write_bytes(data)
    if format == "pt":
        return torch.load(path, weights_only=True)  # type: ignore[no-any-return]
    if format == "npz":
        return {name: torch.from_numpy(array) for name, array in np.load(path).items()}
    return safetensors.torch.load(data)


def bits(value: torch.Tensor) -> torch.Tensor:
    return value.contiguous().view(torch.uint8)


@pytest.mark.parametrize("format", EXACT)
@pytest.mark.parametrize("dtype", [torch.float16, *FLOATS])
def test_names_and_bits_are_those_of_the_torch_network(
    format: str, dtype: torch.dtype, tmp_path: Path
) -> None:
    models = [network(5, Tanh, 2, dtype=dtype), network(Tanh, 1, dtype=dtype)]
    if dtype is not torch.float16:
        models = list(networks(dtype).values())
    for model in models:
        state = read(export_bytes(model, format), format, tmp_path)
        assert sorted(state) == sorted(torch_twin(model).state_dict())
        for name, parameter in model.named_param():
            assert state[name].dtype == dtype, name
            assert torch.equal(bits(state[name]), bits(parameter.p)), name


@pytest.mark.parametrize("format", EXACT)
@pytest.mark.parametrize("dtype", [torch.float16, *FLOATS])
def test_running_statistics_are_exported_under_torchs_names(
    format: str, dtype: torch.dtype, tmp_path: Path
) -> None:
    norm = BatchNorm1d(2, dtype=dtype)
    x = torch.rand(5, 2, generator=torch.Generator().manual_seed(1), dtype=dtype)
    norm.forward(x)
    model = Sequential([Linear(2, 2, dtype=dtype), Residual([norm])])
    state = read(export_bytes(model, format), format, tmp_path)
    twin = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.BatchNorm1d(2))).to(dtype)
    assert {name: (value.shape, value.dtype) for name, value in state.items()} == {
        name: (value.shape, value.dtype) for name, value in twin.state_dict().items()
    }
    assert torch.equal(bits(state["1.0.running_mean"]), bits(norm.running_mean.value))
    assert torch.equal(bits(state["1.0.running_var"]), bits(norm.running_var.value))
    assert state["1.0.num_batches_tracked"] == 1


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
def test_numbers_written_as_text_read_back_exactly(numbers: list[float]) -> None:
    model = network(2)
    model.param()[0].p = torch.tensor(numbers).reshape(2, 2)
    for format in ("py", "numpy", "json"):
        state = read(export_bytes(model, format), format, Path())
        assert torch.equal(bits(state["0.weight"]), bits(model.param()[0].p)), format


@pytest.mark.parametrize("format", EXACT)
def test_weights_that_are_views_of_one_tensor_are_written_one_by_one(
    format: str, tmp_path: Path
) -> None:
    """As a trainer keeps them: slices of one flat vector, here also transposed."""
    model = network(3, Tanh, 2)
    flat = torch.arange(10_000.0)
    model.param()[0].p = flat[10:16].view(2, 3).t()
    model.param()[1].p = flat[0:6:2]
    state = read(export_bytes(model, format), format, tmp_path)
    assert state["0.weight"].tolist() == [[10.0, 13.0], [11.0, 14.0], [12.0, 15.0]]
    assert state["0.bias"].tolist() == [0.0, 2.0, 4.0]
    assert state["0.weight"].is_contiguous()
    assert len(export_bytes(model, "pt")) < 10_000  # the flat vector stays at home


DIGESTS = """
import hashlib, sys, torch
from core import Linear, Sequential, Tanh
from core.export import export_bytes
generator = torch.Generator().manual_seed(3)
model = Sequential([Linear(2, 3, generator=generator), Tanh(), Linear(3, 2, generator=generator)])
metadata = {letter: letter for letter in "hgfedcba"}
for format in ("safetensors", "onnx", "npz", "json", "py", "numpy"):
    print(format, hashlib.sha256(export_bytes(model, format, metadata=metadata)).hexdigest())
"""


def test_the_same_network_gives_the_same_bytes_in_every_process() -> None:
    command = [sys.executable, "-c", DIGESTS]
    root = Path(__file__).parents[2]
    first, second = (
        subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert first == second
    assert len(first.splitlines()) == 6


def test_safetensors_metadata_names_maker_format_and_network(tmp_path: Path) -> None:
    model = network(3, Tanh, 2)
    path = tmp_path / "net.safetensors"
    metadata = {"title": 'ä"\n', "format": "not this", "spec": "nor this"}
    path.write_bytes(export_bytes(model, "safetensors", metadata=metadata))
    with safetensors.safe_open(path, "pt") as file:
        found = file.metadata()
    assert found["format"] == "pt"
    assert found["producer"] == "Neural Playground"
    assert found["title"] == 'ä"\n'
    assert json.loads(found["spec"]) == {
        "kind": "Sequential",
        "layers": [
            {"kind": "Linear", "in_features": 2, "out_features": 3},
            {"kind": "Tanh"},
            {"kind": "Linear", "in_features": 3, "out_features": 2},
        ],
    }


def test_options_are_in_the_description() -> None:
    model = network(2, lambda: LeakyReLU(0.2), lambda: GELU("tanh"), Step, Softmax)
    assert json.loads(description(model))["layers"][1:] == [
        {"kind": "LeakyReLU", "negative_slope": 0.2},
        {"kind": "GELU", "approximate": "tanh"},
        {"kind": "Step"},
        {"kind": "Softmax", "dim": -1},
    ]


def test_what_is_inside_a_residual_is_in_the_description() -> None:
    dropout = Dropout(0.25, generator=torch.Generator())
    model = Sequential([Features(["x", "x^2"]), Residual([Linear(2, 2), dropout])])
    assert json.loads(description(model))["layers"] == [
        {"kind": "Features", "names": ["x", "x^2"]},
        {
            "kind": "Residual",
            "layers": [
                {"kind": "Linear", "in_features": 2, "out_features": 2},
                {"kind": "Dropout", "p": 0.25},
            ],
        },
    ]


@pytest.mark.parametrize(
    "text",
    [
        "demo\nimport os; raise SystemExit(7)",
        "demo\rraise SystemExit(7)",
        "demo\u2028raise SystemExit(7)",
        '""" + raise_ + """',
        "coding: utf-7 +AAo-raise SystemExit(7)",
        "\0 \x0c\x0b\x85 \ud800 ü {weights} \\",
    ],
)
@pytest.mark.parametrize("format", ["py", "numpy"])
def test_no_text_becomes_code(text: str, format: str) -> None:
    model = network(2)
    data = export_bytes(model, format, metadata={text: text})
    assert data.isascii()
    plain = export_bytes(model, format)
    added = [line for line in data.splitlines() if line not in plain.splitlines()]
    assert len(added) == 1
    assert added[0].startswith(b"# ")
    assert run_program(data)["weights"].keys() == {"0.weight", "0.bias"}


# --- what is refused ---------------------------------------------------------------------------


class Strange(Module):
    """A layer that torch.nn does not have."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        return gradient


class Subclass(Tanh):
    """A layer that computes something else than its base."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return 2 * super().forward(x)


class Twice(Sequential):
    """A stack that computes something else than its base."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(super().forward(x))


@pytest.mark.parametrize("format", FORMATS)
def test_what_cannot_be_exported_is_refused_with_a_reason(format: str) -> None:
    for module in (Strange, Subclass, lambda: Twice([Tanh()])):
        name = type(module()).__name__
        with pytest.raises(ExportError, match=f"{name} has no counterpart in torch.nn"):
            export_bytes(network(2, module), format)
    with pytest.raises(ExportError, match="no weights; give it a Linear"):
        export_bytes(network(Tanh), format)
    mixed = Sequential([Linear(2, 2), Linear(2, 2, dtype=torch.float64)])
    with pytest.raises(ExportError, match=r"got torch\.float32, torch\.float64"):
        export_bytes(mixed, format)
    with pytest.raises(ExportError, match="put it into a Sequential"):
        export_bytes(Residual([Linear(2, 2)]), format)
    with pytest.raises(ExportError, match="bfloat16"):
        export_bytes(network(2, dtype=torch.bfloat16), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_weights_that_are_not_finite_are_refused_by_name(format: str, value: float) -> None:
    model = network(3, Tanh, 2)
    model.param()[3].p[1] = value
    with pytest.raises(ExportError, match=r"2\.bias holds numbers that are not finite"):
        export_bytes(model, format)


@pytest.mark.parametrize("format", FORMATS)
def test_statistics_that_are_not_finite_are_refused_by_name(format: str) -> None:
    norm = BatchNorm1d(2)
    norm.running_var.value[1] = float("inf")
    with pytest.raises(ExportError, match=r"1\.running_var holds numbers that are not finite"):
        export_bytes(Sequential([Linear(2, 2), norm]), format)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"'pt', 'safetensors'.*got 'h5'"):
        export_bytes(network(2), "h5")
