"""The functions NumPy does not have, as source; an exported program holds those that it calls."""

import re
from typing import Final

_FUNCTIONS: Final = {
    "features": """\
def features(points, names):
    x, y = points[..., 0], points[..., 1]
    turn = 2 * np.pi
    columns = {
        "x": x,
        "y": y,
        "x^2": x * x,
        "y^2": y * y,
        "xy": x * y,
        "sin x": np.sin(x),
        "sin y": np.sin(y),
        "cos x": np.cos(x),
        "cos y": np.cos(y),
        "sin 2pi x": np.sin(turn * x),
        "sin 2pi y": np.sin(turn * y),
        "cos 2pi x": np.cos(turn * x),
        "cos 2pi y": np.cos(turn * y),
    }
    return np.stack([columns[name] for name in names], -1)
""",
    "sigmoid": """\
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(0.5 * x)  # no exponential that could overflow
""",
    "elu": """\
def elu(x, alpha):
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
""",
    "gelu": """\
def gelu(x):
    erf = np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2)).astype(x.dtype)
    return 0.5 * x * (1 + erf)
""",
    "gelu_tanh": """\
def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))
""",
    "softplus": """\
def softplus(x, beta, threshold):
    return np.where(beta * x > threshold, x, np.logaddexp(0, beta * x).astype(x.dtype) / beta)
""",
    "softmax": """\
def softmax(x):
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
""",
    "windows": """\
def windows(x, size, stride):
    found = np.lib.stride_tricks.sliding_window_view(x, (size, size), (-2, -1))
    return found[..., ::stride, ::stride, :, :]
""",
    "conv2d": """\
def conv2d(x, weight, bias, stride, padding):
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    sums = np.einsum("nchwij,ocij->nohw", windows(x, weight.shape[-1], stride), weight)
    return sums + bias[:, None, None]
""",
    "max_pool2d": """\
def max_pool2d(x, size, stride):
    return windows(x, size, stride).max((-2, -1))
""",
}


def definitions(lines: str) -> str:
    """The functions that `lines` call, and those that they call in turn."""
    called: set[str] = set()
    todo = _calls(lines)
    while todo:
        called |= todo
        todo = _calls("".join(_FUNCTIONS[name] for name in todo)) - called
    return "".join(f"{text}\n\n" for name, text in _FUNCTIONS.items() if name in called)


def imports(lines: str) -> str:
    """The import lines of a program with these lines and their definitions."""
    standard = "import math\n\n" if "math." in definitions(lines) else ""
    return f"{standard}import numpy as np"


def _calls(text: str) -> set[str]:
    return _FUNCTIONS.keys() & set(re.findall(r"(?<![.\w])(\w+)\(", text))
