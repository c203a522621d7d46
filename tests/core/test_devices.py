"""Everything stays on the device that it was given.

A GPU is not everywhere. But the device "meta", which has shapes and no numbers, shows on any
machine whether a tensor is made where it does not belong.
"""

from collections.abc import Callable

import pytest
import torch

from core import (
    BatchNorm1d,
    Conv2d,
    Dropout,
    LayerNorm,
    Linear,
    Module,
    MSELoss,
    Sequential,
    Tanh,
)
from core.datasets import generate, one_hot
from core.ensemble import EnsembleTrainer
from core.errors import OptionError
from core.export import to_npz
from core.flat import FlatParameters
from core.initialization import he_normal, orthogonal, xavier_uniform
from core.training import Split, Trainer
from tests.core.cases import LayerCase
from tests.core.loss_cases import LossCase
from tests.core.optimizer_cases import OptimizerCase

F64 = torch.float64
cuda = pytest.param(
    "cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
)
MAKE: dict[str, Callable[[torch.Generator, str], Module]] = {
    "Linear": lambda generator, device: Linear(3, 4, generator=generator, device=device),
    "Linear, Xavier": lambda generator, device: Linear(
        3, 4, xavier=True, generator=generator, device=device
    ),
    "Conv2d": lambda generator, device: Conv2d(2, 3, 3, generator=generator, device=device),
    "BatchNorm1d": lambda generator, device: BatchNorm1d(3, device=device),
    "LayerNorm": lambda generator, device: LayerNorm(3, device=device),
}


def _generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _moved(module: Module, device: str) -> Module:
    for parameter in module.param():
        parameter.p = parameter.p.to(device)
    for _, buffer in module.named_buffer():
        buffer.value = buffer.value.to(device)
    return module


@pytest.mark.parametrize("device", ["meta", cuda])
@pytest.mark.parametrize("make", MAKE.values(), ids=MAKE.keys())
def test_a_layer_is_made_on_its_device(
    make: Callable[[torch.Generator, str], Module], device: str
) -> None:
    module, on_cpu = make(_generator(), device), make(_generator(), "cpu")
    tensors = [parameter.p for parameter in module.param()]
    wanted = [parameter.p for parameter in on_cpu.param()]
    tensors += [buffer.value for _, buffer in module.named_buffer()]
    wanted += [buffer.value for _, buffer in on_cpu.named_buffer()]
    for tensor, other in zip(tensors, wanted, strict=True):
        assert tensor.device.type == device
        assert tensor.shape == other.shape
        assert device == "meta" or torch.equal(tensor.cpu(), other)  # the same seed, everywhere


@pytest.mark.parametrize("device", ["meta", cuda])
def test_forward_and_backward_stay_on_the_device(layer_case: LayerCase, device: str) -> None:
    module, on_cpu = (layer_case.make(_generator(), F64) for _ in range(2))
    if module.generators():  # every device draws numbers of its own: see below
        module, on_cpu = module.eval(), on_cpu.eval()
    x = torch.randn(5, *layer_case.sample, generator=_generator(3), dtype=F64)
    found = []
    for each, points in ((_moved(module, device), x.to(device)), (on_cpu, x)):
        output = each.forward(points)
        found.append([output, each.backward(output), *(one.gradient for one in each.param())])
    for mine, other in zip(*found, strict=True):
        assert mine is not None
        assert mine.device.type == device
        assert mine.shape == other.shape
        if device != "meta":
            torch.testing.assert_close(mine.cpu(), other, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("device", ["cpu", cuda])
def test_what_is_drawn_in_training_is_drawn_there(device: str) -> None:
    module = Dropout(0.5, generator=torch.Generator(device).manual_seed(0))
    x = torch.ones(1000, 2, device=device)
    output = module.forward(x)
    assert output.device == x.device
    assert 800 < int((output == 0).sum()) < 1200
    assert torch.equal(module.backward(x), output)


@pytest.mark.parametrize("device", [cuda])
def test_a_loss_is_the_same_there(loss_case: LossCase, device: str) -> None:
    output, target = loss_case.draw(20, 3, dtype=F64)
    loss = loss_case.make()
    there = (output.to(device), target.to(device))
    for method in (loss.forward, loss.backward):
        assert method(*there).device.type == device
        torch.testing.assert_close(method(*there).cpu(), method(output, target))


@pytest.mark.parametrize("device", ["meta", cuda])
@pytest.mark.parametrize("fill", [xavier_uniform, he_normal, orthogonal])
def test_an_initialization_leaves_the_weight_where_it_is(
    fill: Callable[..., None], device: str
) -> None:
    there, here = (Linear(3, 4, generator=_generator(), device=each) for each in (device, "cpu"))
    for linear in (there, here):
        fill(linear.weight, generator=_generator(1))
    assert there.weight.p.device.type == device
    assert device == "meta" or torch.equal(there.weight.p.cpu(), here.weight.p)


def test_parameters_of_several_devices_are_refused() -> None:
    model = Sequential([Linear(2, 3), Linear(3, 2, device="meta")])
    with pytest.raises(OptionError, match="on one device, got cpu, meta"):
        FlatParameters(model.param())


def test_the_vectors_are_where_the_parameters_are() -> None:
    linear = Linear(2, 3, device="meta")
    flat = FlatParameters(linear.param())
    assert flat.values.device.type == flat.gradients.device.type == "meta"


def _trainer(device: str, seed: int = 1, **options: object) -> Trainer:
    points, classes = generate("disk", 40, generator=_generator(seed))
    points, targets, weights = points.double(), one_hot(classes, 2, F64), _generator(seed + 1)
    modules = [
        Linear(2, 6, generator=weights, dtype=F64, device=device),
        Tanh(),
        BatchNorm1d(6, dtype=F64, device=device),
        Linear(6, 2, generator=weights, dtype=F64, device=device),
    ]
    settings = {"learning_rate": 0.1, "batch_size": 8, "criterion": MSELoss()} | options
    return Trainer(
        Sequential(modules),
        Split(points[:20], targets[:20], points[20:], targets[20:]).to(device),
        generator=_generator(seed + 2),
        **settings,
    )


def _assert_same_weights(there: Trainer, here: Trainer) -> None:
    torch.testing.assert_close(there.flat.values.cpu(), here.flat.values, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("device", [cuda])
def test_trains_as_on_the_cpu(optimizer_case: OptimizerCase, device: str) -> None:
    options = {"optimizer": optimizer_case.make, "learning_rate": optimizer_case.rate / 10}
    there, here = _trainer(device, **options), _trainer("cpu", **options)
    for trainer in (there, here):
        trainer.advance(15)
    assert there.flat.values.device.type == device
    _assert_same_weights(there, here)
    assert there.evaluate().test_loss == pytest.approx(here.evaluate().test_loss)
    resumed = _trainer(device, **options)
    resumed.load_state(there.state())
    for trainer in (there, resumed):
        trainer.advance(4)
    assert torch.equal(there.flat.values, resumed.flat.values)


@pytest.mark.parametrize("device", [cuda])
def test_an_ensemble_trains_as_on_the_cpu(device: str) -> None:
    there, here = ([_trainer(each, seed) for seed in (1, 5)] for each in (device, "cpu"))
    for trainers in (there, here):
        EnsembleTrainer(trainers).advance(15)
    for mine, other in zip(there, here, strict=True):
        _assert_same_weights(mine, other)


@pytest.mark.parametrize("device", [cuda])
def test_weights_on_a_device_are_exported_as_those_on_the_cpu(device: str) -> None:
    model = Sequential([Linear(2, 3, generator=_generator())])
    before = to_npz(model, {})
    _moved(model, device)
    assert to_npz(model, {}) == before
