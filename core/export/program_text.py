"""What the exported programs have in common: their comments, their numbers, their example."""

from collections.abc import Mapping
from typing import NamedTuple

from torch import Tensor

from core.export.torch_layers import point_width
from core.sequential import Sequential


class Usage(NamedTuple):
    """The words of a program about its own `predict`, and what it prints when it is run."""

    printed: str
    shape: str
    example: str


def usage(model: Sequential) -> Usage:
    """Three points where the network takes points; images have a size it does not know."""
    width = point_width(model)
    if width is None:
        return Usage("its layers", "images (N, channels, height, width)", "model")
    corners = [[value] * width for value in (0.0, 0.5, 1.0)]
    return Usage("the outputs at three points", "points (N, inputs)", f"predict({corners})")


def comments(metadata: Mapping[str, str]) -> str:
    """A line each; text is only ever written as a Python string of printable ASCII characters."""
    return "".join(f"# {key!a}: {text!a}\n" for key, text in metadata.items())


def literal(value: Tensor, read: str, whole: str) -> str:
    """A call of the program's function `read` with shape and numbers, one unit's a line.

    Every number is the shortest text that reads back as the same float. What is not floating, a
    counter, is given to `whole` as it is.
    """
    if not value.is_floating_point():
        return f"{whole}({value.tolist()})"
    rows = value.flatten(1) if value.dim() > 1 else value.unsqueeze(0)
    texts = rows.numpy().astype("U").tolist()
    numbers = "\n".join("        " + " ".join(row) for row in texts)
    return f'{read}({list(value.shape)}, """\n{numbers}\n    """)'
