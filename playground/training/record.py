"""A training between two steps, as it crosses threads and as a document keeps it. NumPy only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.snapshots import Metrics

Array = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Failure:
    """A step whose loss was not finite, and the learning rate that led there."""

    step: int
    learning_rate: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainerRecord:
    """`Trainer.state()` without weights and buffers, flat: "optimizer.memory.velocity" is a leaf.

    numbers: tensors as they are; an int as int64 (), a float as float64 (), whose bits stay, also
    those of infinity. words: the rest. A leaf that is None is in neither.
    """

    numbers: Mapping[str, Array]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """All that a run needs to go on in another process with the same bits and the same picture.

    weights: parameters and buffers by the names of torch.nn.Sequential ("0.weight"). gradients: of
    the last step, by the same names; none before the first. trainer: None begins at step 0 with
    these weights. history: every evaluation of the loss curve. origin: the epoch from which the
    set number of epochs counts. failure, forgiven: see Session. stopping: what early stopping
    remembers; None begins it anew.
    """

    weights: Mapping[str, Array]
    gradients: Mapping[str, Array] = field(default_factory=dict)
    trainer: TrainerRecord | None = None
    history: tuple[Metrics, ...] = ()
    origin: int = 0
    failure: Failure | None = None
    forgiven: Failure | None = None
    stopping: TrainerRecord | None = None

    @property
    def steps(self) -> int:
        """Steps done."""
        return int(self.trainer.numbers["steps"]) if self.trainer else 0


def flatten(tree: Any, path: str = "") -> dict[str, Any]:
    """The leaves of nested dicts and lists by their paths: {"a": [7]} gives {"a.0": 7}."""
    if isinstance(tree, dict):
        items = tree.items()
    elif isinstance(tree, list):
        items = dict(enumerate(tree)).items()
    else:
        return {path: tree}
    leaves: dict[str, Any] = {}
    for key, value in items:
        leaves |= flatten(value, f"{path}.{key}" if path else str(key))
    return leaves


def unflatten(leaves: Mapping[str, Any], like: Any, path: str = "") -> Any:
    """A tree of the shape of `like` with these leaves; KeyError where one is missing."""
    if isinstance(like, dict):
        return {
            key: unflatten(leaves, value, f"{path}.{key}" if path else str(key))
            for key, value in like.items()
        }
    if isinstance(like, list):
        return [unflatten(leaves, value, f"{path}.{index}") for index, value in enumerate(like)]
    return leaves[path]
