"""Weights from a file to a record, in the worker."""

from pathlib import Path

from playground import weights_reader
from playground.document.errors import SpecError
from playground.document.spec import ExperimentSpec
from playground.training.grid import frozen
from playground.training.messages import Read
from playground.training.record import Record


def read(path: Path, spec: ExperimentSpec) -> Read:
    """The weights of the file at `path`, for `spec` or for a document with the file's network.

    Raises:
        SpecError: nothing was read; the sentence says why.
    """
    try:
        after, values = weights_reader.fit(weights_reader.read(path), spec)
    except weights_reader.ReadError as error:
        raise SpecError(str(error)) from error
    return Read(path, spec, after, Record({name: frozen(each) for name, each in values.items()}))
