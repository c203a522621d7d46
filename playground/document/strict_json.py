"""JSON that cannot mean two things: for bytes from outside."""

import json
from collections import Counter
from typing import Any, Final, NoReturn

from playground.document import limits
from playground.document.errors import DocumentError

_CONTROL: Final = frozenset(map(chr, range(0xD800, 0xE000)))  # halves of characters


def loads(data: bytes) -> Any:
    """What `data` says.

    Raises:
        DocumentError: too long or too deep, no UTF-8, no JSON, or what readers understand in
            different ways: a name twice in one object, NaN, a number out of range.
    """
    if len(data) > limits.MAX_JSON_BYTES:
        raise DocumentError(
            f"The text has {len(data):,} bytes; at most {limits.MAX_JSON_BYTES:,} are read."
        )
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise DocumentError(f"The text is damaged: byte {error.start} is no UTF-8.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_float,
            parse_int=_int,
        )
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"The text is no JSON: line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise DocumentError("The text is nested too deeply.") from None
    _check_depth(value, limits.MAX_JSON_DEPTH)
    return value


def dumps(value: Any) -> bytes:
    """`value` as text that a person can read and a version control can compare.

    Raises:
        ValueError: a number that is not finite.
    """
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def dumps_short(value: Any) -> bytes:
    """`value` without a blank, for what no person reads.

    Raises:
        ValueError: a number that is not finite.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise DocumentError(f"The name {_short(twice)} occurs twice in one object.")
    for name in found:
        _check_text(name)
    return found


def _no_constant(name: str) -> NoReturn:
    raise DocumentError(f"{name} is not a number that can be read.")


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise DocumentError(f"The number {_short(text)} is too large.")
    return number


def _int(text: str) -> int:
    if len(text) > limits.MAX_DIGITS:
        raise DocumentError(f"The number {_short(text)} has too many digits.")
    return int(text)


def _check_depth(value: Any, left: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, (list, dict)):
        if not left:
            raise DocumentError("The text is nested too deeply.")
        for each in value.values() if isinstance(value, dict) else value:
            _check_depth(each, left - 1)


def _check_text(text: str) -> None:
    if not _CONTROL.isdisjoint(text):
        raise DocumentError("The text holds half a character.")


def _short(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:23] + "…")
