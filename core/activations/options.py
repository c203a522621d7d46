"""The check of the numbers that shape an activation."""

import math

from core.errors import OptionError


def finite(who: str, name: str, value: float) -> float:
    """`value` as a plain float; OptionError if it is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise OptionError(f"{who}: {name} must be a finite number, got {value!r}")
    return float(value)


def positive(who: str, name: str, value: float) -> float:
    """`value` as a plain float; OptionError if it is no finite number above 0."""
    if not finite(who, name, value) > 0:
        raise OptionError(f"{who}: {name} must be above 0, got {value!r}")
    return float(value)
