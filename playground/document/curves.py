"""Every activation as a plain function and its slope, for pictures and for gains.

What trains is `core`; the tests compare both, options included.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from playground.document.options import Value

Function = Callable[..., float]  # of x, and of the options of the kind by name

_SELU_ALPHA: Final = 1.6732632423543772848170429916717
_SELU_SCALE: Final = 1.0507009873554804934193349852946


@dataclass(frozen=True, slots=True)
class Curve:
    """f and the slope f′ that training uses."""

    function: Function
    slope: Function

    def of(self, options: Mapping[str, Value]) -> tuple[Callable[[float], float], ...]:
        """f and f′ with these options."""
        return (
            lambda x: self.function(x, **options),
            lambda x: self.slope(x, **options),
        )


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _normal(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _gelu(x: float, approximate: str) -> float:
    if approximate == "tanh":
        return x * (1 + math.tanh(_gelu_inner(x))) / 2
    return x * (1 + math.erf(x / math.sqrt(2))) / 2


def _gelu_slope(x: float, approximate: str) -> float:
    if approximate == "none":
        return (1 + math.erf(x / math.sqrt(2))) / 2 + x * _normal(x)
    gate = math.tanh(_gelu_inner(x))
    inner_slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x * x)
    return (1 + gate + x * (1 - gate**2) * inner_slope) / 2


def _gelu_inner(x: float) -> float:
    return math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)


def _mish_slope(x: float) -> float:
    gate = math.tanh(_softplus(x))
    return gate + x * _sigmoid(x) * (1 - gate**2)


# Softmax as a function of one number, beside another that is 0.
_LOGISTIC: Final = Curve(_sigmoid, lambda x: _sigmoid(x) * _sigmoid(-x))

CURVES: Final[Mapping[str, Curve]] = MappingProxyType(
    {
        "tanh": Curve(math.tanh, lambda x: 1 - math.tanh(x) ** 2),
        "sigmoid": _LOGISTIC,
        "softsign": Curve(lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
        "hardtanh": Curve(
            lambda x, min_val, max_val: min(max(x, min_val), max_val),
            lambda x, min_val, max_val: float(min_val < x < max_val),
        ),
        "step": Curve(lambda x: float(x > 0), lambda x: float(abs(x) < 1)),
        "relu": Curve(lambda x: max(x, 0.0), lambda x: float(x > 0)),
        "leaky_relu": Curve(
            lambda x, negative_slope: x if x > 0 else negative_slope * x,
            lambda x, negative_slope: 1.0 if x > 0 else negative_slope,
        ),
        "elu": Curve(
            lambda x, alpha: x if x > 0 else alpha * math.expm1(x),
            lambda x, alpha: 1.0 if x > 0 else alpha * math.exp(x),
        ),
        "selu": Curve(
            lambda x: _SELU_SCALE * (x if x > 0 else _SELU_ALPHA * math.expm1(x)),
            lambda x: _SELU_SCALE * (1.0 if x > 0 else _SELU_ALPHA * math.exp(x)),
        ),
        "softplus": Curve(
            lambda x, beta: _softplus(beta * x) / beta,
            lambda x, beta: _sigmoid(beta * x),
        ),
        "gelu": Curve(_gelu, _gelu_slope),
        "silu": Curve(
            lambda x: x * _sigmoid(x),
            lambda x: _sigmoid(x) * (1 + x * (1 - _sigmoid(x))),
        ),
        "mish": Curve(lambda x: x * math.tanh(_softplus(x)), _mish_slope),
        "sin": Curve(math.sin, math.cos),
        "gaussian": Curve(lambda x: math.exp(-x * x), lambda x: -2 * x * math.exp(-x * x)),
        "softmax": _LOGISTIC,
        "identity": Curve(lambda x: x, lambda x: 1.0),
    }
)
