"""One row for every layer of `core`: a new one adds a row and gets all tests.

Each row names the twin in torch.nn, which serves as the oracle.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

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
from core.errors import CoreError, DtypeError, ShapeError

Make = Callable[[torch.Generator, torch.dtype], Module]


@dataclass(frozen=True)
class BadInput:
    name: str
    make: Callable[[], object]
    error: type[CoreError]
    message: str


@dataclass(frozen=True)
class LayerCase:
    name: str
    make: Make
    twin: Callable[[], nn.Module]
    sample: tuple[int, ...]  # the shape of one sample's input
    output: tuple[int, ...]  # and of its output
    bad_inputs: tuple[BadInput, ...]
    gradients_have_bits_of_torch: bool = True  # else they agree to 1e-12 in float64
    output_has_bits_of_torch: bool = True  # else as the gradients
    is_differentiable: bool = True  # else backward is a stated estimate, which the twin repeats
    least_rows: int = 0  # a smaller batch is a ShapeError

    def pair(self, dtype: torch.dtype, seed: int = 0) -> tuple[Module, nn.Module]:
        """Our module and its twin with the same parameters, buffers and mode."""
        ours = self.make(torch.Generator().manual_seed(seed), dtype)
        twin = self.twin().to(dtype)
        with torch.no_grad():
            for parameter, other in zip(ours.param(), twin.parameters(), strict=True):
                other.copy_(parameter.p)
            for (_, buffer), other in zip(ours.named_buffer(), twin.buffers(), strict=True):
                other.copy_(buffer.value)
        return ours, twin.train(ours.training)


class SinTwin(nn.Module):
    """torch.nn has none."""

    def forward(self, x: Tensor) -> Tensor:
        return x.sin()


class GaussianTwin(nn.Module):
    """torch.nn has none."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.exp(-x * x)


class StepTwin(nn.Module):
    """torch.nn has none. The gradient is that of the clipped x, straight through."""

    def forward(self, x: Tensor) -> Tensor:
        clipped = nn.functional.hardtanh(x)
        return torch.heaviside(x.detach(), torch.zeros_like(x)) + (clipped - clipped.detach())


def activation(
    name: str, make: Callable[[], Module], twin: Callable[[], nn.Module], **flags: bool
) -> LayerCase:
    return LayerCase(name, lambda generator, dtype: make(), twin, (3,), (3,), NO_FLOATING, **flags)


NO_FLOATING = (
    BadInput("list", lambda: [0.0, 1.0], DtypeError, r"must be a torch\.Tensor, got list"),
    BadInput(
        "integer",
        lambda: torch.ones(4, 3, dtype=torch.int64),
        DtypeError,
        r"must be floating, got torch\.int64; convert it with \.to\(torch\.float32\)",
    ),
)
WRONG_FOR_LINEAR = (
    *NO_FLOATING,
    BadInput(
        "width",
        lambda: torch.zeros(4, 5),
        ShapeError,
        r"Linear\(3, 2\): input must have shape \(3,\) or \(N, 3\), got \(4, 5\)",
    ),
    BadInput("width of a sample", lambda: torch.zeros(1), ShapeError, r"got \(1,\)"),
    BadInput("scalar", lambda: torch.zeros(()), ShapeError, r"got \(\)"),
    BadInput("three dimensions", lambda: torch.zeros(2, 4, 3), ShapeError, r"got \(2, 4, 3\)"),
    BadInput(
        "dtype",
        lambda: torch.zeros(4, 3, dtype=torch.float64),
        DtypeError,
        r"must be torch\.float32, got torch\.float64; convert it with \.to\(torch\.float32\)",
    ),
)

LAYERS = (
    LayerCase(
        "linear",
        lambda generator, dtype: Linear(3, 2, generator=generator, dtype=dtype),
        lambda: nn.Linear(3, 2),
        (3,),
        (2,),
        WRONG_FOR_LINEAR,
    ),
    LayerCase(
        "linear_xavier",
        lambda generator, dtype: Linear(3, 2, True, 2.0, generator=generator, dtype=dtype),
        lambda: nn.Linear(3, 2),
        (3,),
        (2,),
        WRONG_FOR_LINEAR,
    ),
    LayerCase(
        "linear_one_to_one",
        lambda generator, dtype: Linear(1, 1, generator=generator, dtype=dtype),
        lambda: nn.Linear(1, 1),
        (1,),
        (1,),
        NO_FLOATING,
    ),
    activation("tanh", Tanh, nn.Tanh),
    activation("relu", ReLU, nn.ReLU),
    activation("sigmoid", Sigmoid, nn.Sigmoid),
    activation("leaky_relu", LeakyReLU, nn.LeakyReLU),
    activation("leaky_relu_0.2", lambda: LeakyReLU(0.2), lambda: nn.LeakyReLU(0.2)),
    activation("elu", ELU, nn.ELU, gradients_have_bits_of_torch=False),
    activation(
        "elu_0.5", lambda: ELU(0.5), lambda: nn.ELU(0.5), gradients_have_bits_of_torch=False
    ),
    activation("selu", SELU, nn.SELU, gradients_have_bits_of_torch=False),
    activation("gelu", GELU, nn.GELU, gradients_have_bits_of_torch=False),
    activation(
        "gelu_tanh",
        lambda: GELU("tanh"),
        lambda: nn.GELU("tanh"),
        gradients_have_bits_of_torch=False,
    ),
    activation("silu", SiLU, nn.SiLU, gradients_have_bits_of_torch=False),
    activation("mish", Mish, nn.Mish, gradients_have_bits_of_torch=False),
    activation("softplus", Softplus, nn.Softplus, gradients_have_bits_of_torch=False),
    activation(
        "softplus_2_1",
        lambda: Softplus(2, 1),
        lambda: nn.Softplus(2, 1),
        gradients_have_bits_of_torch=False,
    ),
    activation("softsign", Softsign, nn.Softsign, gradients_have_bits_of_torch=False),
    activation("hardtanh", Hardtanh, nn.Hardtanh),
    activation("hardtanh_0.5", lambda: Hardtanh(-0.2, 0.5), lambda: nn.Hardtanh(-0.2, 0.5)),
    activation("sin", Sin, SinTwin),
    activation("gaussian", Gaussian, GaussianTwin, gradients_have_bits_of_torch=False),
    activation("step", Step, StepTwin, is_differentiable=False),
    activation("identity", Identity, nn.Identity),
    activation("softmax", Softmax, lambda: nn.Softmax(-1), gradients_have_bits_of_torch=False),
    LayerCase(
        "sequential",
        lambda generator, dtype: Sequential(
            [
                Linear(3, 6, generator=generator, dtype=dtype),
                Tanh(),
                Sequential([Linear(6, 5, generator=generator, dtype=dtype), ReLU()]),
                Linear(5, 2, generator=generator, dtype=dtype),
            ]
        ),
        lambda: nn.Sequential(
            nn.Linear(3, 6),
            nn.Tanh(),
            nn.Sequential(nn.Linear(6, 5), nn.ReLU()),
            nn.Linear(5, 2),
        ),
        (3,),
        (2,),
        NO_FLOATING,
    ),
)


@dataclass(frozen=True)
class InputCase:
    """A kind of input that every module must take."""

    name: str
    make: Callable[[tuple[int, ...], torch.dtype], Tensor]  # of a sample's shape


def _normal(*shape: int, dtype: torch.dtype) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(7), dtype=dtype)


INPUTS = (
    InputCase("batch", lambda sample, dtype: _normal(7, *sample, dtype=dtype)),
    InputCase("batch_of_one", lambda sample, dtype: _normal(1, *sample, dtype=dtype)),
    InputCase("sample", lambda sample, dtype: _normal(*sample, dtype=dtype)),
    InputCase("empty_batch", lambda sample, dtype: _normal(0, *sample, dtype=dtype)),
    InputCase("transposed", lambda sample, dtype: _normal(*sample, 7, dtype=dtype).movedim(-1, 0)),
    InputCase(
        "every_second",
        lambda sample, dtype: _normal(9, *sample[:-1], sample[-1] * 2, dtype=dtype)[..., ::2],
    ),
    InputCase("expanded", lambda sample, dtype: _normal(*sample, dtype=dtype).expand(4, *sample)),
)
