"""What an optimiser asks for, and what a reader of `.p` and `.gradient` may rely on."""

import math

import pytest
import torch

from core import SGD, Linear, MSELoss, Parameter, ReLU, Sequential, Tanh
from core.errors import DtypeError, MissingGradientError, OptionError
from core.flat import FlatParameters


def _network() -> Sequential:
    generator = torch.Generator().manual_seed(0)
    return Sequential(
        [Linear(3, 7, generator=generator), Tanh(), Linear(7, 2, generator=generator), ReLU()]
    )


def _batch() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(10, 3, generator=generator), torch.randn(10, 2, generator=generator)


def _backward(network: Sequential) -> None:
    x, target = _batch()
    network.backward(MSELoss().backward(network.forward(x), target))


def test_a_step_needs_every_gradient() -> None:
    network = _network()
    optimizer = SGD(network.param(), 0.1)
    before = [parameter.p.clone() for parameter in network.param()]
    with pytest.raises(MissingGradientError, match=r"SGD\.step: .* call backward first"):
        optimizer.step()
    _backward(network)
    network.param()[1].gradient = None
    with pytest.raises(MissingGradientError):
        optimizer.step()
    for parameter, value in zip(network.param(), before, strict=True):
        assert torch.equal(parameter.p, value)


@pytest.mark.parametrize("rate", [-0.1, math.nan, math.inf, 10**400, "0.1", None, True])
def test_refuses_a_learning_rate(rate: object) -> None:
    with pytest.raises(OptionError, match=r"SGD: learning_rate must be a finite number of at le"):
        SGD(_network().param(), rate)  # type: ignore[arg-type]
    optimizer = SGD(_network().param(), 0.5)
    with pytest.raises(OptionError):
        optimizer.learning_rate = rate  # type: ignore[assignment]
    assert optimizer.learning_rate == 0.5
    assert repr(optimizer) == (
        "SGD(learning_rate=0.5, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False)"
    )


def test_refuses_parameters() -> None:
    parameter = Parameter(torch.zeros(3))
    for given, got in (
        (Linear(2, 2), "Linear"),
        (parameter, "Parameter"),
        (Linear(2, 2).param, "method"),
        ([parameter, parameter.p], "Tensor in it"),
    ):
        message = rf"needs a list of Parameters, as param\(\) of a module gives, got a {got}$"
        with pytest.raises(OptionError, match=message):
            SGD(given, 0.1)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"at least one parameter, got none"):
        SGD(Tanh().param(), 0.1)
    with pytest.raises(OptionError, match=r"a parameter occurs twice"):
        SGD([parameter, parameter], 0.1)
    with pytest.raises(DtypeError, match=r"one dtype, got torch\.float32, torch\.float64"):
        SGD([parameter, Parameter(torch.zeros(3, dtype=torch.float64))], 0.1)


def test_own_assignments_and_steps_mix_in_any_mode(grad_mode: str) -> None:
    """One network is stepped by SGD alone, the other by SGD and the report's line in turn."""
    stepped, mixed = _network(), _network()
    optimizer, other = SGD(stepped.param(), 0.1), SGD(mixed.param(), 0.1)
    for turn in range(6):
        _backward(stepped)
        optimizer.step()
        _backward(mixed)
        if turn % 2:
            other.step()
        else:
            for p in mixed.param():
                p.p = p.p - 0.1 * p.gradient
    for mine, theirs in zip(mixed.param(), stepped.param(), strict=True):
        torch.testing.assert_close(mine.p, theirs.p, rtol=1e-6, atol=1e-7)


def test_an_assigned_value_is_the_one_stepped() -> None:
    network = _network()
    optimizer = SGD(network.param(), 1.0)
    _backward(network)
    for parameter in network.param():
        parameter.p = torch.zeros_like(parameter.p)
    optimizer.step()
    for parameter in network.param():
        assert torch.equal(parameter.p, -parameter.gradient)


def test_an_optimizer_made_in_inference_mode_steps_outside_it() -> None:
    network = _network()
    with torch.inference_mode():
        optimizer = SGD(network.param(), 1.0)
        _backward(network)
        for parameter in network.param():
            parameter.p = torch.zeros_like(parameter.p)
        optimizer.step()
    _backward(network)
    optimizer.step()
    assert not optimizer.flat.values.is_inference()
    assert not optimizer.flat.gradients.is_inference()


def test_a_value_read_before_an_assignment_keeps_its_numbers(grad_mode: str) -> None:
    network = _network()
    optimizer = SGD(network.param(), 0.1)
    _backward(network)
    optimizer.step()
    values = [parameter.p for parameter in network.param()]
    copies = [value.clone() for value in values]
    for parameter in network.param():
        parameter.p = parameter.p - 0.1 * parameter.gradient
    _backward(network)
    optimizer.step()
    for value, copy in zip(values, copies, strict=True):
        assert torch.equal(value, copy)


def test_a_gradient_that_was_read_keeps_its_numbers(grad_mode: str) -> None:
    network = _network()
    optimizer = SGD(network.param(), 0.5)
    kept = []
    for _ in range(4):
        _backward(network)
        kept += [(each.gradient, each.gradient.clone()) for each in network.param()]
        optimizer.step()
        _backward(network)
        optimizer.step()
    assert not torch.equal(kept[0][0], kept[4][0])
    for gradient, copy in kept:
        assert torch.equal(gradient, copy)


def test_a_gradient_changed_in_place_is_the_one_used() -> None:
    network = _network()
    optimizer = SGD(network.param(), 1.0)
    for _ in range(2):
        _backward(network)
        before = [parameter.p.clone() for parameter in network.param()]
        for parameter in network.param():
            parameter.gradient.fill_(0.25)
        optimizer.step()
        for parameter, value in zip(network.param(), before, strict=True):
            assert torch.equal(parameter.p, value - 0.25)


def test_flat_vectors_are_the_parameters() -> None:
    network = _network()
    flat = FlatParameters(network.param())
    assert not flat.adopt()  # no gradient yet
    _backward(network)
    assert flat.adopt()
    values, gradients = flat.values, flat.gradients
    _backward(network)
    assert flat.adopt()
    assert flat.values is values
    assert flat.gradients is gradients
    flat.values.fill_(3.0)
    flat.gradients.fill_(2.0)
    for parameter in network.param():
        assert torch.equal(parameter.p, torch.full_like(parameter.p, 3))
        assert torch.equal(parameter.gradient, torch.full_like(parameter.p, 2))


def test_flat_vectors_give_back_a_copy_of_the_values() -> None:
    network = _network()
    optimizer = SGD(network.param(), 0.1)
    _backward(network)
    before = [parameter.p.clone() for parameter in network.param()]
    backup = optimizer.flat.values.clone()
    optimizer.step()
    optimizer.flat.values.copy_(backup)
    for parameter, value in zip(network.param(), before, strict=True):
        assert torch.equal(parameter.p, value)


def test_flat_pieces_are_aligned_as_tensors_of_torch_are() -> None:
    network = _network()
    FlatParameters(network.param())
    _backward(network)
    for parameter in network.param():
        assert parameter.p.data_ptr() % 64 == parameter.gradient.data_ptr() % 64 == 0


def test_flat_vectors_follow_a_new_dtype() -> None:
    network = _network()
    optimizer = SGD(network.param(), 0.1)
    for parameter in network.param():
        parameter.p = parameter.p.double()
    x, target = (tensor.double() for tensor in _batch())
    network.backward(MSELoss().backward(network.forward(x), target))
    before = [(each.p.clone(), each.gradient.clone()) for each in network.param()]
    optimizer.step()
    for parameter, (value, gradient) in zip(network.param(), before, strict=True):
        assert torch.equal(parameter.p, torch.sub(value, gradient, alpha=0.1))
