"""Ranges and numbers of the loss axes. They move in steps, so that a growing curve stands still."""

import math
from typing import Final

_CEILINGS: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_STRIDES: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_SMALLEST_TOP: Final = 1e-12

Ticks = list[tuple[float, str]]


def nice_ceiling(value: float) -> float:
    """The least of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is at least `value`."""
    value = max(value, _SMALLEST_TOP)
    power = 10.0 ** math.floor(math.log10(value))
    return next((c * power for c in _CEILINGS if c * power >= value), 10.0 * power)


def linear_ticks(top: float, most: int, *, whole: bool = False) -> Ticks:
    """At most `most` + 1 round numbers from 0 to `top`; `whole`: integers alone."""
    least = max(top / max(most, 1), 1.0 if whole else _SMALLEST_TOP)
    power = 10.0 ** math.floor(math.log10(least))
    strides = (s * power for s in _STRIDES if not whole or (s * power).is_integer())
    stride = next(s for s in strides if s >= least * (1.0 - 1e-9))
    count = math.floor(top / stride * (1.0 + 1e-9))
    return [(i * stride, plain(i * stride)) for i in range(count + 1)]


def ticks_between(bottom: float, top: float, most: int) -> Ticks:
    """At most `most` + 1 round numbers from `bottom` to `top`, bottom < top."""
    stride = linear_ticks(top - bottom, most)[1][0]
    first = math.ceil(bottom / stride - 1e-9)
    count = math.floor(top / stride + 1e-9) - first
    values = [(first + i) * stride for i in range(count + 1)]
    return [(value, "−" * (value < 0.0) + plain(abs(value))) for value in values]


def log_range(low: float, high: float) -> tuple[float, float]:
    """Exponents of ten around [low, high], low > 0: half decades, one decade at least."""
    top = math.ceil(2.0 * math.log10(high) - 1e-9) / 2.0
    bottom = math.floor(2.0 * math.log10(low) + 1e-9) / 2.0
    return min(bottom, top - 1.0), top


def log_ticks(bottom: float, top: float, most: int) -> Ticks:
    """At most `most` + 1 exponents from `top` down, half a decade or whole decades apart."""
    stride = 0.5
    while (top - bottom) / stride > max(most, 1):
        stride = 1.0 if stride == 0.5 else stride + 1.0
    first = top if stride == 0.5 else math.floor(top)
    count = math.floor((first - bottom) / stride + 1e-9)
    exponents = [first - i * stride for i in range(count + 1)]
    return [(exponent, plain(10.0**exponent)) for exponent in exponents]


def plain(value: float) -> str:
    """1,000, 50, 2.5, 0.32, 0.032, and 1e−5 where zeros would hide the number."""
    if value == 0.0:
        return "0"
    if value < 0.999e-3:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{float(mantissa):g}e−{-int(exponent)}"
    if value >= 1e7:
        return f"{value:.2g}".replace("+", "")
    digits = 3 if value >= 1.0 and math.isclose(value * 4.0, round(value * 4.0)) else 2
    rounded = float(f"{value:.{digits}g}") if value < 1000.0 else value
    return f"{rounded:,.10g}"
