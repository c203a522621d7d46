"""The rows of cases.py for the layers of `core.layers`, and their twins."""

import re
from collections.abc import Callable

import torch
from torch import Tensor, nn

from core import (
    BatchNorm1d,
    Conv2d,
    Dropout,
    Features,
    Flatten,
    LayerNorm,
    Linear,
    MaxPool2d,
    Module,
    ReLU,
    Residual,
    Sequential,
    Tanh,
)
from core.errors import DtypeError, ShapeError
from core.layers import FEATURES
from tests.core.cases import NO_FLOATING, BadInput, LayerCase


class DropoutTwin(nn.Module):
    """nn.Dropout draws in another way, and from the global generator."""

    def forward(self, x: Tensor) -> Tensor:
        drawn = torch.rand(x.shape, generator=torch.Generator().manual_seed(0), dtype=x.dtype)
        return x * (drawn >= 0.3) / 0.7 if self.training else x


class ResidualTwin(nn.Sequential):
    """torch.nn has none."""

    def forward(self, x: Tensor) -> Tensor:
        return x + super().forward(x)  # type: ignore[no-any-return]


class FeaturesTwin(nn.Module):
    """torch.nn has none."""

    def forward(self, points: Tensor) -> Tensor:
        x, y = points[..., :1], points[..., 1:]
        angle = 2 * torch.pi * points
        waves = [points.sin(), points.cos(), angle.sin(), angle.cos()]
        return torch.cat([points, points**2, x * y, *waves], -1)


def trained(module: BatchNorm1d, generator: torch.Generator) -> BatchNorm1d:
    """In evaluation, with statistics and parameters that differ from their first values."""
    for tensor in (module.weight.p, module.bias.p, module.running_mean.value):
        tensor.normal_(generator=generator)
    module.running_var.value.uniform_(0.5, 2, generator=generator)
    module.num_batches_tracked.value.fill_(7)
    return module.eval()


def wrong_dtype(*shape: int) -> BadInput:
    return BadInput(
        "dtype",
        lambda: torch.zeros(shape, dtype=torch.float64),
        DtypeError,
        r"must be torch\.float32, got torch\.float64; convert it with \.to\(torch\.float32\)",
    )


def wrong_shape(message: str, *shape: int) -> BadInput:
    return BadInput(
        f"shape {shape}",
        lambda: torch.zeros(shape),
        ShapeError,
        re.escape(f"{message}, got {shape}"),
    )


def wrong_rows(who: str, width: int) -> tuple[BadInput, ...]:
    message = f"{who}: input must have shape ({width},) or (N, {width})"
    shapes = ((4, width + 1), (1,), (), (2, 4, width))
    return (*NO_FLOATING, *(wrong_shape(message, *shape) for shape in shapes))


def wrong_images(who: str, channels: object, least: int) -> tuple[BadInput, ...]:
    message = f"{who}: input must have shape ({channels}, H, W) or (N, {channels}, H, W)"
    shapes = [(5, 6), (), (1, 3, 2, 5, 6)]
    if channels == 2:
        shapes += [(4, 3, 5, 6), (1, 5, 6)]
    small = f"{who}: input must have at least {least} x {least} pixels"
    bad = [wrong_shape(message, *shape) for shape in shapes]
    if least:
        bad += [wrong_shape(small, 4, 2, least - 1, 6), wrong_shape(small, 2, 6, least - 1)]
    return (*NO_FLOATING, *bad)


def convolution(name: str, kernel: int, stride: int, padding: int, least: int) -> LayerCase:
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in (5, 6))
    who = f"Conv2d(2, 3, {kernel}, stride={stride}, padding={padding})"
    return LayerCase(
        f"conv2d_{name}",
        lambda generator, dtype: Conv2d(
            2, 3, kernel, stride, padding, generator=generator, dtype=dtype
        ),
        lambda: nn.Conv2d(2, 3, kernel, stride, padding),
        (2, 5, 6),
        (3, height, width),
        (*wrong_images(who, 2, least), wrong_dtype(4, 2, 5, 6)),
        gradients_have_bits_of_torch=False,
    )


def pooling(
    name: str,
    make: Callable[[], Module],
    twin: Callable[[], nn.Module],
    height: int,
    width: int,
    least: int,
) -> LayerCase:
    who = repr(make())
    return LayerCase(
        name,
        lambda generator, dtype: make(),
        twin,
        (2, 5, 6),
        (2, height, width),
        wrong_images(who, "channels", least),
    )


LAYERS = (
    LayerCase(
        "dropout",
        lambda generator, dtype: Dropout(0.3, generator=generator),
        DropoutTwin,
        (3,),
        (3,),
        NO_FLOATING,
        gradients_have_bits_of_torch=False,
        output_has_bits_of_torch=False,
    ),
    LayerCase(
        "dropout_of_images_evaluating",
        lambda generator, dtype: Dropout(0.3, generator=generator).eval(),
        DropoutTwin,
        (2, 4, 3),
        (2, 4, 3),
        NO_FLOATING,
    ),
    LayerCase(
        "batch_norm",
        lambda generator, dtype: BatchNorm1d(3, dtype=dtype),
        lambda: nn.BatchNorm1d(3),
        (3,),
        (3,),
        (*wrong_rows("BatchNorm1d(3, eps=1e-05, momentum=0.1)", 3), wrong_dtype(4, 3)),
        gradients_have_bits_of_torch=False,
        output_has_bits_of_torch=False,
        least_rows=2,
    ),
    LayerCase(
        "batch_norm_evaluating",
        lambda generator, dtype: trained(BatchNorm1d(3, 0.1, 0.5, dtype=dtype), generator),
        lambda: nn.BatchNorm1d(3, 0.1, 0.5),
        (3,),
        (3,),
        (*wrong_rows("BatchNorm1d(3, eps=0.1, momentum=0.5)", 3), wrong_dtype(4, 3)),
        gradients_have_bits_of_torch=False,
        output_has_bits_of_torch=False,
    ),
    LayerCase(
        "layer_norm",
        lambda generator, dtype: LayerNorm(3, dtype=dtype),
        lambda: nn.LayerNorm(3),
        (3,),
        (3,),
        (*wrong_rows("LayerNorm(3, eps=1e-05)", 3), wrong_dtype(4, 3)),
        gradients_have_bits_of_torch=False,
        output_has_bits_of_torch=False,
    ),
    LayerCase(
        "residual",
        lambda generator, dtype: Residual(
            [
                Linear(3, 5, generator=generator, dtype=dtype),
                Tanh(),
                Linear(5, 3, generator=generator, dtype=dtype),
            ]
        ),
        lambda: ResidualTwin(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3)),
        (3,),
        (3,),
        (
            *NO_FLOATING,
            BadInput(
                "width",
                lambda: torch.zeros(4, 5),
                ShapeError,
                r"^in layer 1 \(Linear\): Linear\(3, 5\): input must have",
            ),
        ),
    ),
    LayerCase(
        "features",
        lambda generator, dtype: Features(FEATURES),
        FeaturesTwin,
        (2,),
        (13,),
        wrong_rows(repr(Features(FEATURES)), 2),
        gradients_have_bits_of_torch=False,
    ),
    convolution("3", 3, 1, 0, least=3),
    convolution("3_strided", 3, 2, 1, least=1),
    convolution("2_with_gaps", 2, 3, 0, least=2),
    convolution("1", 1, 1, 0, least=1),
    convolution("2_far_outside", 2, 2, 3, least=0),
    pooling("max_pool2d_2", lambda: MaxPool2d(2), lambda: nn.MaxPool2d(2), 2, 3, 2),
    pooling(
        "max_pool2d_3_overlapping", lambda: MaxPool2d(3, 1), lambda: nn.MaxPool2d(3, 1), 3, 4, 3
    ),
    pooling("max_pool2d_2_with_gaps", lambda: MaxPool2d(2, 3), lambda: nn.MaxPool2d(2, 3), 2, 2, 2),
    LayerCase(
        "flatten",
        lambda generator, dtype: Flatten(),
        nn.Flatten,
        (2, 5, 6),
        (60,),
        wrong_images("Flatten()", "channels", 0),
    ),
    LayerCase(
        "sequential_of_images",
        lambda generator, dtype: Sequential(
            [
                Conv2d(2, 4, 3, padding=1, generator=generator, dtype=dtype),
                ReLU(),
                MaxPool2d(2),
                Flatten(),
                BatchNorm1d(24, 0.1, dtype=dtype),  # equal rows are not blown up
                Residual([LayerNorm(24, dtype=dtype), Tanh()]),
                Linear(24, 3, generator=generator, dtype=dtype),
            ]
        ),
        lambda: nn.Sequential(
            nn.Conv2d(2, 4, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.BatchNorm1d(24, 0.1),
            ResidualTwin(nn.LayerNorm(24), nn.Tanh()),
            nn.Linear(24, 3),
        ),
        (2, 5, 6),
        (3,),
        NO_FLOATING,
        gradients_have_bits_of_torch=False,
        output_has_bits_of_torch=False,
        least_rows=2,
    ),
)
