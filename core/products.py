"""Matrix products of replicas: many at once where that keeps the bits, else one after the other.

A batched product may be rounded differently from single ones: small matrices, vectors and less
aligned memory have kernels of their own, and threads share the work out differently. Which sizes
are concerned depends on the processor, the library and the number of threads, so every size is
tried once, on random matrices. Large ones are not tried: they gain nothing.
"""

from functools import cache
from typing import Final

import torch
from torch import Tensor

_ALIGNMENT: Final = 64  # bytes, as torch aligns every tensor of its own
_TRIED: Final = 128  # matrices at least: often just one element differs, and not every time
_LARGE: Final = 2**21  # multiplications in one of the products


def addmm(bias: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """bias[r] + a[r] b[r] of every replica r, in the bits of torch.addmm: (R, n, m).

    bias is (R, m), a (R, n, k), b (R, k, m).
    """
    batched = _batched_has_the_bits(
        True, a.shape, a.stride(), b.shape, b.stride(), a.dtype, a.device, torch.get_num_threads()
    )
    return torch.baddbmm(bias.unsqueeze(1), a, b) if batched else _one_by_one(a, b, bias)


def mm(a: Tensor, b: Tensor) -> Tensor:
    """a[r] b[r] of every replica r, in the bits of torch.mm: (R, n, m).

    a is (R, n, k), b (R, k, m).
    """
    batched = _batched_has_the_bits(
        False, a.shape, a.stride(), b.shape, b.stride(), a.dtype, a.device, torch.get_num_threads()
    )
    return torch.bmm(a, b) if batched else _one_by_one(a, b)


def _one_by_one(a: Tensor, b: Tensor, bias: Tensor | None = None) -> Tensor:
    pairs = [(_aligned(left), _aligned(right)) for left, right in zip(a, b, strict=True)]
    if bias is None:
        return torch.stack([torch.mm(left, right) for left, right in pairs])
    single = [torch.addmm(row, *pair) for row, pair in zip(bias, pairs, strict=True)]
    return torch.stack(single)


def _aligned(tensor: Tensor) -> Tensor:
    return tensor.clone() if tensor.data_ptr() % _ALIGNMENT else tensor


@cache
def _batched_has_the_bits(
    biased: bool,
    a_shape: torch.Size,
    a_stride: tuple[int, ...],
    b_shape: torch.Size,
    b_stride: tuple[int, ...],
    dtype: torch.dtype,
    device: torch.device,
    threads: int,  # not read here, but the answer depends on it
) -> bool:
    replicas, rows, inner = a_shape
    if rows * inner * b_shape[2] > _LARGE:
        return False
    generator = torch.Generator().manual_seed(0)
    for _ in range(max(8, _TRIED // replicas)):
        a = _random(a_shape, a_stride, dtype, device, generator)
        b = _random(b_shape, b_stride, dtype, device, generator)
        bias = torch.randn(replicas, b_shape[2], generator=generator, dtype=dtype).to(device)
        batched = torch.baddbmm(bias.unsqueeze(1), a, b) if biased else torch.bmm(a, b)
        if not torch.equal(batched, _one_by_one(a, b, bias if biased else None)):
            return False
    return True


def _random(
    shape: torch.Size,
    stride: tuple[int, ...],
    dtype: torch.dtype,
    device: torch.device,
    generator: torch.Generator,
) -> Tensor:
    last = sum(max(size - 1, 0) * step for size, step in zip(shape, stride, strict=True))
    values = torch.randn(last + 1, generator=generator, dtype=dtype).to(device)
    return values.as_strided(shape, stride)
