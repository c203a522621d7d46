"""A PyTorch program that holds its weights: needs torch, nothing of this framework."""

from collections.abc import Mapping

from torch import Tensor

from core.export.torch_layers import constructor, definitions, state_dict
from core.layers import BatchNorm1d, Conv2d, Features, Flatten, LayerNorm, MaxPool2d
from core.linear import Linear
from core.sequential import Sequential, leaves

# The docstring takes the first two lines, where a comment could set the file's encoding.
_PROGRAM = '''\
"""A trained network and its weights. Needs PyTorch alone.

As a module: `from FILE import predict`. As a program it prints {printed}.
"""
{comments}
import torch
from torch import nn
{definitions}
model = {model}


def predict(points):
    """The outputs (N, outputs) of the network for {shape}."""
    with torch.inference_mode():
        return model(torch.as_tensor(points, dtype={dtype}))


def tensor(shape, numbers):
    """The numbers of a text, row by row; every one stands for exactly one {dtype}."""
    values = [float(number) for number in numbers.split()]
    return torch.tensor(values, dtype={dtype}).reshape(shape)


weights = {{
{weights}
}}
model.to({dtype})
model.load_state_dict(weights)
model.eval()

if __name__ == "__main__":
    print({example})
'''


def to_python(model: Sequential, metadata: Mapping[str, str]) -> bytes:
    """The source of a program with the network, its exact weights and `predict(points)`.

    Every number is the shortest text that reads back as the same float. `metadata` becomes
    comments. Text is only ever written as a Python string of printable ASCII characters, and
    classes are named by `TORCH_LAYERS` alone, so nothing in a title or a model can become code.

    Raises:
        ExportError: as `constructor` and `state_dict`.
    """
    state = state_dict(model)
    first, *_ = state.values()
    inputs = _inputs(model)
    if inputs is None:
        printed, shape, example = "its layers", "images (N, channels, height, width)", "model"
    else:
        printed, shape = "the outputs at three points", "points (N, inputs)"
        example = f"predict({[[value] * inputs for value in (0.0, 0.5, 1.0)]})"
    classes = definitions(model)
    program = _PROGRAM.format(
        comments="".join(f"# {key!a}: {text!a}\n" for key, text in metadata.items()),
        definitions=f"{classes}\n" if classes else "",
        model=constructor(model),
        dtype=str(first.dtype),
        weights="\n".join(f"    {name!r}: {_tensor(value)}," for name, value in state.items()),
        printed=printed,
        shape=shape,
        example=example,
    )
    return program.encode("ascii")


def _tensor(value: Tensor) -> str:
    """`value` as a call of the program's `tensor`, one unit's numbers a line."""
    if not value.is_floating_point():
        return f"torch.tensor({value.tolist()})"
    rows = value.flatten(1) if value.dim() > 1 else value.unsqueeze(0)
    texts = rows.numpy().astype("U").tolist()
    numbers = "\n".join("        " + " ".join(row) for row in texts)
    return f'tensor({list(value.shape)}, """\n{numbers}\n    """)'


def _inputs(model: Sequential) -> int | None:
    """How many numbers a point has; None for images, whose size a network does not know."""
    for leaf in leaves(model):
        match leaf:
            case Linear():
                return leaf.in_features
            case BatchNorm1d():
                return leaf.num_features
            case LayerNorm():
                return leaf.normalized_shape
            case Features():
                return 2
            case Conv2d() | MaxPool2d() | Flatten():
                return None
    return None
