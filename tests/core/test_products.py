"""Products of many replicas at once have the bits of single ones."""

from itertools import product

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
