"""Products and sums of replicas: many at once where that keeps the bits, else one by one.

A batched product may be rounded differently from single ones: small matrices, vectors and less
aligned memory have kernels of their own, and threads share the work out differently. Which sizes
are concerned depends on the processor, the library and the number of threads, so for every size
the ways are tried once, fastest first, on random matrices. Large ones are not tried: they gain
nothing.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import torch
from torch import Tensor

_ALIGNMENT: Final = 64  # bytes, as torch aligns every tensor of its own
_TRIED: Final = 128  # matrices at least: often just one element differs, and not every time
_LARGE: Final = 2**21  # multiplications in one of the products
_MANY: Final = 2**14  # rows; threads add up a longer single column in parts

Way = Callable[[Tensor, Tensor, Tensor | None], Tensor]


def addmm(bias: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """bias[r] + a[r] b[r] of every replica r, in the bits of torch.addmm: (R, n, m).

    bias is (R, m), a (R, n, k), b (R, k, m).
    """
    return _way(True, *_kind(a, b))(a, b, bias)


def mm(a: Tensor, b: Tensor) -> Tensor:
    """a[r] b[r] of every replica r, in the bits of torch.mm: (R, n, m).

    a is (R, n, k), b (R, k, m).
    """
    return _way(False, *_kind(a, b))(a, b, None)


def sum_rows(rows: Tensor, out: Tensor) -> None:
    """The sum over the rows of every replica, in the bits of torch.sum, into `out`.

    rows is (R, n, m), out (R, m).
    """
    if rows.shape[2] == 1 and rows.shape[1] > _MANY:
        for own, result in zip(rows, out, strict=True):
            torch.sum(own, 0, out=result)
    else:
        torch.sum(rows, 1, out=out)


def _batched(a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
    return torch.bmm(a, b) if bias is None else torch.baddbmm(bias.unsqueeze(1), a, b)


def _spaced(a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
    """Into memory with every replica aligned as a tensor of its own, where torch loops itself."""
    size, step = a.shape[1] * b.shape[2], _ALIGNMENT // a.element_size()
    memory = a.new_empty(len(a), -(-size // step) * step)
    out = memory[:, :size].view(len(a), a.shape[1], b.shape[2])
    if bias is None:
        return torch.bmm(a, b, out=out)
    return torch.baddbmm(bias.unsqueeze(1), a, b, out=out)


def _one_by_one(a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
    pairs = [(_aligned(left), _aligned(right)) for left, right in zip(a, b, strict=True)]
    if bias is None:
        return torch.stack([torch.mm(left, right) for left, right in pairs])
    single = [torch.addmm(row, *pair) for row, pair in zip(bias, pairs, strict=True)]
    return torch.stack(single)


def _aligned(tensor: Tensor) -> Tensor:
    return tensor.clone() if tensor.data_ptr() % _ALIGNMENT else tensor


def _kind(
    a: Tensor, b: Tensor
) -> tuple[
    torch.Size, tuple[int, ...], torch.Size, tuple[int, ...], torch.dtype, torch.device, int
]:
    """All that decides how a product is computed."""
    shapes = (a.shape, a.stride(), b.shape, b.stride())
    return *shapes, a.dtype, a.device, torch.get_num_threads()


@cache
def _way(
    biased: bool,
    a_shape: torch.Size,
    a_stride: tuple[int, ...],
    b_shape: torch.Size,
    b_stride: tuple[int, ...],
    dtype: torch.dtype,
    device: torch.device,
    threads: int,  # not read here, but the answer depends on it
) -> Way:
    """The fastest way to multiply that has the bits of single products."""
    replicas, rows, inner = a_shape
    ways: list[Way] = [_batched, _spaced]
    if rows * inner * b_shape[2] > _LARGE:
        return _one_by_one
    generator = torch.Generator().manual_seed(0)
    for _ in range(max(8, _TRIED // replicas)):
        a = _random(a_shape, a_stride, dtype, device, generator)
        b = _random(b_shape, b_stride, dtype, device, generator)
        bias = torch.randn(replicas, b_shape[2], generator=generator, dtype=dtype).to(device)
        given = (a, b, bias if biased else None)
        wanted = _one_by_one(*given)
        ways = [way for way in ways if torch.equal(way(*given), wanted)]
    return ways[0] if ways else _one_by_one


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
