"""The suites of layers and losses are themselves tested: none lets a gradient be 0.1 % wrong.

For every row and every gradient that its backward computes, that one is multiplied by 1.001. Each
check that compares gradients, by itself, must then fail.
"""

import functools
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from core import Module
from tests.core import test_losses, test_modules
from tests.core.cases import INPUTS, LayerCase
from tests.core.loss_cases import LossCase

ERROR = 1.001
[BATCH] = [each for each in INPUTS if each.name == "batch"]


def with_error(backward: Callable[..., Tensor], place: str) -> Callable[..., Tensor]:
    """The backward of a class, wrong in the gradient of the "input" or of a named parameter."""

    @functools.wraps(backward)
    def planted(self: Module, *arguments: Any) -> Tensor:
        gradient = backward(self, *arguments)
        if place == "input":
            return gradient * ERROR
        parameter = dict(self.named_param()).get(place)  # none in a stack of this kind inside it
        if parameter is not None and parameter.gradient is not None:
            parameter.gradient = parameter.gradient * ERROR
        return gradient

    return planted


def assert_caught(
    checks: list[Callable[[], None]], module: Module, place: str, patch: pytest.MonkeyPatch
) -> None:
    """Every check passes as things are, and fails with the error."""
    for check in checks:
        check()
        with patch.context() as inside:
            inside.setattr(type(module), "backward", with_error(type(module).backward, place))
            with pytest.raises(AssertionError):
                check()


def test_every_check_of_a_layer_catches_it(
    layer_case: LayerCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [lambda: test_modules.test_equals_float64_autograd(layer_case, BATCH)]
    if layer_case.is_differentiable:
        checks.append(lambda: test_modules.test_passes_the_gradient_check(layer_case, (5,)))
    if layer_case.output_has_bits_of_torch and layer_case.gradients_have_bits_of_torch:
        checks.append(lambda: test_modules.test_has_the_bits_of_torch(layer_case))
    module, _ = layer_case.pair(torch.float64)
    for place in ("input", *(name for name, _ in module.named_param())):
        assert_caught(checks, module, place, monkeypatch)


def test_every_check_of_a_loss_catches_it(
    loss_case: LossCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [
        lambda: test_losses.test_equals_float64_autograd(loss_case, BATCH),
        lambda: test_losses.test_passes_the_gradient_check(loss_case),
    ]
    if loss_case.gradient_has_bits_of_torch:
        checks.append(lambda: test_losses.test_has_the_bits_of_torch(loss_case, torch.float32))
    assert_caught(checks, loss_case.make(), "input", monkeypatch)
