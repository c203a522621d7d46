"""The networks that the export tests write and read."""

from collections.abc import Callable

import torch

from core import (
    ELU,
    GELU,
    SELU,
    BatchNorm1d,
    Conv2d,
    Dropout,
    Features,
    Flatten,
    Gaussian,
    Hardtanh,
    Identity,
    LayerNorm,
    LeakyReLU,
    Linear,
    MaxPool2d,
    Mish,
    Module,
    ReLU,
    Residual,
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
from core.layers import FEATURES

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


def each_layer(dtype: torch.dtype) -> dict[str, tuple[Sequential, list[list[object]]]]:
    """Networks of all other layers, trained a little, and their layers as for activations."""
    generator = torch.Generator().manual_seed(6)

    def linear(inputs: int, outputs: int) -> Linear:
        return Linear(inputs, outputs, generator=generator, dtype=dtype)

    points = Sequential(
        [
            Features(FEATURES),
            linear(len(FEATURES), 6),
            BatchNorm1d(6, 0.01, 0.5, dtype=dtype),
            Residual([linear(6, 6), Tanh(), Residual([BatchNorm1d(6, dtype=dtype), Tanh()])]),
            Dropout(0.25, generator=generator),
            LayerNorm(6, 0.001, dtype=dtype),
            linear(6, 2),
        ]
    )
    inner: list[list[object]] = [["BatchNorm1d", 6, 1e-5, 0.1], ["Tanh"]]
    point_layers: list[list[object]] = [
        ["Features", FEATURES],
        ["Linear", len(FEATURES), 6],
        ["BatchNorm1d", 6, 0.01, 0.5],
        ["Residual", [["Linear", 6, 6], ["Tanh"], ["Residual", inner]]],
        ["Dropout", 0.25],
        ["LayerNorm", 6, 0.001],
        ["Linear", 6, 2],
    ]
    images = Sequential(
        [
            Conv2d(2, 3, 3, 2, 1, generator=generator, dtype=dtype),
            MaxPool2d(2, 1),
            Flatten(),
            linear(27, 2),
        ]
    )
    image_layers: list[list[object]] = [
        ["Conv2d", 2, 3, 3, 2, 1],
        ["MaxPool2d", 2, 1],
        ["Flatten"],
        ["Linear", 27, 2],
    ]
    norm_first = Sequential([BatchNorm1d(2, dtype=dtype), Dropout(generator=generator)])
    found = {
        "points": (points, point_layers),
        "images": (images, image_layers),
        "norm_first": (norm_first, [["BatchNorm1d", 2, 1e-5, 0.1], ["Dropout", 0.5]]),
    }
    for name, (model, _) in found.items():
        for _ in range(3):
            shape = (9, 2, 8, 8) if name == "images" else (9, 2)
            model.forward(torch.rand(shape, generator=generator, dtype=dtype))
    return found
