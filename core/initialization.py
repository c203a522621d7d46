"""What a parameter starts with: draws from U[-bound, bound]."""

import math
from typing import Final

import torch
from torch import Tensor

TANH_GAIN: Final = 5 / 3
RELU_GAIN: Final = math.sqrt(2)


def default_bound(in_features: int) -> float:
    """1/√N_in: controls the variance of the activations (the report, k = N_in)."""
    return 1 / math.sqrt(in_features)


def xavier_bound(in_features: int, out_features: int, gain: float) -> float:
    """a·√(6/(N_in + N_out)): controls that of the gradients too (k = (N_in + N_out)/(6 a²)).

    Source: Glorot & Bengio, AISTATS 2010, equation 16, times the gain a of the next activation.
    """
    return gain * math.sqrt(6 / (in_features + out_features))


def uniform(
    shape: tuple[int, ...], bound: float, generator: torch.Generator | None, dtype: torch.dtype
) -> Tensor:
    """A tensor drawn from U[-bound, bound]; generator None is torch's default generator."""
    with torch.inference_mode(False):  # else it could not be changed outside that mode
        return torch.empty(shape, dtype=dtype).uniform_(-bound, bound, generator=generator)
