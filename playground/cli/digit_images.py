"""scikit-learn's images of handwritten digits: an optional package, needed by one experiment."""

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playground.cli.errors import UsageError

if TYPE_CHECKING:
    from torch import Tensor

_REQUIREMENTS: Final = Path(__file__).resolve().parents[2] / "core/experiments/requirements.txt"


def require() -> None:
    """Look for scikit-learn, without importing it.

    Raises:
        UsageError: it is not installed.
    """
    if importlib.util.find_spec("sklearn") is None:
        raise UsageError(
            "The Python package scikit-learn, which brings the images, is not installed; this "
            f"installs it: {sys.executable or 'python'} -m pip install -r {_REQUIREMENTS}"
        )


def load() -> "tuple[Tensor, Tensor]":
    """1,797 images (N, 1, 8, 8), float32 from 0 to 1, and the digit of each, (N,) int64.

    Source: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998.
    """
    import torch
    from sklearn.datasets import load_digits

    pixels, classes = load_digits(return_X_y=True)
    images = torch.from_numpy(pixels).to(torch.float32).div_(16).view(-1, 1, 8, 8)
    return images, torch.from_numpy(classes).long()
