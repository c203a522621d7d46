"""The fixed layer that prepares points of the plane: squares, the product, waves."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import torch
from torch import Tensor

from core.errors import OptionError
from core.module import Module, as_floating, as_gradient_of, wrong_shape

_Function = Callable[[Tensor, Tensor], Tensor]
_Curve = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class _Feature:
    """f(x, y) and its partial derivatives; None is 0."""

    value: _Function
    by_x: _Function | None
    by_y: _Function | None


def _along_x(curve: _Curve, slope: _Curve) -> _Feature:
    return _Feature(lambda x, y: curve(x), lambda x, y: slope(x), None)


def _along_y(curve: _Curve, slope: _Curve) -> _Feature:
    return _Feature(lambda x, y: curve(y), None, lambda x, y: slope(y))


_SQUARE: Final = (torch.square, lambda t: 2 * t)
_SINE: Final = (torch.sin, torch.cos)
_COSINE: Final = (torch.cos, lambda t: -torch.sin(t))
_SINE_PERIOD: Final = (
    lambda t: torch.sin(math.tau * t),
    lambda t: math.tau * torch.cos(math.tau * t),
)
_COSINE_PERIOD: Final = (
    lambda t: torch.cos(math.tau * t),
    lambda t: -math.tau * torch.sin(math.tau * t),
)
_FEATURES: Final[Mapping[str, _Feature]] = MappingProxyType(
    {
        "x": _along_x(lambda x: x, torch.ones_like),
        "y": _along_y(lambda y: y, torch.ones_like),
        "x^2": _along_x(*_SQUARE),
        "y^2": _along_y(*_SQUARE),
        "xy": _Feature(torch.mul, lambda x, y: y, lambda x, y: x),
        "sin x": _along_x(*_SINE),
        "sin y": _along_y(*_SINE),
        "cos x": _along_x(*_COSINE),
        "cos y": _along_y(*_COSINE),
        "sin 2pi x": _along_x(*_SINE_PERIOD),
        "sin 2pi y": _along_y(*_SINE_PERIOD),
        "cos 2pi x": _along_x(*_COSINE_PERIOD),
        "cos 2pi y": _along_y(*_COSINE_PERIOD),
    }
)
FEATURES: Final = tuple(_FEATURES)


class Features(Module):
    """Fixed functions of a point (x, y), one column each: what the first Linear gets to see.

    names  any of FEATURES, each at most once: "x", "y", "x^2", "y^2", "xy", and "sin", "cos" of
           "x", "y", "2pi x", "2pi y". On the unit square sin x is almost x; sin 2πx is one wave.

    Shapes (N = batch size; a sample is without N):
        points  (N, 2)
        y       (N, len(names)), in the order of `names`

    Backward, with G = dL/dy:  dL/dx = Σₖ Gₖ ∂fₖ/∂x, and so for y. There is nothing to train.

    Raises OptionError for no name, one twice, or one that is none; ShapeError, DtypeError and
    BackwardBeforeForwardError as every Module.
    Source: the input features of TensorFlow Playground, whose square is [-6, 6]².
    """

    def __init__(self, names: Iterable[str]) -> None:
        if isinstance(names, str) or not isinstance(names, Iterable):
            raise OptionError(f"Features: names must be a list, got {names!r}")
        self.names = tuple(names)
        if not self.names:
            raise OptionError("Features: needs at least one name, got none")
        for name in self.names:
            if name not in FEATURES:
                raise OptionError(f"Features: a name must be one of {[*FEATURES]}, got {name!r}")
            if self.names.count(name) > 1:
                raise OptionError(f"Features: {name!r} occurs twice")
        self._points: Tensor
        self._y: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        x = as_floating(self, "input", x)
        if not 1 <= x.dim() <= 2 or x.shape[-1] != 2:
            raise wrong_shape(self, "input", "(2,) or (N, 2)", x)
        self._points = x
        point = self._points.unbind(-1)
        self._y = torch.stack([_FEATURES[name].value(*point) for name in self.names], -1)
        return self._y

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_gradient_of(self, self._y, gradient)
        point = self._points.unbind(-1)
        result = torch.zeros_like(self._points, memory_format=torch.contiguous_format)
        for name, column in zip(self.names, gradient.unbind(-1), strict=True):
            feature = _FEATURES[name]
            for slope, sum_ in zip((feature.by_x, feature.by_y), result.unbind(-1), strict=True):
                if slope is not None:
                    sum_.addcmul_(column, slope(*point))
        return result

    def __repr__(self) -> str:
        return f"Features({self.names!r})"
