"""What a saved training holds, and the check that it fits before anything is changed."""

import math
from typing import TypedDict, cast

import torch
from torch import Tensor

from core.errors import CoreError


class StateError(CoreError):
    """A saved state does not fit the trainer it is loaded into."""


class State(TypedDict):
    """A training between two steps, W weights and N points to train on.

    steps          how many were made
    weights        (W,), every parameter of the network, end to end
    last_finite    (W,), the weights before the last step
    buffers        the buffers of its layers, in the order of `named_buffer`
    last_finite_buffers  those before the last step
    order          (N,) int64, the points of this epoch, in the order in which they are taken
    generator      the state of the generator of the next orders
    layer_generators  those of the generators that layers draw from
    """

    steps: int
    batch_size: int
    shuffle: str
    learning_rate: float
    weights: Tensor
    last_finite: Tensor
    buffers: list[Tensor]
    last_finite_buffers: list[Tensor]
    order: Tensor
    generator: Tensor
    layer_generators: list[Tensor]


def check(state: State, own: State) -> None:
    """Raise StateError unless `state` can take the place of `own`, the trainer's present one."""
    given = cast("dict[str, object]", state)
    if not isinstance(given, dict) or given.keys() != own.keys():
        raise StateError(f"Trainer: a state must hold exactly {', '.join(own)}")
    for name, value in own.items():
        _check_kind(name, given[name], value)
    for name in ("batch_size", "shuffle"):
        if given[name] != own[name]:  # type: ignore[literal-required]
            wanted = own[name]  # type: ignore[literal-required]
            raise StateError(f"Trainer: the state's {name} is {given[name]}, not {wanted}")
    if state["steps"] < 0:
        raise StateError(f"Trainer: the state's steps are {state['steps']}, below 0")
    if not 0 <= state["learning_rate"] < math.inf:
        raise StateError(
            f"Trainer: the state's learning_rate is {state['learning_rate']}, "
            "not a finite number of at least 0"
        )
    buffers = (*state["buffers"], *state["last_finite_buffers"])
    for tensor in (state["weights"], state["last_finite"], *buffers):
        if not tensor.isfinite().all():
            raise StateError("Trainer: the state's weights and buffers are not all finite")
    if not torch.equal(state["order"].sort().values, torch.arange(len(own["order"]))):
        raise StateError("Trainer: the state's order does not name every point once")
    try:
        for each in (state["generator"], *state["layer_generators"]):
            torch.Generator().set_state(each)
    except RuntimeError as error:
        raise StateError("Trainer: the state's generator is none of torch's") from error


def _check_kind(name: str, given: object, own: object) -> None:
    if type(given) is not type(own):
        wanted, got = type(own).__name__, type(given).__name__
        raise StateError(f"Trainer: the state's {name} must be of type {wanted}, got {got}")
    if isinstance(own, list) and isinstance(given, list):
        if len(given) != len(own):
            raise StateError(
                f"Trainer: the state's {name} must be {len(own)} tensors, got {len(given)}"
            )
        for given_each, own_each in zip(given, own, strict=True):
            _check_kind(name, given_each, own_each)
    if isinstance(own, Tensor) and isinstance(given, Tensor):
        wanted, got = (f"{tuple(each.shape)} {each.dtype}" for each in (own, given))
        if wanted != got:
            raise StateError(f"Trainer: the state's {name} must be {wanted}, got {got}")
