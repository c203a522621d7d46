"""The checks of what a caller chooses: hyper-parameters and other options."""

import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

from core.errors import OptionError

_TOO_LARGE: Final = 2**63  # for torch's whole numbers, and long before it for any use
_TOO_LARGE_FOR_A_LAYER: Final = 2**31


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


def whole_number(
    who: str, name: str, value: int, *, at_least: int = 0, below: int = _TOO_LARGE
) -> int:
    """`value` itself; OptionError unless it is an int with at_least ≤ value < below."""
    if isinstance(value, bool) or not isinstance(value, int) or value < at_least:
        raise OptionError(
            f"{who}: {name} must be a whole number of at least {at_least}, got {value!r}"
        )
    if value >= below:
        power = below.bit_length() - 1
        raise OptionError(f"{who}: {name} must be below 2^{power}, got {value!r}")
    return value


def size(who: str, name: str, value: int, *, at_least: int = 1) -> int:
    """`value` itself; OptionError unless it can be a size, or a distance, in a layer."""
    return whole_number(who, name, value, at_least=at_least, below=_TOO_LARGE_FOR_A_LAYER)


@contextmanager
def room_for(who: str, shape: tuple[int, ...]) -> Iterator[None]:
    """OptionError where torch makes no tensor of this shape, on this device, with these numbers."""
    try:
        yield
    except (RuntimeError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise OptionError(f"{who}: torch makes no tensor of shape {shape}: {reason}") from error


def instance(who: str, name: str, value: object, wanted: type, *, or_none: bool = False) -> None:
    """OptionError unless `value` is a `wanted`, or None where that is one too."""
    if not (isinstance(value, wanted) or (or_none and value is None)):
        kind = f"{wanted.__name__} or None" if or_none else wanted.__name__
        raise OptionError(f"{who}: {name} must be of type {kind}, got {value!r}")


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
