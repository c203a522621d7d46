"""Every test of the framework that takes `layer_case`, `loss_case` and so on runs per row."""

from collections.abc import Iterator

import pytest
import torch

from tests.core.cases import INPUTS, LAYERS
from tests.core.layer_cases import LAYERS as MORE_LAYERS
from tests.core.loss_cases import LOSSES
from tests.core.optimizer_cases import OPTIMIZERS, SCHEDULES

_TABLES = {
    "layer_case": (*LAYERS, *MORE_LAYERS),
    "loss_case": LOSSES,
    "optimizer_case": OPTIMIZERS,
    "schedule_case": SCHEDULES,
    "input_case": INPUTS,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, table in _TABLES.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, table, ids=[row.name for row in table])


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """More threads only slow small networks down, a hundredfold on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


@pytest.fixture(params=["grad", "no_grad", "inference"])
def grad_mode(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs the test in each of torch's modes."""
    modes = {
        "grad": torch.enable_grad,
        "no_grad": torch.no_grad,
        "inference": torch.inference_mode,
    }
    with modes[request.param]():
        yield request.param
