"""The networks that the export tests write and read."""

from collections.abc import Callable

import torch

from core import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Linear,
    Mish,
    Module,
    ReLU,
    Sequential,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)

FLOATS = (torch.float32, torch.float64)

# Every activation, with what its class in PyTorch is called with.
ACTIVATIONS: tuple[tuple[Callable[[], Module], tuple[object, ...]], ...] = (
    (Tanh, ()),
    (ReLU, ()),
    (Sigmoid, ()),
    (lambda: LeakyReLU(0.2), (0.2,)),
    (lambda: ELU(0.5), (0.5,)),
    (SELU, ()),
    (GELU, ("none",)),
    (lambda: GELU("tanh"), ("tanh",)),
    (SiLU, ()),
    (Mish, ()),
    (lambda: Softplus(2, 1), (2.0, 1.0)),
    (Softsign, ()),
    (lambda: Hardtanh(-0.2, 0.5), (-0.2, 0.5)),
    (Sin, ()),
    (Gaussian, ()),
    (Step, ()),
    (Identity, ()),
    (Softmax, (-1,)),
)


def network(*layers: int | Callable[[], Module], dtype: torch.dtype = torch.float32) -> Sequential:
    """A network from two inputs: a number is a Linear with so many units."""
    generator = torch.Generator().manual_seed(len(layers))
    modules: list[Module] = []
    width = 2
    for layer in layers:
        if isinstance(layer, int):
            modules.append(Linear(width, layer, generator=generator, dtype=dtype))
            width = layer
        else:
            modules.append(layer())
    return Sequential(modules)


def networks(dtype: torch.dtype) -> dict[str, Sequential]:
    """The report's network, and what could be forgotten: first, last and lonely layers."""
    shapes = {
        "report": (25, Tanh, 25, Tanh, 25, Tanh, 2, Tanh),
        "relu": (25, ReLU, 25, ReLU, 2),
        "starts_with_activations": (Tanh, ReLU, 8, 2),
        "single": (2,),
        "one_output": (16, ReLU, 1, Tanh),
        "many_layers": (*(4, Tanh) * 6, 2),
        "nested": (3, Tanh, lambda: Sequential([Linear(3, 3, dtype=dtype), ReLU()]), 2),
        "wide": (512, Tanh, 128, ReLU, 2),
    }
    found = {name: network(*layers, dtype=dtype) for name, layers in shapes.items()}
    found["large_and_small"] = extreme(dtype)
    return found


def extreme(dtype: torch.dtype) -> Sequential:
    """Weights at the ends of the number range, and minus zero."""
    model = network(3, 2, dtype=dtype)
    tiny = torch.finfo(dtype).smallest_normal
    numbers = [1e30, -1e30, tiny, tiny / 8, -0.0, 1 / 3]
    model.param()[0].p = torch.tensor(numbers, dtype=dtype).reshape(3, 2)
    return model


def each_activation(dtype: torch.dtype) -> dict[str, tuple[Sequential, list[list[object]]]]:
    """A network for every activation, and its layers as plain names and arguments."""
    found: dict[str, tuple[Sequential, list[list[object]]]] = {}
    for make, arguments in ACTIVATIONS:
        model = network(3, make, 2, make, dtype=dtype)
        name = type(model.modules[1]).__name__
        layers: list[list[object]] = [["Linear", 2, 3], [name, *arguments]]
        layers += [["Linear", 3, 2], [name, *arguments]]
        found[f"{len(found)}_{name}"] = model, layers
    return found
