"""Batch and layer normalisation: statistics, modes, options, and trainings beside torch.nn."""

from collections.abc import Callable, Sequence

import pytest
import torch
from torch import Tensor, nn

from core import SGD, BatchNorm1d, LayerNorm, Linear, Module, MSELoss, Sequential, Tanh
from core.errors import OptionError, ShapeError

F64 = torch.float64
Make = Callable[[int], Module]
MakeTwin = Callable[[int], nn.Module]
BATCH: tuple[Make, MakeTwin] = (lambda width: BatchNorm1d(width, dtype=F64), nn.BatchNorm1d)
BATCH_WITH_OPTIONS: tuple[Make, MakeTwin] = (
    lambda width: BatchNorm1d(width, 0.01, 0.3, dtype=F64),
    lambda width: nn.BatchNorm1d(width, 0.01, 0.3),
)
LAYER: tuple[Make, MakeTwin] = (lambda width: LayerNorm(width, dtype=F64), nn.LayerNorm)


def _pair(make: Make, make_twin: MakeTwin) -> tuple[Sequential, nn.Sequential]:
    generator = torch.Generator().manual_seed(0)
    modules: list[Module] = [Linear(2, 8, generator=generator, dtype=F64)]
    modules += [make(8), Tanh(), Linear(8, 8, generator=generator, dtype=F64), make(8), Tanh()]
    modules += [Linear(8, 2, generator=generator, dtype=F64)]
    linears = [each for each in modules if isinstance(each, Linear)]
    twins = [nn.Linear(each.in_features, each.out_features) for each in linears]
    first, second, third = twins
    twin = nn.Sequential(first, make_twin(8), nn.Tanh(), second, make_twin(8), nn.Tanh(), third)
    twin.to(F64)
    for ours, theirs in zip(linears, twins, strict=True):
        theirs.weight.data.copy_(ours.weight.p)
        theirs.bias.data.copy_(ours.bias.p)
    return Sequential(modules), twin


def _assert_equal(ours: Sequential, theirs: nn.Sequential, tolerance: float) -> None:
    state = theirs.state_dict()
    mine = {name: parameter.p for name, parameter in ours.named_param()}
    mine |= {name: buffer.value for name, buffer in ours.named_buffer()}
    assert mine.keys() == state.keys()
    for name, value in mine.items():
        torch.testing.assert_close(value, state[name], rtol=tolerance, atol=tolerance)


def _train(
    ours: Sequential, theirs: nn.Sequential, batches: Sequence[tuple[Tensor, Tensor]], epochs: int
) -> None:
    optimizer, twin_optimizer = SGD(ours.param(), 0.05), torch.optim.SGD(theirs.parameters(), 0.05)
    criterion, twin_criterion = MSELoss(), nn.MSELoss()
    for _ in range(epochs):
        for x, target in batches:
            ours.backward(criterion.backward(ours.forward(x), target))
            optimizer.step()
            twin_optimizer.zero_grad()
            twin_criterion(theirs(x), target).backward()
            twin_optimizer.step()


def _batches(points: int, size: int) -> list[tuple[Tensor, Tensor]]:
    x = torch.rand(points, 2, generator=torch.Generator().manual_seed(4), dtype=F64)
    inside = ((x - 0.5) ** 2).sum(1) < 1 / (2 * torch.pi)
    target = nn.functional.one_hot(inside.long(), 2).to(F64)
    return list(zip(x.split(size), target.split(size), strict=True))


@pytest.mark.parametrize(
    ("kind", "epochs"),
    [
        (BATCH, 10),
        (BATCH_WITH_OPTIONS, 10),
        (LAYER, 10),
        # Not BATCH: its small eps lets one rounding grow to 1e-2, in torch itself too.
        (BATCH_WITH_OPTIONS, 250),
        (LAYER, 250),
    ],
    ids=["batch", "batch_with_options", "layer", "batch_250_epochs", "layer_250_epochs"],
)
def test_a_training_equals_that_of_torch(kind: tuple[Make, MakeTwin], epochs: int) -> None:
    ours, theirs = _pair(*kind)
    batches = _batches(250, 50)
    _train(ours, theirs, batches, epochs)
    _assert_equal(ours, theirs, 1e-10)
    ours.eval()
    theirs.eval()
    with torch.no_grad():
        for x, _ in batches:
            torch.testing.assert_close(ours.forward(x), theirs(x), rtol=1e-10, atol=1e-10)
            one, other = ours.forward(x[0]), theirs(x[:1])[0]
            torch.testing.assert_close(one, other, rtol=1e-10, atol=1e-10)


def test_evaluation_leaves_the_running_statistics_alone() -> None:
    norm = BatchNorm1d(3)
    generator = torch.Generator().manual_seed(1)
    norm.forward(torch.randn(9, 3, generator=generator))
    before = [buffer.value.clone() for _, buffer in norm.named_buffer()]
    assert before[2] == 1
    norm.eval()
    norm.backward(norm.forward(torch.randn(9, 3, generator=generator)))
    for (_, buffer), saved in zip(norm.named_buffer(), before, strict=True):
        assert torch.equal(buffer.value, saved)


def test_backward_belongs_to_the_mode_of_its_forward() -> None:
    x, gradient = torch.randn(2, 9, 3, generator=torch.Generator().manual_seed(1))
    norm, switched = BatchNorm1d(3), BatchNorm1d(3)
    norm.forward(x)
    switched.forward(x)
    switched.eval()
    assert torch.equal(switched.backward(gradient), norm.backward(gradient))


def test_statistics_made_in_inference_mode_can_be_trained_outside_of_it() -> None:
    with torch.inference_mode():
        norm = BatchNorm1d(3)
        norm.forward(torch.randn(9, 3))
    norm.forward(torch.randn(9, 3))
    SGD(norm.param(), 0.1)
    assert norm.num_batches_tracked.value == 2


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_rows_change_nothing(rows: int) -> None:
    norm = BatchNorm1d(3)
    message = rf"at least 2 rows in training, got {rows}; take another batch size, or call eval\(\)"
    with pytest.raises(ShapeError, match=message):
        norm.forward(torch.zeros(rows, 3))
    assert norm.num_batches_tracked.value == 0
    assert norm.eval().forward(torch.zeros(rows, 3)).shape == (rows, 3)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BatchNorm1d(0), r"^BatchNorm1d: num_features must be a whole number"),
        (lambda: BatchNorm1d(3, eps=0), r"^BatchNorm1d: eps must be above 0, got 0"),
        (lambda: BatchNorm1d(3, momentum=-0.1), r"^BatchNorm1d: momentum must be .* got -0\.1"),
        (lambda: BatchNorm1d(3, momentum=1.1), r"momentum must be .* from 0 to 1, got 1\.1"),
        (lambda: LayerNorm(True), r"^LayerNorm: normalized_shape must be .* got True"),
        (lambda: BatchNorm1d(2**31), r"^BatchNorm1d: num_features must be below 2\^31, got"),
        (lambda: LayerNorm(3, device="moon"), r"^LayerNorm: torch makes no tensor .* device"),
        (lambda: LayerNorm(3, float("nan")), r"^LayerNorm: eps must be .* got nan"),
        (lambda: LayerNorm(3, dtype=torch.int64), r"^LayerNorm: dtype must be a floating"),
    ],
)
def test_refuses_options(make: Callable[[], Module], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        make()
