"""Dropout: what is drawn, from where and when; the table in cases.py tests the rest."""

import copy

import pytest
import torch

from core import Dropout, gradient_check
from core.errors import OptionError


def _dropout(p: float = 0.25, seed: int = 5) -> Dropout:
    return Dropout(p, generator=torch.Generator().manual_seed(seed))


def test_switches_off_the_share_and_keeps_the_mean() -> None:
    x = torch.ones(400, 250)
    y = _dropout(0.25).forward(x)
    assert set(y.unique().tolist()) == {0.0, torch.tensor(4 / 3).item()}
    # 5 standard deviations of 100,000 draws
    assert (y == 0).double().mean().item() == pytest.approx(0.25, abs=0.007)
    assert y.double().mean().item() == pytest.approx(1, abs=0.01)


def test_every_forward_draws_anew_and_equal_generators_draw_alike() -> None:
    x = torch.ones(50, 20)
    first, second = _dropout(), _dropout()
    masks = [first.forward(x) for _ in range(3)]
    assert not torch.equal(masks[0], masks[1])
    for mask in masks:
        assert torch.equal(second.forward(x), mask)


def test_a_view_of_the_same_numbers_is_treated_alike() -> None:
    x = torch.randn(20, 50, generator=torch.Generator().manual_seed(1))
    assert torch.equal(_dropout().forward(x), _dropout().forward(x.t().contiguous().t()))


def test_evaluation_draws_nothing_and_changes_nothing() -> None:
    dropout = _dropout().eval()
    before = dropout.generator.get_state()
    x = torch.randn(50, 20, generator=torch.Generator().manual_seed(1))
    y = dropout.forward(x)
    gradient = torch.randn(50, 20, generator=torch.Generator().manual_seed(2))
    assert torch.equal(y, x)
    assert y is not x
    assert torch.equal(dropout.backward(gradient), gradient)
    assert torch.equal(dropout.generator.get_state(), before)


def test_backward_lets_through_what_forward_let_through() -> None:
    dropout = _dropout()
    y = dropout.forward(torch.ones(50, 20))
    dropout.eval()  # too late for this forward
    assert torch.equal(dropout.backward(torch.ones(50, 20)), y)


def test_the_global_generator_is_left_alone() -> None:
    before = torch.get_rng_state()
    _dropout().forward(torch.ones(9))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_gradient_check_draws_the_same_in_every_forward() -> None:
    dropout = _dropout(0.5)
    before = dropout.generator.get_state()
    report = gradient_check(dropout, torch.randn(6, 5, generator=torch.Generator().manual_seed(1)))
    assert report.worst.error < 1e-8
    assert torch.equal(dropout.generator.get_state(), before)


def test_a_copy_draws_by_itself() -> None:
    dropout, x = _dropout(), torch.ones(40)
    twin = copy.deepcopy(dropout)
    assert torch.equal(dropout.forward(x), twin.forward(x))


@pytest.mark.parametrize("p", [-0.1, 1, 1.5, float("nan"), "0.5", True, None])
def test_refuses_a_probability(p: object) -> None:
    with pytest.raises(
        OptionError, match=r"^Dropout: p must be .* of at least 0 and below 1, got "
    ):
        Dropout(p, generator=torch.Generator())  # type: ignore[arg-type]


def test_refuses_what_is_no_generator() -> None:
    with pytest.raises(OptionError, match=r"generator must be of type Generator, got 3"):
        Dropout(0.5, generator=3)  # type: ignore[arg-type]
