"""Values of catalogue options as a person reads and types them."""

import math
import re
from typing import Final

from playground.document.catalogue import Option, Value
from playground.document.errors import SpecError

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_LONGEST: Final = 24  # of what was typed, as repeated in a sentence


def value_text(option: Option, value: Value) -> str:
    """How `value` is shown: "1,000", "0.15", "50 %", or the option's word for None."""
    if value is None:
        return option.automatic
    if isinstance(value, str):
        return value
    unit = f" {option.unit}" if option.unit else ""
    return f"{number_text(value)}{unit}"


def number_text(value: float) -> str:
    """The shortest text that is read back as `value`; thousands have a comma."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return repr(float(value))


def parse(option: Option, text: str) -> Value:
    """What a person means by `text`, checked against the option's limits.

    Raises:
        SpecError: not a number, ambiguous, or not a value of this option.
    """
    typed = text.strip().lower()
    if option.automatic and typed in ("", option.automatic.lower()):
        return None
    number = parse_number(option.label, typed.removesuffix(option.unit), whole=option.type == "int")
    return option.check(number)


def parse_number(label: str, text: str, *, whole: bool = False) -> float:
    """Read "1000", "1,000", "0.15", "0,15", "1e-3", "5/3" or "√2".

    A comma may group thousands or stand for the decimal point; "1,000" is one thousand where
    only whole numbers are wanted, and refused as ambiguous elsewhere.

    Raises:
        SpecError: not a number, not finite, or ambiguous.
    """
    typed = text.strip().replace("−", "-").replace(" ", "").lower()
    if _THOUSANDS.fullmatch(typed):
        plain = typed.replace(",", "")
        if not whole and typed.count(",") == 1:
            decimal = typed.replace(",", ".")
            raise SpecError(f"{label}: “{typed}” may mean {plain} or {decimal}; type one of them.")
        return _finite(label, text, float(plain))
    if typed.count(",") == 1 and "." not in typed:
        typed = typed.replace(",", ".")
    if not whole and typed.startswith("√") and _NUMBER.fullmatch(typed[1:]):
        root = float(typed[1:])
        return _finite(label, text, math.sqrt(root) if root >= 0 else math.nan)
    above, slash, below = typed.partition("/")
    if not whole and slash and _NUMBER.fullmatch(above) and _NUMBER.fullmatch(below):
        return _finite(label, text, float(above) / float(below) if float(below) else math.nan)
    if not _NUMBER.fullmatch(typed):
        wanted = "a whole number" if whole else "a number, such as 0.15"
        raise SpecError(f"{label} is {wanted}, not “{_short(text)}”.")
    return _finite(label, text, float(typed))


def tooltip(option: Option) -> str:
    """What the option is, then its range, unit and initial value."""
    parts = [option.help]
    if option.type == "choice":
        parts += [f"{choice.label}: {choice.help}" for choice in option.choices]
    else:
        unit = f" {option.unit}" if option.unit else ""
        low, high = number_text(option.minimum), number_text(option.maximum)
        parts.append(f"{low} to {high}{unit}; at first {value_text(option, option.default)}.")
    return "\n".join(parts)


def _finite(label: str, text: str, value: float) -> float:
    if not math.isfinite(value):
        raise SpecError(f"{label} is a finite number, not “{_short(text)}”.")
    return value


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
