"""Saved states: what may be in one, and the check that it fits before anything is changed."""

import math
from typing import TypedDict

from torch import Tensor

from core.errors import CoreError


class StateError(CoreError):
    """A saved state does not fit the object it is loaded into."""


class OptimizerState(TypedDict):
    """An optimiser between two steps.

    kind    its class and hyper-parameters, which must be those of the optimiser it is loaded into
    steps   how many were made since it remembers
    memory  what it remembers, a vector of the shape of all values for each name
    """

    kind: str
    learning_rate: float
    steps: int
    memory: dict[str, Tensor]


class ScheduleState(TypedDict):
    """A schedule between two steps: its class and options, and what it has counted by name."""

    kind: str
    memory: dict[str, float]


def check_like(who: str, name: str, given: object, own: object) -> None:
    """Raise StateError unless `given` could be a later or earlier `own`.

    Of the same types, keys, lengths, shapes and dtypes all the way down; words are equal, whole
    numbers at least 0, and no other number is NaN. What tensors hold does not matter here. `name`
    is its path in the state, "" for all of it.
    """
    what = f"{who}: the state's {name}" if name else f"{who}: the state"
    if type(given) is not type(own):
        wanted, got = type(own).__name__, type(given).__name__
        raise StateError(f"{what} must be of type {wanted}, got {got}")
    if isinstance(own, dict) and isinstance(given, dict):
        if given.keys() != own.keys():
            raise StateError(f"{what} must hold exactly {', '.join(own) or 'nothing'}")
        for key, value in own.items():
            check_like(who, f"{name}.{key}" if name else key, given[key], value)
    elif isinstance(own, list) and isinstance(given, list):
        if len(given) != len(own):
            raise StateError(f"{what} must be {len(own)} in number, got {len(given)}")
        for given_each, own_each in zip(given, own, strict=True):
            check_like(who, name, given_each, own_each)
    elif isinstance(own, Tensor) and isinstance(given, Tensor):
        wanted, got = (f"{tuple(each.shape)} {each.dtype}" for each in (own, given))
        if wanted != got:
            raise StateError(f"{what} must be {wanted}, got {got}")
    elif isinstance(own, str) and given != own:
        raise StateError(f"{what} is {given}, not {own}")
    elif isinstance(given, int) and given < 0:
        raise StateError(f"{what} must be at least 0, got {given}")
    elif isinstance(given, float) and math.isnan(given):
        raise StateError(f"{what} must be a number, got nan")


def check_rate(who: str, rate: float) -> None:
    """Raise StateError unless `rate` is a learning rate: finite and at least 0."""
    if not 0 <= rate < math.inf:
        raise StateError(
            f"{who}: the state's learning_rate is {rate}, not a finite number of at least 0"
        )
