"""What a saved training holds, and the check that it fits before anything is changed."""

from typing import TypedDict

import torch
from torch import Tensor

from core.state import OptimizerState, ScheduleState, StateError, check_like, check_rate


class State(TypedDict):
    """A training between two steps, W weights and N points to train on.

    steps          how many were made
    learning_rate  the one that was chosen; the optimiser has the one that was scheduled
    epoch_loss     the sum of the losses of this epoch's steps
    weights        (W,), every parameter of the network, as `FlatParameters.values` has them
    last_finite    (W,), the weights before the last step
    buffers        the buffers of its layers, in the order of `named_buffer`
    last_finite_buffers  those before the last step
    order          (N,) int64, the points of this epoch, in the order in which they are taken
    generator      the state of the generator of the next orders
    layer_generators  those of the generators that layers draw from
    schedule       None if there is none
    """

    steps: int
    batch_size: int
    shuffle: str
    learning_rate: float
    epoch_loss: float
    weights: Tensor
    last_finite: Tensor
    buffers: list[Tensor]
    last_finite_buffers: list[Tensor]
    order: Tensor
    generator: Tensor
    layer_generators: list[Tensor]
    optimizer: OptimizerState
    schedule: ScheduleState | None


def check(state: State, own: State, generators: list[torch.Generator]) -> None:
    """Raise StateError unless `state` can take the place of `own`, the trainer's present one.

    generators  the trainer's own and those of its layers, which are only looked at.
    """
    check_like("Trainer", "", state, own)
    if state["batch_size"] != own["batch_size"]:
        raise StateError(
            f"Trainer: the state's batch_size is {state['batch_size']}, not {own['batch_size']}"
        )
    check_rate("Trainer", state["learning_rate"])
    check_rate("Trainer", state["optimizer"]["learning_rate"])
    buffers = (*state["buffers"], *state["last_finite_buffers"])
    for tensor in (state["weights"], state["last_finite"], *buffers):
        if not tensor.isfinite().all():
            raise StateError("Trainer: the state's weights and buffers are not all finite")
    if not torch.equal(state["order"].sort().values, torch.arange(len(own["order"]))):
        raise StateError("Trainer: the state's order does not name every point once")
    try:
        states = (state["generator"], *state["layer_generators"])
        for each, generator in zip(states, generators, strict=True):
            torch.Generator(generator.device).set_state(each)
    except RuntimeError as error:
        raise StateError("Trainer: the state's generator is none of torch's") from error
