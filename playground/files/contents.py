"""A document and its training as the bytes of a file: JSON and safetensors in a zip. No Qt."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any, Final

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from playground.document import strict_json
from playground.document.codec import Unknown, from_tree, to_tree
from playground.document.errors import DocumentError, SpecError
from playground.document.spec import ExperimentSpec
from playground.training.record import Array, Failure, Record, TrainerRecord
from playground.training.snapshots import Metrics

SUFFIX: Final = ".nnp"
_FORMAT: Final = "neural-playground"
_VERSION: Final = 1
_DOCUMENT, _WEIGHTS, _TRAINING = "document.json", "weights.safetensors", "training.safetensors"
_MAX_CONTENT_BYTES: Final = 256 * 2**20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same document gives the same bytes
_DAMAGE: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, SafetensorError, SpecError, struct.error),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, EOFError),
    *(RecursionError, NotImplementedError, RuntimeError, zlib.error),
)


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a file holds: the document and, where it has a network, where its training is."""

    spec: ExperimentSpec
    record: Record | None = None
    unknown: Unknown = ()  # keys of a newer version, kept


def to_bytes(contents: Contents) -> bytes:
    """The bytes of a file; equal contents give equal bytes."""
    head: dict[str, Any] = {"format": _FORMAT, "version": _VERSION}
    head["document"] = to_tree(contents.spec, contents.unknown)
    members = {}
    if record := contents.record:
        head["training"] = {
            "origin": record.origin,
            "failure": record.failure and asdict(record.failure),
            "forgiven": record.forgiven and asdict(record.forgiven),
            "trainer": record.trainer and dict(record.trainer.words),
            "stopping": record.stopping and dict(record.stopping.words),
        }
        history = np.array([astuple(each) for each in record.history], np.float64)
        parts: dict[str, Mapping[str, Array]] = {
            "gradients": record.gradients,
            "trainer": record.trainer.numbers if record.trainer else {},
            "stopping": record.stopping.numbers if record.stopping else {},
            "history": {"all": history.reshape(-1, len(fields(Metrics)))},
        }
        numbers = {f"{part}/{name}": each for part in parts for name, each in parts[part].items()}
        members = {
            _WEIGHTS: save_tensors(dict(record.weights)),
            _TRAINING: save_tensors(numbers),
        }
    text = strict_json.dumps(head)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {_DOCUMENT: text, **members}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return file.getvalue()


def from_bytes(data: bytes) -> Contents:
    """What the bytes of a file hold.

    Raises:
        DocumentError: they are none of this program's documents, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive)
        head = strict_json.loads(members[_DOCUMENT])
        if head["format"] != _FORMAT:
            raise ValueError(head["format"])
        if head["version"] > _VERSION:
            raise DocumentError("This document was made by a newer version of the program.")
        spec, unknown = from_tree(head["document"])
        return Contents(spec, _record(head, members), unknown)
    except DocumentError:
        raise
    except _DAMAGE as error:
        raise DocumentError("This is not a document of this program, or it is damaged.") from error


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    names = [each.filename for each in infos]
    if names not in ([_DOCUMENT], [_DOCUMENT, _WEIGHTS, _TRAINING]):
        raise ValueError("unexpected members")
    if sum(each.file_size for each in infos) > _MAX_CONTENT_BYTES:
        raise ValueError("too large")
    return {name: archive.read(name) for name in names}


def _record(head: dict[str, Any], members: dict[str, bytes]) -> Record | None:
    if _WEIGHTS not in members:
        return None
    training, numbers = head["training"], load_tensors(members[_TRAINING])

    def part(name: str) -> dict[str, Array]:
        prefix = f"{name}/"
        return {k.removeprefix(prefix): v for k, v in numbers.items() if k.startswith(prefix)}

    def trainer(name: str) -> TrainerRecord | None:
        words = training[name]
        return None if words is None else TrainerRecord(part(name), dict(words))

    def failure(name: str) -> Failure | None:
        found = training[name]
        return found and Failure(int(found["step"]), float(found["learning_rate"]))

    return Record(
        weights=load_tensors(members[_WEIGHTS]),
        gradients=part("gradients"),
        trainer=trainer("trainer"),
        history=tuple(Metrics(*map(float, row)) for row in numbers["history/all"]),
        origin=int(training["origin"]),
        failure=failure("failure"),
        forgiven=failure("forgiven"),
        stopping=trainer("stopping"),
    )
