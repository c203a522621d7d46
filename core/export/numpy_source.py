"""A NumPy program that holds its weights: needs NumPy, and neither torch nor this framework."""

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
from core.export import numpy_functions
from core.export.program_text import comments, literal, usage
from core.export.torch_layers import description, state_dict
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

# The docstring takes the first two lines, where a comment could set the file's encoding.
_PROGRAM = '''\
"""A trained network and its weights. Needs NumPy alone.

As a module: `from FILE import predict`. As a program it prints {printed}.
"""
{comments}
{imports}

{definitions}
def predict(points):
    """The outputs (N, outputs) of the network for {shape}."""
    x = np.asarray(points, dtype=np.{dtype})
{lines}
    return x


def array(shape, numbers):
    """The numbers of a text, row by row; every one stands for exactly one {dtype}."""
    values = [float(number) for number in numbers.split()]
    return np.array(values, dtype=np.{dtype}).reshape(shape)


weights = {{
{weights}
}}
model = {model!r}

if __name__ == "__main__":
    print({example})
'''

_Write = Callable[[Any, str], str]


def _weight(name: str, parameter: str) -> str:
    return f'weights["{name}.{parameter}"]'


def _linear(_: Linear, name: str) -> str:
    return f"x @ {_weight(name, 'weight')}.T + {_weight(name, 'bias')}"


def _batch_norm(module: BatchNorm1d, name: str) -> str:
    mean, variance = _weight(name, "running_mean"), _weight(name, "running_var")
    normalized = f"(x - {mean}) / np.sqrt({variance} + {module.eps!r})"
    return f"{normalized} * {_weight(name, 'weight')} + {_weight(name, 'bias')}"


def _layer_norm(module: LayerNorm, name: str) -> str:
    scale = f"np.sqrt(x.var(-1, keepdims=True) + {module.eps!r})"
    normalized = f"(x - x.mean(-1, keepdims=True)) / {scale}"
    return f"{normalized} * {_weight(name, 'weight')} + {_weight(name, 'bias')}"


def _conv2d(module: Conv2d, name: str) -> str:
    values = f"{_weight(name, 'weight')}, {_weight(name, 'bias')}"
    return f"conv2d(x, {values}, {module.stride}, {module.padding})"


# A new layer is one row here: the expression of its output in x, "" where it changes nothing.
NUMPY_LAYERS: Final[Mapping[type[Module], _Write]] = MappingProxyType(
    {
        Linear: _linear,
        Tanh: lambda _, __: "np.tanh(x)",
        ReLU: lambda _, __: "np.maximum(x, 0)",
        Sigmoid: lambda _, __: "sigmoid(x)",
        LeakyReLU: lambda module, _: f"np.where(x > 0, x, {module.negative_slope!r} * x)",
        ELU: lambda module, _: f"elu(x, {module.alpha!r})",
        SELU: lambda _, __: "1.0507009873554805 * elu(x, 1.6732632423543772)",
        GELU: lambda module, _: "gelu_tanh(x)" if module.approximate == "tanh" else "gelu(x)",
        SiLU: lambda _, __: "x * sigmoid(x)",
        Mish: lambda _, __: "x * np.tanh(softplus(x, 1.0, 20.0))",
        Softplus: lambda module, _: f"softplus(x, {module.beta!r}, {module.threshold!r})",
        Softsign: lambda _, __: "x / (1 + np.abs(x))",
        Hardtanh: lambda module, _: f"np.clip(x, {module.min_val!r}, {module.max_val!r})",
        Sin: lambda _, __: "np.sin(x)",
        Gaussian: lambda _, __: "np.exp(-x * x)",
        Step: lambda _, __: "(x > 0).astype(x.dtype)",
        Identity: lambda _, __: "",
        Softmax: lambda _, __: "softmax(x)",
        Dropout: lambda _, __: "",
        BatchNorm1d: _batch_norm,
        LayerNorm: _layer_norm,
        Features: lambda module, _: f"features(x, {module.names!r})",
        Conv2d: _conv2d,
        MaxPool2d: lambda module, _: f"max_pool2d(x, {module.kernel_size}, {module.stride})",
        Flatten: lambda _, __: "x.reshape(len(x), -1)",
    }
)


def to_numpy(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """The source of a program with the network, its exact weights and `predict(points)`.

    Nothing in a title or a model can become code: see `program_text`; the lines of a layer come
    from `NUMPY_LAYERS` alone. The arithmetic is that of the weights' dtype.

    Raises:
        ExportError: as `description` and `state_dict`.
    """
    told = description(model)  # refuses a layer without a row
    state = state_dict(model)
    first, *_ = state.values()
    lines = "\n".join(f"    {line}" for line in _lines(model, ""))
    program = _PROGRAM.format(
        comments=comments(metadata),
        imports=numpy_functions.imports(lines),
        definitions=numpy_functions.definitions(lines),
        lines=lines,
        dtype=str(first.dtype).removeprefix("torch."),
        weights="\n".join(
            f"    {name!r}: {literal(value, 'array', 'np.array')}," for name, value in state.items()
        ),
        model=told,
        **usage(model)._asdict(),
    )
    return program.encode("ascii")


def _lines(stack: Sequential, prefix: str) -> list[str]:
    """What the modules of `stack` do to x, in order; `prefix` begins their parameters' names."""
    lines: list[str] = []
    for index, module in enumerate(stack.modules):
        name = f"{prefix}{index}"
        if isinstance(module, Sequential):
            inner = _lines(module, f"{name}.")
            if isinstance(module, Residual):
                kept = f"x_{name.replace('.', '_')}"
                inner = [f"{kept} = x", *inner, f"x = {kept} + x"]
            lines += inner
        elif expression := NUMPY_LAYERS[type(module)](module, name):
            lines.append(f"x = {expression}")
    return lines
