"""The checks of what a caller chooses: hyper-parameters and other options."""

import math
from collections.abc import Collection

from core.errors import OptionError


def finite(who: str, name: str, value: float) -> float:
    """`value` as a plain float; OptionError if it is no finite number."""
    result = _plain(value)
    if not math.isfinite(result):
        raise OptionError(f"{who}: {name} must be a finite number, got {value!r}")
    return result


def positive(who: str, name: str, value: float) -> float:
    """`value` as a plain float; OptionError if it is no finite number above 0."""
    result = finite(who, name, value)
    if not result > 0:
        raise OptionError(f"{who}: {name} must be above 0, got {value!r}")
    return result


def number(
    who: str, name: str, value: float, *, at_least: float = 0, below: float = math.inf
) -> float:
    """`value` as a plain float; OptionError unless it is a number with at_least ≤ value < below."""
    result = _plain(value)
    if not at_least <= result < below:
        kind = "a finite number" if math.isinf(below) else "a number"
        limit = "" if math.isinf(below) else f" and below {below:g}"
        raise OptionError(
            f"{who}: {name} must be {kind} of at least {at_least:g}{limit}, got {value!r}"
        )
    return result


def share(who: str, name: str, value: float) -> float:
    """`value` as a plain float; OptionError unless it is a number from 0 to 1."""
    result = _plain(value)
    if not 0 <= result <= 1:
        raise OptionError(f"{who}: {name} must be a number from 0 to 1, got {value!r}")
    return result


def whole_number(who: str, name: str, value: int, *, at_least: int = 0) -> int:
    """`value` itself; OptionError unless it is an int of at least `at_least`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < at_least:
        raise OptionError(
            f"{who}: {name} must be a whole number of at least {at_least}, got {value!r}"
        )
    return value


def flag(who: str, name: str, value: bool) -> bool:
    """`value` itself; OptionError unless it is True or False."""
    if not isinstance(value, bool):
        raise OptionError(f"{who}: {name} must be True or False, got {value!r}")
    return value


def description(thing: object, *, without: Collection[str] = (), **first: object) -> str:
    """The call that makes an equal object: its class, `first`, and its public attributes."""
    attributes = {
        name: value
        for name, value in vars(thing).items()
        if name not in without and not name.startswith("_")
    }
    options = ", ".join(f"{name}={value!r}" for name, value in (first | attributes).items())
    return f"{type(thing).__name__}({options})"


def _plain(value: object) -> float:
    """`value` as a plain float; NaN if it is no number, or a whole number beyond every float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan
