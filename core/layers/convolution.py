"""Layers for images: convolution, pooling, and the step from an image to a row."""

import torch
from torch import Tensor
from torch.nn import functional

from core.errors import ShapeError
from core.initialization import default_bound, uniform
from core.module import (
    Module,
    Parameter,
    as_floating,
    as_gradient_of,
    floating_dtype,
    wrong_dtype,
    wrong_shape,
)
from core.options import size


class Conv2d(Module):
    """Slides a learned square window over an image: yₒ = bₒ + Σ_c Wₒ_c ⋆ x_c, ⋆ correlation.

    Shapes (N = batch size; a sample is without N):
        x       (N, in_channels, H, W)
        weight  (out_channels, in_channels, kernel_size, kernel_size)
        bias    (out_channels,)
        y       (N, out_channels, H', W'),  H' = ⌊(H + 2·padding - kernel_size)/stride⌋ + 1, so W'

    `padding` zeros are put around x on all sides; the window moves by `stride` pixels.

    Backward, with G = dL/dy, moves the same windows:
        dL/dx  every pixel of G spreads over its window, W-weighted (a transposed convolution)
        dL/dW  x correlated with G, whose pixels are `stride` apart, summed over the batch
        dL/db  Σ G over batch and pixels

    Initial values, weight and bias alike, U[-r, r], r = 1/√(in_channels·kernel_size²), drawn from
    `generator` (None: torch's default one), weight first, in `dtype` (None: torch's default one),
    then taken to `device` (None: where the generator draws).

    Raises OptionError for an option outside its limits; ShapeError (also for an image smaller than
    the window), DtypeError and BackwardBeforeForwardError as every Module.
    Source: LeCun et al., Proceedings of the IEEE 86, 1998, section II; initial values as torch's.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        stride: int = 1,
        padding: int = 0,
        *,
        generator: torch.Generator | None = None,
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
    ) -> None:
        self.in_channels = size("Conv2d", "in_channels", in_channels)
        self.out_channels = size("Conv2d", "out_channels", out_channels)
        self.kernel_size = size("Conv2d", "kernel_size", kernel_size)
        self.stride = size("Conv2d", "stride", stride)
        self.padding = size("Conv2d", "padding", padding, at_least=0)
        dtype = floating_dtype("Conv2d", dtype)
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        bound = default_bound(in_channels * kernel_size**2)
        self.weight = Parameter(uniform(shape, bound, generator, dtype, device))
        self.bias = Parameter(uniform((out_channels,), bound, generator, dtype, device))
        self._images: Tensor  # the input of the last forward, as a batch
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        weight = self.weight.p
        x = _as_images(self, x, self.in_channels, self.kernel_size - 2 * self.padding)
        if x.dtype is not weight.dtype:
            raise wrong_dtype(self, "input", weight.dtype, x)
        self._images = x if x.dim() == 4 else x.unsqueeze(0)
        y = functional.conv2d(self._images, weight, self.bias.p, self.stride, self.padding)
        self._y = y if x.dim() == 4 else y.squeeze(0)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        images = gradient if gradient.dim() == 4 else gradient.unsqueeze(0)
        torch.sum(images, (0, 2, 3), out=self.bias.new_gradient())
        self._weight_gradient(images, self.weight.new_gradient())
        input_gradient = self._input_gradient(images)
        return input_gradient if images is gradient else input_gradient.squeeze(0)

    def _weight_gradient(self, images: Tensor, result: Tensor) -> None:
        if not len(images):
            result.zero_()  # torch takes no convolution over no channels
            return
        # Channels and batch change places: what is summed over here is the batch.
        x, windows = self._images.transpose(0, 1), images.transpose(0, 1)
        found = functional.conv2d(x, windows, padding=self.padding, dilation=self.stride)
        side = self.kernel_size  # beyond are pixels that the last window did not reach
        result.copy_(found[:, :, :side, :side].transpose(0, 1))

    def _input_gradient(self, images: Tensor) -> Tensor:
        sizes = zip(self._images.shape[2:], images.shape[2:], strict=True)
        unreached = [
            pixels + 2 * self.padding - self.kernel_size - (windows - 1) * self.stride
            for pixels, windows in sizes
        ]
        return functional.conv_transpose2d(
            images, self.weight.p, None, self.stride, self.padding, unreached
        )

    def __repr__(self) -> str:
        return (
            f"Conv2d({self.in_channels}, {self.out_channels}, {self.kernel_size}, "
            f"stride={self.stride}, padding={self.padding})"
        )


class MaxPool2d(Module):
    """The largest pixel of every square window: each channel by itself.

    stride  by how much the window moves; None: kernel_size, so that windows touch and do not
            overlap.

    Shapes (N = batch size; a sample is without N):
        x  (N, channels, H, W)
        y  (N, channels, H', W'),  H' = ⌊(H - kernel_size)/stride⌋ + 1, and so W'

    Backward, with G = dL/dy:  each pixel of G goes to the one it came from (of equal ones the
    first); where windows overlap they add up.

    Raises OptionError for an option outside its limits; ShapeError (also for an image smaller than
    the window), DtypeError and BackwardBeforeForwardError as every Module.
    Source: Ranzato et al., CVPR 2007.
    """

    def __init__(self, kernel_size: int, stride: int | None = None) -> None:
        self.kernel_size = size("MaxPool2d", "kernel_size", kernel_size)
        stride = kernel_size if stride is None else stride
        self.stride = size("MaxPool2d", "stride", stride)
        self._shape: torch.Size  # of the input of the last forward
        self._winners: Tensor  # the places of the largest pixels in their channels
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        x = _as_images(self, x, None, self.kernel_size)
        self._shape = x.shape
        self._y, self._winners = functional.max_pool2d(
            x, self.kernel_size, self.stride, return_indices=True
        )
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        result = gradient.new_zeros(self._shape)
        result.flatten(-2).scatter_add_(-1, self._winners.flatten(-2), gradient.flatten(-2))
        return result

    def __repr__(self) -> str:
        return f"MaxPool2d({self.kernel_size}, stride={self.stride})"


class Flatten(Module):
    """An image as a row: channel by channel, line by line.

    Shapes (N = batch size; a sample is without N):
        x  (N, channels, H, W)
        y  (N, channels·H·W)

    Backward, with G = dL/dy:  dL/dx = G, in the shape of x.
    """

    def __init__(self) -> None:
        self._shape: torch.Size  # of the input of the last forward
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        x = _as_images(self, x, None, 0)
        self._shape = x.shape
        self._y = x.clone(memory_format=torch.contiguous_format).flatten(-3)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        return gradient.clone(memory_format=torch.contiguous_format).view(self._shape)


def _as_images(who: Module, x: Tensor, channels: int | None, least: int) -> Tensor:
    """x checked to be images of at least `least` pixels a side, with so many channels."""
    x = as_floating(who, "input", x)
    named = "channels" if channels is None else channels
    if x.dim() not in (3, 4) or channels not in (None, x.shape[-3]):
        raise wrong_shape(who, "input", f"({named}, H, W) or (N, {named}, H, W)", x)
    if min(x.shape[-2:]) < least:
        raise ShapeError(
            f"{who}: input must have at least {least} x {least} pixels, got {tuple(x.shape)}"
        )
    return x
