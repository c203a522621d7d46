"""The experiment on images of digits, here on ten easy patterns instead of scikit-learn's."""

import pytest
import torch
from torch import Tensor

from core.errors import EmptyBatchError, OptionError, ShapeError
from core.experiments import Digits, DigitsSettings, digits
from core.experiments.digits import network


@pytest.fixture(scope="module")
def patterns() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(0)
    shapes = torch.rand(10, 1, 8, 8, generator=generator).round()
    classes = torch.randint(10, (200,), generator=generator)
    noise = torch.rand(200, 1, 8, 8, generator=generator)
    return (0.8 * shapes[classes] + 0.2 * noise), classes


def test_the_network_learns_the_patterns(patterns: tuple[Tensor, Tensor]) -> None:
    settings = DigitsSettings(epochs=8)
    evaluations = list(digits(*patterns, settings))
    assert [each.epoch for each in evaluations] == [*range(1, 9)]
    result = Digits.of(evaluations, settings)
    assert result.test_accuracy > 95
    assert result.to_json() == {
        "epochs": 8,
        "seed": 1,
        "train_accuracy": 100 * (1 - evaluations[-1].train_error),
        "test_accuracy": 100 * (1 - evaluations[-1].test_error),
    }
    assert f"test      {result.test_accuracy:6.2f} %" in result.text()
    assert "8 epochs, seed 1" in result.text()


def test_everything_follows_from_the_seed(patterns: tuple[Tensor, Tensor]) -> None:
    runs = [list(digits(*patterns, DigitsSettings(2, seed))) for seed in (3, 3, 4)]
    assert runs[0] == runs[1] != runs[2]


def test_the_network_has_as_many_parameters_as_it_says() -> None:
    model = network(weights=torch.Generator(), noise=torch.Generator())
    count = sum(parameter.p.numel() for parameter in model.param())
    assert f"{count:,} parameters" in str(network.__doc__)


def test_refuses_what_does_not_fit(patterns: tuple[Tensor, Tensor]) -> None:
    images, classes = patterns
    with pytest.raises(ShapeError, match=r"^digits: images must have shape \(N, 1, 8, 8\), got \("):
        next(digits(images[:, 0], classes, DigitsSettings()))
    with pytest.raises(EmptyBatchError):
        Digits.of([], DigitsSettings())
    for options in ({"epochs": 0}, {"seed": -1}, {"seed": 2**63}, {"epochs": 1.5}):
        with pytest.raises(OptionError, match=r"^DigitsSettings: "):
            DigitsSettings(**options)  # type: ignore[arg-type]
