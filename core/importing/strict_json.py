"""JSON as its standard has it: no key twice, no NaN, no number beyond the range of float64."""

import json
import math
from typing import Any, NoReturn


def loads(data: bytes) -> Any:
    """The value in `data`.

    Raises:
        ValueError: not UTF-8, not JSON, a key twice, a number that is not finite, or nested too
            deep.
    """
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
