"""What a window holds, as what a file holds, and back: records become tensors and words. No Qt."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from playground.document import file_format, limits
from playground.document.codec import from_tree, to_tree
from playground.document.errors import DocumentError, SpecError
from playground.document.file_format import SavedDocument
from playground.document.presets import default
from playground.document.share import Shared
from playground.document.spec import ExperimentSpec
from playground.document.tensors import Tensor
from playground.training.record import Array, Failure, Record, TrainerRecord
from playground.training.snapshots import Metrics

SUFFIX: Final = ".nnp"
TEXT_SUFFIX: Final = ".json"
_DTYPES: Final = MappingProxyType(
    {"F64": "<f8", "I64": "<i8", "F32": "<f4", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}
)
_NAMES: Final = MappingProxyType({dtype: name for name, dtype in _DTYPES.items()})
_HISTORY: Final = "history"
_STEPS: Final = "trainer/steps"
_Words = tuple[tuple[str, str], ...]  # pairs of a leaf of a trainer's state and its value


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a file holds: the document with all that is kept beside it, and its training."""

    saved: SavedDocument = field(default_factory=lambda: SavedDocument(default()))  # untrained
    record: Record | None = None

    @property
    def spec(self) -> ExperimentSpec:
        """The document."""
        return self.saved.spec


@dataclass(frozen=True, slots=True)
class _Training:
    """Of a record what is no array, see there."""

    origin: int
    failure: Failure | None
    forgiven: Failure | None
    trainer: _Words | None
    stopping: _Words | None

    def __post_init__(self) -> None:
        steps = [each.step for each in (self.failure, self.forgiven) if each]
        if not all(0 <= count <= limits.MAX_STEPS for count in (self.origin, *steps)):
            raise SpecError(f"Steps and epochs go from 0 to {limits.MAX_STEPS:,}.")


def to_bytes(contents: Contents) -> bytes:
    """The bytes of a file; equal contents give equal bytes.

    Raises:
        DocumentError: they could not be read again.
    """
    record = contents.record
    if record is None:
        return file_format.write(contents.saved)
    words = _Training(
        record.origin,
        record.failure,
        record.forgiven,
        _words(record.trainer),
        _words(record.stopping),
    )
    history = np.array([astuple(each) for each in record.history], np.float64)
    parts: dict[str, Mapping[str, Array]] = {
        "gradients": record.gradients,
        "trainer": record.trainer.numbers if record.trainer else {},
        "stopping": record.stopping.numbers if record.stopping else {},
        "": {_HISTORY: history} if record.history else {},
    }
    saved = replace(
        contents.saved,
        weights={name: _tensor(each) for name, each in record.weights.items()},
        training=to_tree(words),
        numbers={
            f"{part}/{name}" if part else name: _tensor(each)
            for part, arrays in parts.items()
            for name, each in arrays.items()
        },
    )
    return file_format.write(saved)


def from_bytes(data: bytes) -> Contents:
    """What the bytes of a file hold.

    Raises:
        DocumentError: they are none of this program's documents, or damaged.
    """
    saved = file_format.read(data)
    bare = replace(saved, weights={}, training=None, numbers={})
    return Contents(bare, _record(saved) if saved.weights else None)


def is_text(path: Path) -> bool:
    """Whether a file of this name is the text twin: the document alone, nothing trained."""
    return path.suffix.lower() == TEXT_SUFFIX


def to_text(contents: Contents) -> bytes:
    """The bytes of the text twin.

    Raises:
        DocumentError: they could not be read again.
    """
    return file_format.write_text(contents.saved)


def to_shared(contents: Contents) -> Shared:
    """What of it fits a share string: the document, and the weights of its record."""
    weights = contents.record.weights if contents.record else {}
    return Shared(contents.spec, {name: _tensor(each) for name, each in weights.items()})


def from_shared(shared: Shared) -> Contents:
    """A document that begins at the shared weights, or at the first ones of its seed."""
    weights = {name: _array(each) for name, each in shared.weights.items()}
    return Contents(SavedDocument(shared.spec), Record(weights) if weights else None)


def _record(saved: SavedDocument) -> Record:
    weights = {name: _array(each) for name, each in saved.weights.items()}
    if saved.training is None:
        return Record(weights)
    words, _ = from_tree(_Training, saved.training, ("training",))
    numbers = {name: _array(each) for name, each in saved.numbers.items()}
    _check_counts(words, numbers)

    def part(name: str) -> dict[str, Array]:
        prefix = f"{name}/"
        return {k.removeprefix(prefix): v for k, v in numbers.items() if k.startswith(prefix)}

    def trainer(name: str, found: _Words | None) -> TrainerRecord | None:
        return None if found is None else TrainerRecord(part(name), dict(found))

    return Record(
        weights=weights,
        gradients=part("gradients"),
        trainer=trainer("trainer", words.trainer),
        history=_history(numbers.get(_HISTORY)),
        origin=words.origin,
        failure=words.failure,
        forgiven=words.forgiven,
        stopping=trainer("stopping", words.stopping),
    )


def _check_counts(words: _Training, numbers: Mapping[str, Array]) -> None:
    """That the training says how far it is, and that what it counts can be counted on."""
    steps = numbers.get(_STEPS)
    if words.trainer is not None and (steps is None or steps.dtype != np.int64 or steps.ndim):
        raise DocumentError("The training is damaged: it does not say how many steps were made.")
    for name, each in numbers.items():
        if each.dtype == np.int64 and (np.clip(each, 0, limits.MAX_STEPS) != each).any():
            raise DocumentError(
                f"The training is damaged: {name[:40]!r} goes from 0 to {limits.MAX_STEPS:,}."
            )


def _words(record: TrainerRecord | None) -> _Words | None:
    return None if record is None else tuple(record.words.items())


def _history(rows: Array | None) -> tuple[Metrics, ...]:
    if rows is None:
        return ()
    if rows.dtype != np.float64 or rows.ndim != 2 or rows.shape[1] != len(fields(Metrics)):
        raise DocumentError("The history of the training is damaged: it is no table of losses.")
    if len(rows) > limits.MAX_HISTORY:
        raise DocumentError(
            f"The history of the training is damaged: it has more than {limits.MAX_HISTORY:,} rows."
        )
    epochs = rows[:, 0]
    if not (epochs[0] >= 0 and (np.diff(epochs) >= 0).all() and epochs[-1] <= limits.MAX_STEPS):
        raise DocumentError("The history of the training is damaged: its epochs do not ascend.")
    return tuple(Metrics(*row) for row in rows.tolist())


def _tensor(array: Array) -> Tensor:
    name = _NAMES[array.dtype.newbyteorder("<").str]
    return Tensor(name, array.shape, array.astype(_DTYPES[name], copy=False).tobytes())


def _array(tensor: Tensor) -> Array:
    return np.frombuffer(tensor.data, _DTYPES[tensor.dtype]).reshape(tensor.shape)
