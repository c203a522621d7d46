"""Values of catalogue options as a person reads and types them."""

import math
import re
from decimal import Decimal
from typing import Final

from playground.document.catalogue import Option, Value
from playground.document.errors import SpecError
from playground.widgets.tool_tips import wrapped

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_LONGEST: Final = 24  # of what was typed, as repeated in a sentence
_LEAST_IN_FULL: Final = 1e-9  # 0.000001 rather than 1e-06


def value_text(option: Option, value: Value) -> str:
    """How `value` is shown: "1,000", "0.15", "50 %", or the option's word for None."""
    if value is None:
        return option.automatic
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(choice.label for choice in option.choices if choice.value in value)
    unit = f" {option.unit}" if option.unit else ""
    return f"{number_text(value)}{unit}"


def number_text(value: float) -> str:
    """The shortest text that is read back as `value`; thousands have a comma."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    text = repr(float(value))
    return f"{Decimal(text):f}" if _LEAST_IN_FULL <= abs(value) < 1 else text


def parse(option: Option, text: str) -> Value:
    """What a person means by `text`, checked against the option's limits.

    Numbers are read from "1000", "1,000", "0.15", "0,15", "1e-3", "5/3" or "√2". A comma may
    group thousands or stand for the decimal point; "1,000" is one thousand where only whole
    numbers are wanted, and refused as ambiguous elsewhere.

    Raises:
        SpecError: not a number, ambiguous, or not a value of this option.
    """
    typed = text.strip().lower()
    if option.automatic and typed in ("", option.automatic.lower()):
        return None
    whole = option.type == "int"
    try:
        number = _read(option.label, typed.removesuffix(option.unit), whole=whole)
    except SpecError:
        raise
    except (ValueError, ZeroDivisionError):
        wanted = "a whole number" if whole else "a number, such as 0.15"
        instead = f", not “{_short(text.strip())}”" if typed else ": type one, or press Esc"
        raise SpecError(f"{option.label} is {wanted}{instead}.") from None
    if math.isinf(number):
        low, high = number_text(option.minimum), number_text(option.maximum)
        too = "large" if number > 0 else "small"
        raise SpecError(f"{option.label} goes from {low} to {high}: {_short(typed)} is too {too}.")
    return option.check(number)


def _read(label: str, text: str, *, whole: bool) -> float:
    """The number, perhaps infinite.

    Raises:
        ValueError, ZeroDivisionError: not a number.
        SpecError: ambiguous.
    """
    typed = text.strip().replace("−", "-").replace(" ", "")
    if _THOUSANDS.fullmatch(typed):
        plain = typed.replace(",", "")
        if not whole and typed.count(",") == 1:
            decimal = typed.replace(",", ".")
            raise SpecError(f"{label}: “{typed}” may mean {plain} or {decimal}; type one of them.")
        return float(plain)
    if typed.count(",") == 1 and "." not in typed:
        typed = typed.replace(",", ".")
    if not whole and typed.startswith("√"):
        return math.sqrt(_plain(typed[1:]))
    above, slash, below = typed.partition("/")
    if not whole and slash:
        return _plain(above) / _plain(below)
    return _plain(typed)


def _plain(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def tooltip(option: Option) -> str:
    """What the option is, then its range, unit and initial value."""
    parts = [option.help]
    if option.choices:
        parts += [f"{choice.label}: {choice.help}" for choice in option.choices]
    else:
        unit = f" {option.unit}" if option.unit else ""
        low, high = number_text(option.minimum), number_text(option.maximum)
        parts.append(f"{low} to {high}{unit}; at first {value_text(option, option.default)}.")
    return wrapped("\n".join(parts))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
