"""What can be set: one `Option` is a setting's name, help, limits, unit and initial value."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from playground.document.errors import SpecError

Value = int | float | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a choice or a set."""

    value: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Option:
    """One setting a person can change: its name, limits, unit and initial value.

    `automatic` is the label of the value None ("let the program decide"), or "" where None is
    refused. `log` asks for logarithmic steps. `choices` are what a "choice" takes one of, and a
    "set" at least one of.
    """

    name: str
    label: str
    help: str
    type: Literal["int", "float", "choice", "set"]
    default: Value
    minimum: float = -math.inf
    maximum: float = math.inf
    unit: str = ""
    log: bool = False
    automatic: str = ""
    choices: tuple[Choice, ...] = ()

    def check(self, value: object) -> Value:
        """Return `value` in the option's type.

        Raises:
            SpecError: wrong type, not finite, outside the limits or not among the choices.
        """
        if value is None:
            if self.automatic:
                return None
            raise SpecError(f"{self.label} needs a value.")
        if self.type == "set":
            return self._checked_set(value)
        if self.type == "choice":
            return self._checked_choice(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SpecError(f"{self.label} is a number, not {value!r}.")
        if not self.minimum <= value <= self.maximum:  # nan too
            low, high = _number(self.minimum), _number(self.maximum)
            raise SpecError(f"{self.label} goes from {low} to {high}, not {_number(value)}.")
        if self.type == "int" and value != int(value):
            raise SpecError(f"{self.label} is a whole number, not {_number(value)}.")
        return int(value) if self.type == "int" else float(value)

    def _checked_choice(self, value: object) -> str:
        names = [choice.value for choice in self.choices]
        if not isinstance(value, str) or value not in names:
            raise SpecError(f"{self.label} is one of {', '.join(names)}, not {value!r}.")
        return value

    def _checked_set(self, value: object) -> tuple[str, ...]:
        """In the order of the choices: equal sets are equal values."""
        if not isinstance(value, (tuple, list)):
            raise SpecError(f"{self.label} is a list of names, not {value!r}.")
        given = {self._checked_choice(each) for each in value}
        if not given:
            raise SpecError(f"{self.label}: choose at least one.")
        return tuple(each.value for each in self.choices if each.value in given)


def _number(value: int | float) -> str:
    """12,345.6 or 0.000001; a whole number in full up to fifteen digits."""
    if abs(value) < 1e15 and value == int(value):
        return f"{int(value):,}"
    if 1e-9 <= abs(value) < 1:
        return f"{Decimal(f'{value:g}'):f}"
    return f"{value:,g}" if isinstance(value, float) else "a number far from that"
