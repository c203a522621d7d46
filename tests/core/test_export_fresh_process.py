"""Every exported file, loaded in a fresh process, computes what the network here computes."""

import json
import subprocess
import sys
from pathlib import Path

import torch

from core import Linear, Residual, Sequential, Sin, Tanh
from core.export import FORMATS, export_bytes
from core.export.numpy_source import NUMPY_LAYERS
from core.export.onnx_layers import ONNX_LAYERS
from core.export.torch_layers import TORCH_LAYERS
from tests.core.export_networks import (
    ACTIVATIONS,
    FLOATS,
    each_activation,
    each_layer,
    network,
    networks,
)

EXACT = [format for format in FORMATS if format != "onnx"]  # tests/core/test_export_onnx.py

# Nothing of this program is imported there: the layers come from a list of plain names.
LOADER = """
import importlib.util, json, sys
from pathlib import Path
import numpy as np, torch
from torch import nn

def load(path, suffix):
    if suffix == "pt":
        return torch.load(path, weights_only=True)
    if suffix == "safetensors":
        import safetensors.torch
        return safetensors.torch.load(path.read_bytes())
    if suffix == "json":
        found = json.loads(path.read_text())
        counters = {name for name in found["weights"] if name.endswith("num_batches_tracked")}
        return {
            name: torch.tensor(
                value, dtype=torch.int64 if name in counters else getattr(torch, found["dtype"])
            )
            for name, value in found["weights"].items()
        }
    return {name: torch.from_numpy(array) for name, array in np.load(path).items()}

class Sin(nn.Module):
    def forward(self, x):
        return x.sin()

class Gaussian(nn.Module):
    def forward(self, x):
        return (-x ** 2).exp()

class Step(nn.Module):
    def forward(self, x):
        return x.sign().relu()

class Residual(nn.Module):
    def __init__(self, layers):
        super().__init__()
        for name, module in build(layers).named_children():
            self.add_module(name, module)

    def forward(self, x):
        y = x
        for module in self.children():
            y = module(y)
        return x + y

class Features(nn.Module):
    def __init__(self, names):
        super().__init__()
        self.names = names

    def forward(self, points):
        columns = []
        for name in self.names:
            kind, _, rest = name.rpartition(" ")
            t = points.prod(1) if rest == "xy" else points[:, "xy".index(rest[0])]
            t = t ** 2 if rest.endswith("2") else t
            t = t * 2 * torch.pi if "2pi" in kind else t
            columns.append(getattr(t, kind[:3])() if kind else t)
        return torch.stack(columns, 1)

own = {each.__name__: each for each in (Sin, Gaussian, Step, Residual, Features)}

def build(layers):
    made = [build(each[0]) if name == "Sequential"
            else own[name](*each) if name in own else getattr(nn, name)(*each)
            for name, *each in layers]
    return nn.Sequential(*made)

folder = Path(sys.argv[1])
for case in json.loads((folder / "cases.json").read_text()):
    path = folder / case["file"]
    points = torch.load(folder / case["points"], weights_only=True)
    if case["format"] in ("py", "numpy"):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        program = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(program)
        if case["format"] == "py":
            output = program.predict(points)
        else:
            output = torch.from_numpy(program.predict(points.numpy()))
    else:
        model = build(case["layers"]).to(points.dtype)
        state = load(path, case["format"])
        floats = {each.dtype for name, each in state.items() if "num_batches" not in name}
        assert floats == {points.dtype}
        assert all(each.is_contiguous() for each in state.values())
        model.load_state_dict(state, strict=True)
        model.eval()
        with torch.inference_mode():
            output = model(points)
    torch.save(output, path.with_suffix(path.suffix + ".output"))
assert "core" not in sys.modules and "playground" not in sys.modules
"""


def grid(dtype: torch.dtype) -> torch.Tensor:
    line = torch.linspace(0, 1, 21, dtype=dtype)
    return torch.cartesian_prod(line, line)


def images(dtype: torch.dtype) -> torch.Tensor:
    return torch.rand(9, 2, 8, 8, generator=torch.Generator().manual_seed(2), dtype=dtype)


def plain_layers(model: Sequential) -> list[list[object]]:
    plain: list[list[object]] = []
    for module in model.modules:
        if isinstance(module, Linear):
            plain.append(["Linear", module.in_features, module.out_features])
        elif isinstance(module, Sequential):
            plain.append(["Sequential", plain_layers(module)])
        else:
            plain.append([type(module).__name__])
    return plain


def test_every_format_gives_the_outputs_back_in_a_fresh_process(tmp_path: Path) -> None:
    cases = []
    expected = {}
    for dtype in FLOATS:
        given = {"points": grid(dtype), "images": images(dtype)}
        for kind, tensor in given.items():
            torch.save(tensor, tmp_path / f"{kind}-{dtype}.pt")
        models = {name: (model, plain_layers(model)) for name, model in networks(dtype).items()}
        models |= {**each_activation(dtype), **each_layer(dtype)}
        for name, (model, layers) in models.items():
            kind = "images" if name == "images" else "points"
            points = f"{kind}-{dtype}.pt"
            for format in EXACT:
                if (name, format) == ("large_and_small", "numpy"):
                    continue  # 1e30 - 1e30, which rounds as the order of the sum has it
                suffix = "numpy.py" if format == "numpy" else format
                file = f"{name}_{str(dtype)[6:]}.{suffix}"
                (tmp_path / file).write_bytes(export_bytes(model, format))
                expected[file] = model.eval().forward(given[kind])
                cases.append({"file": file, "format": format, "layers": layers, "points": points})
    (tmp_path / "cases.json").write_text(json.dumps(cases))

    subprocess.run([sys.executable, "-c", LOADER, str(tmp_path)], cwd=tmp_path, check=True)

    for file, wanted in expected.items():
        got = torch.load(tmp_path / f"{file}.output", weights_only=True)
        assert got.shape == wanted.shape, file
        error = (got - wanted).abs() / wanted.abs().clamp(min=1)
        assert error.max() <= 1e-6, file
    assert len(expected) == 2 * (6 * (9 + len(ACTIVATIONS) + 3) - 1)


def test_every_layer_that_can_be_exported_is_among_them() -> None:
    made = {type(make()) for make, _ in ACTIVATIONS}
    for model, _ in each_layer(torch.float32).values():
        made |= {type(model), *map(type, model.modules)}
    assert made == set(TORCH_LAYERS) == set(ONNX_LAYERS)
    assert made == {*NUMPY_LAYERS, Sequential, Residual}


def test_the_program_runs_by_itself(tmp_path: Path) -> None:
    model = network(4, Tanh, 2, Sin)
    (tmp_path / "net.py").write_bytes(export_bytes(model, "py"))
    done = subprocess.run(
        [sys.executable, "net.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    corners = torch.tensor([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]])
    assert done.stdout.strip() == str(model.forward(corners))


def test_the_program_of_any_other_layers_runs_by_itself(tmp_path: Path) -> None:
    for name, (model, _) in each_layer(torch.float64).items():
        (tmp_path / "net.py").write_bytes(export_bytes(model, "py"))
        done = subprocess.run(
            [sys.executable, "-W", "error", "net.py"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("Sequential(" if name == "images" else "tensor([["), name


# As on a machine that has NumPy alone: every other import fails.
NUMPY_ALONE = """
import builtins, runpy, sys

find = builtins.__import__
def refuse(name, *rest):
    if name.partition(".")[0] in ("torch", "core", "playground", "safetensors", "onnx"):
        raise ImportError(name)
    return find(name, *rest)

builtins.__import__ = refuse
runpy.run_path("net.py", run_name="__main__")
"""


def test_the_numpy_program_needs_numpy_alone_and_warns_of_nothing(tmp_path: Path) -> None:
    model = network(4, Tanh, 2, Sin)
    (tmp_path / "net.py").write_bytes(export_bytes(model, "numpy"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", NUMPY_ALONE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    corners = torch.tensor([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]])
    printed = [float(each) for each in done.stdout.replace("[", " ").replace("]", " ").split()]
    got = torch.tensor(printed).reshape(3, 2)
    assert torch.allclose(got, model.forward(corners), atol=1e-6)
