"""A PyTorch program that holds its weights: needs torch, nothing of this framework."""

from collections.abc import Mapping

from core.export.program_text import comments, literal, usage
from core.export.torch_layers import constructor, definitions, state_dict
from core.sequential import Sequential

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
    classes = definitions(model)
    program = _PROGRAM.format(
        comments=comments(metadata),
        definitions=f"{classes}\n" if classes else "",
        model=constructor(model),
        dtype=str(first.dtype),
        weights="\n".join(
            f"    {name!r}: {literal(value, 'tensor', 'torch.tensor')},"
            for name, value in state.items()
        ),
        **usage(model)._asdict(),
    )
    return program.encode("ascii")
