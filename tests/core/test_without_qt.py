"""The framework works where Qt is not installed, and importing it changes nothing in torch."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

IMPORT_ALL_OF_CORE = """
import importlib, pkgutil, sys
import core
for module in pkgutil.walk_packages(core.__path__, "core."):
    importlib.import_module(module.name)
"""

BLOCK_QT = """
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None
"""

TRAIN = """
import torch
generator = torch.Generator().manual_seed(0)
model = core.Sequential([core.Linear(2, 5, generator=generator), core.Tanh()])
optimizer = core.SGD(model.param(), 0.1)
x, target = torch.rand(20, 2, generator=generator), torch.ones(20, 5)
losses = []
for _ in range(5):
    output = model.forward(x)
    losses.append(core.MSELoss().forward(output, target).item())
    model.backward(core.MSELoss().backward(output, target))
    optimizer.step()
assert all(after < before for before, after in zip(losses, losses[1:])), losses
assert not any(name.partition(".")[0] == "playground" for name in sys.modules)
"""

WATCH_TORCH = """
import torch
def state():
    return (
        torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.is_anomaly_enabled(),
        torch.get_num_threads(), torch.get_num_interop_threads(), torch.get_default_dtype(),
        torch.get_default_device(), torch.get_float32_matmul_precision(),
        torch.are_deterministic_algorithms_enabled(), torch.initial_seed(),
        torch.get_rng_state().tolist(),
    )
{change}
before = state()
"""

NOTHING_CHANGED = """
for mine, found in zip(before, state()):
    assert mine == found, (mine, found)
"""

UNUSUAL_SETTINGS = """
torch.set_default_dtype(torch.float64)
torch.manual_seed(5)
torch.set_grad_enabled(False)
torch.set_num_threads(2)
"""


def _run(source: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", source], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_core_trains_without_qt() -> None:
    _run(BLOCK_QT + IMPORT_ALL_OF_CORE + TRAIN)


@pytest.mark.parametrize("change", ["", UNUSUAL_SETTINGS], ids=["as_it_starts", "unusual"])
def test_importing_core_changes_nothing_in_torch(change: str) -> None:
    _run(WATCH_TORCH.format(change=change) + IMPORT_ALL_OF_CORE + NOTHING_CHANGED)
