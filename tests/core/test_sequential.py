"""The stack: its order, its names, and errors that say which layer is at fault."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from core import Linear, Module, MSELoss, ReLU, Sequential, Tanh
from core.errors import BackwardBeforeForwardError, CoreError, OptionError, ShapeError


def _network() -> Sequential:
    return Sequential([Linear(2, 5), Tanh(), Linear(5, 3), ReLU(), Sequential([Linear(4, 2)])])


def test_an_error_of_forward_names_the_layer() -> None:
    with pytest.raises(
        ShapeError, match=r"^in layer 1 \(Linear\): Linear\(2, 5\): input .* \(4, 3\)$"
    ) as e:
        _network().forward(torch.zeros(4, 3))
    assert e.value.layers == (0,)


def test_an_error_deep_inside_names_every_level() -> None:
    message = r"^in layer 5 \(Sequential\): in layer 1 \(Linear\): Linear\(4, 2\): input must"
    with pytest.raises(ShapeError, match=message) as raised:
        _network().forward(torch.zeros(4, 2))
    assert raised.value.layers == (4, 0)


def test_an_error_of_backward_names_the_layer() -> None:
    network = Sequential([Linear(2, 2), Tanh()])
    with pytest.raises(BackwardBeforeForwardError, match=r"^in layer 2 \(Tanh\): ") as raised:
        network.backward(torch.zeros(1, 2))
    assert raised.value.layers == (1,)
    network.modules[1].forward(torch.zeros(1, 2))
    with pytest.raises(BackwardBeforeForwardError, match=r"^in layer 1 \(Linear\): ") as raised:
        network.backward(torch.zeros(1, 2))
    assert raised.value.layers == (0,)


def test_an_error_outside_names_no_layer() -> None:
    with pytest.raises(CoreError) as raised:
        Linear(2, 2).forward(torch.zeros(3))
    assert raised.value.layers == ()


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        (Tanh(), r"^Sequential: modules must be a list of modules, got Tanh\(\)"),
        ([], r"needs at least one module, got none"),
        ([Linear(2, 2), "tanh"], r"layer 2 is not a module, got 'tanh'"),
        ([Tanh], r"layer 1 is not a module, got <class"),
        ([Linear(2, 2), MSELoss()], r"layer 2 is a loss \(MSELoss\(\)\); call it on the output"),
    ],
)
def test_refuses_modules(modules: list[Module], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Sequential(modules)


def test_refuses_a_module_that_occurs_twice() -> None:
    tanh = Tanh()
    with pytest.raises(OptionError, match=r"a module occurs twice; make a second one instead"):
        Sequential([Linear(2, 2), tanh, Sequential([Linear(2, 2), tanh])])


def test_modules_are_those_given() -> None:
    modules = [Linear(2, 2), Tanh()]
    network = Sequential(each for each in modules)
    assert network.modules == tuple(modules)
    assert network.param() == modules[0].param()


def test_says_what_it_is_in_code_that_runs() -> None:
    text = repr(Sequential([Linear(2, 25), Tanh(), Sequential([Linear(25, 2)])]))
    assert text.splitlines() == [
        "Sequential([",
        "    Linear(2, 25),",
        "    Tanh(),",
        "    Sequential([",
        "        Linear(25, 2),",
        "    ]),",
        "])",
    ]


@settings(deadline=None, max_examples=60)
@given(
    widths=st.lists(st.integers(1, 9), min_size=2, max_size=6),
    activations=st.lists(st.sampled_from(["tanh", "relu", ""]), min_size=6, max_size=6),
    rows=st.one_of(st.none(), st.integers(1, 12)),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_architecture_equals_torch(
    widths: list[int], activations: list[str], rows: int | None, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    modules: list[Module] = []
    twins: list[nn.Module] = []
    for inputs, outputs, activation in zip(widths, widths[1:], activations, strict=False):
        modules.append(Linear(inputs, outputs, generator=generator, dtype=torch.float64))
        twins.append(nn.Linear(inputs, outputs, dtype=torch.float64))
        if activation:
            modules.append(Tanh() if activation == "tanh" else ReLU())
            twins.append(nn.Tanh() if activation == "tanh" else nn.ReLU())
    ours, theirs = Sequential(modules), nn.Sequential(*twins)
    with torch.no_grad():
        for parameter, other in zip(ours.param(), theirs.parameters(), strict=True):
            other.copy_(parameter.p)
    batch = () if rows is None else (rows,)
    x = torch.randn(*batch, widths[0], generator=generator, dtype=torch.float64)
    target = torch.randn(*batch, widths[-1], generator=generator, dtype=torch.float64)

    output = ours.forward(x)
    input_gradient = ours.backward(MSELoss().backward(output, target))

    x = x.clone().requires_grad_()
    their_output = theirs(x)
    nn.MSELoss()(their_output, target).backward()
    pairs = [(output, their_output.detach()), (input_gradient, x.grad)]
    pairs += [
        (parameter.gradient, other.grad)
        for parameter, other in zip(ours.param(), theirs.parameters(), strict=True)
    ]
    for mine, other in pairs:
        torch.testing.assert_close(mine, other, rtol=1e-12, atol=1e-12)
