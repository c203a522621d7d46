"""Every layer as nodes of ONNX: what a row adds to the graph, in opset 18."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from core.activations import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Mish,
    ReLU,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core.export.onnx_graph import Graph
from core.layers import (
    BatchNorm1d,
    Conv2d,
    Dropout,
    Features,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Residual,
)
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential

_Add = Callable[[Graph, Any, str, str], str]


def add_layer(graph: Graph, module: Module, x: str, name: str) -> str:
    """Add `module`, whose parameters' names begin with `name`; the name of its output of `x`."""
    return ONNX_LAYERS[type(module)](graph, module, x, name)


def _plain(kind: str, *attributes: str) -> _Add:
    """One node; its attributes are named as ours, or "theirs=ours"."""
    pairs = [(each.partition("=")[0], each.rpartition("=")[2]) for each in attributes]

    def add(graph: Graph, module: Module, x: str, name: str) -> str:
        values = {theirs: getattr(module, ours) for theirs, ours in pairs}
        return graph.add(kind, x, **values)

    return add


def _nothing(graph: Graph, module: Module, x: str, name: str) -> str:
    return x


def _sequential(graph: Graph, module: Sequential, x: str, name: str) -> str:
    for index, inner in enumerate(module.modules):
        x = add_layer(graph, inner, x, f"{name}.{index}")
    return x


def _residual(graph: Graph, module: Residual, x: str, name: str) -> str:
    return graph.add("Add", x, _sequential(graph, module, x, name))


def _linear(graph: Graph, module: Linear, x: str, name: str) -> str:
    return graph.add("Gemm", x, f"{name}.weight", f"{name}.bias", transB=1)


def _gelu(graph: Graph, module: GELU, x: str, name: str) -> str:
    """x Φ(x); the operator of this name came with opset 20."""
    half = graph.add("Mul", x, graph.number(0.5))
    if module.approximate == "tanh":
        cube = graph.add("Mul", x, graph.add("Mul", x, x))
        sum_ = graph.add("Add", x, graph.add("Mul", cube, graph.number(0.044715)))
        curve = graph.add("Tanh", graph.add("Mul", sum_, graph.number(math.sqrt(2 / math.pi))))
    else:
        curve = graph.add("Erf", graph.add("Mul", x, graph.number(math.sqrt(0.5))))
    return graph.add("Mul", half, graph.add("Add", curve, graph.number(1)))


def _silu(graph: Graph, module: SiLU, x: str, name: str) -> str:
    return graph.add("Mul", x, graph.add("Sigmoid", x))


def _softplus(graph: Graph, module: Softplus, x: str, name: str) -> str:
    beta = graph.number(module.beta)
    scaled = graph.add("Mul", x, beta)
    smooth = graph.add("Div", graph.add("Softplus", scaled), beta)
    large = graph.add("Greater", scaled, graph.number(module.threshold))
    return graph.add("Where", large, x, smooth)


def _hardtanh(graph: Graph, module: Hardtanh, x: str, name: str) -> str:
    return graph.add("Clip", x, graph.number(module.min_val), graph.number(module.max_val))


def _gaussian(graph: Graph, module: Gaussian, x: str, name: str) -> str:
    return graph.add("Exp", graph.add("Neg", graph.add("Mul", x, x)))


def _step(graph: Graph, module: Step, x: str, name: str) -> str:
    positive = graph.add("Greater", x, graph.number(0))
    return graph.add("Where", positive, graph.number(1), graph.number(0))


def _batch_norm(graph: Graph, module: BatchNorm1d, x: str, name: str) -> str:
    values = ("weight", "bias", "running_mean", "running_var")
    names = [f"{name}.{each}" for each in values]
    return graph.add("BatchNormalization", x, *names, epsilon=module.eps)


def _layer_norm(graph: Graph, module: LayerNorm, x: str, name: str) -> str:
    names = f"{name}.weight", f"{name}.bias"
    return graph.add("LayerNormalization", x, *names, axis=-1, epsilon=module.eps)


def _features(graph: Graph, module: Features, x: str, name: str) -> str:
    """A column a name: "sin 2pi x" is a function of a multiple of a coordinate."""
    points = [graph.add("Gather", x, graph.whole_numbers([column]), axis=1) for column in range(2)]
    along = dict(zip("xy", points, strict=True))

    def column(text: str) -> str:
        *functions, last = text.split()
        if last == "xy":
            return graph.add("Mul", *points)
        value = along[last[0]]
        if last.endswith("^2"):
            value = graph.add("Mul", value, value)
        if "2pi" in functions:
            value = graph.add("Mul", value, graph.number(math.tau))
        waves = {"sin": "Sin", "cos": "Cos"}
        return graph.add(waves[functions[0]], value) if functions else value

    return graph.add("Concat", *map(column, module.names), axis=1)


def _conv2d(graph: Graph, module: Conv2d, x: str, name: str) -> str:
    names = f"{name}.weight", f"{name}.bias"
    return graph.add("Conv", x, *names, strides=[module.stride] * 2, pads=[module.padding] * 4)


def _max_pool2d(graph: Graph, module: MaxPool2d, x: str, name: str) -> str:
    size, stride = [module.kernel_size] * 2, [module.stride] * 2
    return graph.add("MaxPool", x, kernel_shape=size, strides=stride)


# A new layer is one row here.
ONNX_LAYERS: Final[Mapping[type[Module], _Add]] = MappingProxyType(
    {
        Sequential: _sequential,
        Residual: _residual,
        Linear: _linear,
        Tanh: _plain("Tanh"),
        ReLU: _plain("Relu"),
        Sigmoid: _plain("Sigmoid"),
        LeakyReLU: _plain("LeakyRelu", "alpha=negative_slope"),
        ELU: _plain("Elu", "alpha"),
        SELU: _plain("Selu"),
        GELU: _gelu,
        SiLU: _silu,
        Mish: _plain("Mish"),
        Softplus: _softplus,
        Softsign: _plain("Softsign"),
        Hardtanh: _hardtanh,
        Sin: _plain("Sin"),
        Gaussian: _gaussian,
        Step: _step,
        Identity: _nothing,
        Softmax: _plain("Softmax", "axis=dim"),
        Dropout: _nothing,
        BatchNorm1d: _batch_norm,
        LayerNorm: _layer_norm,
        Features: _features,
        Conv2d: _conv2d,
        MaxPool2d: _max_pool2d,
        Flatten: _plain("Flatten"),
    }
)
