"""A trainer's state to and from its record."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from core.early_stopping import EarlyStopping
from core.state import StateError
from core.training import State, Trainer
from playground.training.grid import frozen
from playground.training.record import Array, TrainerRecord, flatten, unflatten

_ELSEWHERE: Final = ("weights", "buffers")  # of the state: the record holds them by name


def weights_of(trainer: Trainer) -> dict[str, Array]:
    """Parameters and buffers by name, copied."""
    return {name: _array(value) for name, value in _named(trainer)}


def gradients_of(trainer: Trainer) -> dict[str, Array]:
    """The gradients of the last step by parameter; none before the first."""
    found = [(name, each.gradient) for name, each in trainer.model.named_param()]
    return {name: _array(value) for name, value in found if value is not None}


def record_of(trainer: Trainer) -> TrainerRecord:
    """All else that the next steps depend on."""
    return _record({k: v for k, v in trainer.state().items() if k not in _ELSEWHERE})


def record_of_stopping(stopping: EarlyStopping | None) -> TrainerRecord | None:
    """What early stopping remembers, the best weights among it."""
    return None if stopping is None else _record(dict(stopping.state()))


def restore_stopping(stopping: EarlyStopping, record: TrainerRecord) -> None:
    """Put the early stopping of an equal document where the recorded one was.

    Raises StateError, and changes nothing, where the record does not fit.
    """
    stopping.load_state(_tree(record, dict(stopping.state()), "Early stopping"))  # type: ignore[arg-type]


def _record(state: dict[str, Any]) -> TrainerRecord:
    leaves = flatten(state)
    return TrainerRecord(
        numbers={path: _number(v) for path, v in leaves.items() if not isinstance(v, str | None)},
        words={path: leaf for path, leaf in leaves.items() if isinstance(leaf, str)},
    )


def restore(
    trainer: Trainer,
    weights: Mapping[str, Array],
    record: TrainerRecord | None,
    gradients: Mapping[str, Array],
) -> None:
    """Put a trainer of an equal document where the recorded one was.

    Raises StateError, and changes nothing, where the record does not fit.
    """
    own = trainer.state()
    state: dict[str, Any] = {**own, **_weights(trainer, weights, own)}
    if record is not None:
        like = {key: value for key, value in own.items() if key not in _ELSEWHERE}
        state |= _tree(record, like, "Trainer")
    else:  # no step was made since these weights, so they are the last finite ones
        state |= {"last_finite": state["weights"], "last_finite_buffers": state["buffers"]}
    parameters = dict(trainer.model.named_param())
    found = _fitting(gradients, {name: each.p for name, each in parameters.items()}, "gradients")
    trainer.load_state(state)  # type: ignore[arg-type]  # which checks it
    for name, value in found.items():
        parameters[name].gradient = value


def _tree(record: TrainerRecord, like: dict[str, Any], who: str) -> dict[str, Any]:
    """The record's leaves as a state such as `like`."""
    wanted = flatten(like)
    needed = {path for path, leaf in wanted.items() if leaf is not None}
    if needed != record.numbers.keys() | record.words.keys():
        raise StateError(f"{who}: the state is that of another network or other settings")
    return dict(unflatten({path: _leaf(record, path, leaf) for path, leaf in wanted.items()}, like))


def _weights(trainer: Trainer, given: Mapping[str, Array], own: State) -> dict[str, Any]:
    """The state's vector of weights and list of buffers, from the named arrays."""
    own_values = dict(_named(trainer))
    values = _fitting(given, own_values, "weights")
    if values.keys() != own_values.keys():
        raise StateError(f"Trainer: the weights must be exactly {', '.join(own_values)}")
    vector = torch.zeros_like(own["weights"])
    pieces = trainer.flat.side_by_side(vector[None])
    for piece, (name, _) in zip(pieces, trainer.model.named_param(), strict=True):
        piece[0] = values[name]
    return {
        "weights": vector,
        "buffers": [values[name] for name, _ in trainer.model.named_buffer()],
    }


def _fitting(given: Mapping[str, Array], own: Mapping[str, Tensor], what: str) -> dict[str, Tensor]:
    """`given` as tensors, each of the shape and dtype that its name has here."""
    values = {}
    for name, array in given.items():
        value, wanted = torch.from_numpy(array.copy()), own.get(name)
        if wanted is None or (value.shape, value.dtype) != (wanted.shape, wanted.dtype):
            raise StateError(f"Trainer: {name} of the {what} does not fit this network")
        values[name] = value
    return values


def _named(trainer: Trainer) -> list[tuple[str, Tensor]]:
    parameters = [(name, each.p) for name, each in trainer.model.named_param()]
    return [*parameters, *((name, each.value) for name, each in trainer.model.named_buffer())]


def _leaf(record: TrainerRecord, path: str, own: object) -> object:
    """The recorded leaf in the type that the trainer's own has; None where it has none."""
    if own is None:
        return None
    if isinstance(own, str):
        return record.words.get(path)
    array = record.numbers.get(path)
    if array is None:
        return None
    if isinstance(own, Tensor):
        return torch.from_numpy(array.copy())
    return array.item() if array.ndim == 0 else array


def _number(leaf: object) -> Array:
    if isinstance(leaf, Tensor):
        return _array(leaf)
    return frozen(np.array(leaf, np.float64 if isinstance(leaf, float) else np.int64))


def _array(tensor: Tensor) -> Array:
    return frozen(tensor.numpy().copy())
