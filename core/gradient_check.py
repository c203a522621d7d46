"""The public test of any hand-written backward: compare it with differences of forward."""

import copy
import math
from dataclasses import dataclass

import torch
from torch import Tensor

from core.errors import MissingGradientError, OptionError
from core.losses import Loss
from core.module import Module, as_floating, wrong_shape
from core.options import positive


@dataclass(frozen=True)
class GradientError:
    """The error of one gradient g against its numerical estimate n.

    name   "input", or the parameter's name, as "0.weight".
    error  max |g - n| / max(max |g|, max |n|), relative; 0 where g = n, infinite where g is not
           finite.
    """

    name: str
    error: float


@dataclass(frozen=True)
class GradientReport:
    """What `gradient_check` found: one entry for the input and one for every parameter."""

    errors: tuple[GradientError, ...]

    @property
    def worst(self) -> GradientError:
        return max(self.errors, key=lambda each: each.error)


def gradient_check(
    module: Module, x: Tensor, target: Tensor | None = None, *, step: float = 1e-6
) -> GradientReport:
    """Compare a module's backward with central differences of its forward, in float64.

    For every entry v of the input and of every parameter, dL/dv is estimated by
    (L(v + step) - L(v - step)) / (2 step), where L = Σ cos(k)·y_k over the elements y_1, y_2, … of
    the output: unequal factors, so that errors of two elements cannot cancel. A loss is
    checked as it is, with its `target`. A right backward has errors around 1e-9; a wrong one shows
    in the first digits.

    x is of any shape the module takes. Within `step` of a kink (ReLU at 0) the estimate is wrong.
    The module is left as it is: a copy is checked, in the same mode. What it draws from is put back
    before every forward, so that a Dropout always switches the same elements off. It costs two
    forwards an entry.

    Raises OptionError for a loss without target, or a target without loss, or a step that is not
    positive and finite; ShapeError or MissingGradientError for a gradient that backward returns or
    stores in another shape, or not at all; else what forward and backward raise.
    """
    if isinstance(module, Loss) and target is None:
        raise OptionError(f"gradient_check: {module} is a loss and needs a target, got none")
    if target is not None and not isinstance(module, Loss):
        raise OptionError(f"gradient_check: {module} is no loss and takes no target, got one")
    positive("gradient_check", "step", step)
    check = _Check(module, x, target)
    named = [("input", check.x), *((name, each.p) for name, each in check.parameters)]
    gradients = check.gradients()
    return GradientReport(
        tuple(
            GradientError(name, _relative_error(name, gradient, check.differences(tensor, step)))
            for (name, tensor), gradient in zip(named, gradients, strict=True)
        )
    )


class _Check:
    """A float64 copy of a module and its input, which may be disturbed at will."""

    def __init__(self, module: Module, x: Tensor, target: Tensor | None) -> None:
        with torch.inference_mode(False):
            self.module = copy.deepcopy(module)
            self.x = _double(as_floating("gradient_check", "input", x))
            if target is not None and target.is_floating_point():  # else it numbers classes
                target = _double(target)
            self.target = target
            self.parameters = self.module.named_param()
            for _, parameter in self.parameters:
                parameter.p = _double(parameter.p)
            for _, buffer in self.module.named_buffer():
                if buffer.value.is_floating_point():
                    buffer.value = _double(buffer.value)
            self.generators = [(each, each.get_state()) for each in self.module.generators()]

    def gradients(self) -> list[Tensor]:
        if isinstance(self.module, Loss) and self.target is not None:
            found = [self.module.backward(self.x, self.target)]
        else:
            output = self._forward()
            found = [self.module.backward(self._factors(output))]
        for name, parameter in self.parameters:
            if parameter.gradient is None:
                raise MissingGradientError(f"{self.module}: backward stored no gradient of {name}")
            found.append(parameter.gradient)
        return found

    def differences(self, tensor: Tensor, step: float) -> Tensor:
        estimate = torch.empty_like(tensor)
        entries, estimates = tensor.view(-1), estimate.view(-1)
        for index, value in enumerate(entries.tolist()):
            entries[index] = value + step
            above = self._loss()
            entries[index] = value - step
            estimates[index] = (above - self._loss()) / (2 * step)
            entries[index] = value
        return estimate

    def _loss(self) -> Tensor:
        if isinstance(self.module, Loss) and self.target is not None:
            return self.module.forward(self.x, self.target)
        output = self._forward()
        return (output * self._factors(output)).sum()

    def _forward(self) -> Tensor:
        for generator, state in self.generators:
            generator.set_state(state)
        return self.module.forward(self.x)

    @staticmethod
    def _factors(output: Tensor) -> Tensor:
        count = output.numel()
        numbers = torch.arange(1, count + 1, dtype=torch.float64, device=output.device)
        return torch.cos(numbers).view(output.shape)


def _double(tensor: Tensor) -> Tensor:
    """A float64 copy that may be changed in place."""
    return tensor.detach().to(torch.float64, copy=True).contiguous()


def _relative_error(name: str, gradient: Tensor, estimate: Tensor) -> float:
    if gradient.shape != estimate.shape:
        wanted = str(tuple(estimate.shape))
        raise wrong_shape("gradient_check", f"the gradient of {name}", wanted, gradient)
    if torch.equal(gradient, estimate):
        return 0.0
    size = max(gradient.abs().max().item(), estimate.abs().max().item())
    error = (gradient - estimate).abs().max().item() / size
    return math.inf if math.isnan(error) else error
