"""Products and sums of many replicas at once have the bits of single ones."""

from itertools import product

import pytest
import torch

from core import products


def test_products_have_the_bits_of_single_ones_at_every_size() -> None:
    generator = torch.Generator().manual_seed(1)
    sizes = (1, 2, 3, 8, 25, 33)
    for dtype, n, k, m in product((torch.float32, torch.float64), sizes, sizes, sizes):
        a, b, bias = (
            torch.randn(*shape, generator=generator, dtype=dtype)
            for shape in ((3, n, k), (3, k, m), (3, m))
        )
        plain = [torch.mm(x.clone(), y.clone()) for x, y in zip(a, b, strict=True)]
        assert torch.equal(products.mm(a, b), torch.stack(plain)), (dtype, n, k, m)
        rows = zip(bias, a, b, strict=True)
        biased = [torch.addmm(*(each.clone() for each in row)) for row in rows]
        assert torch.equal(products.addmm(bias, a, b), torch.stack(biased)), (dtype, n, k, m)


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("rows", [1, 100, 2**14, 2**15 + 1, 100_000])
@pytest.mark.parametrize("threads", [1, 2])
def test_sums_have_the_bits_of_single_ones(threads: int, rows: int, columns: int) -> None:
    torch.set_num_threads(threads)
    generator = torch.Generator().manual_seed(1)
    for dtype in (torch.float32, torch.float64):
        values = torch.randn(5, rows, columns, generator=generator, dtype=dtype)
        found = torch.empty(5, columns, dtype=dtype)
        products.sum_rows(values, found)
        assert torch.equal(found, torch.stack([each.clone().sum(0) for each in values]))
