"""The formats trained weights are written in and read from, for dialogs and the command line."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from playground.document.errors import SpecError


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`name` is the key of core.export's writer; `suffix` the file name's end, with its dot.

    package: an optional package it needs, "" for none.
    """

    name: str
    label: str
    suffix: str
    package: str = ""


EXPORT_FORMATS: Final = (
    ExportFormat("pt", "PyTorch state_dict", ".pt"),
    ExportFormat("safetensors", "safetensors", ".safetensors"),
    ExportFormat("onnx", "ONNX", ".onnx", "onnx"),
    ExportFormat("npz", "NumPy archive", ".npz"),
    ExportFormat("json", "JSON", ".json"),
    ExportFormat("py", "PyTorch program with the weights", ".py"),
    ExportFormat("numpy", "NumPy program with the weights", ".py"),
)
READABLE: Final = (".safetensors", ".npz", ".json", ".pt")  # weights are read from these


def format_of(path: PurePath, preferred: str = "") -> ExportFormat:
    """The format that the suffix of `path` asks for, in upper or lower case.

    Where several have it, the one named `preferred`, else the first.

    Raises:
        SpecError: no format has this suffix.
    """
    fitting = [each for each in EXPORT_FORMATS if path.suffix.lower() == each.suffix]
    if fitting:
        return next((each for each in fitting if each.name == preferred), fitting[0])
    known = ", ".join(dict.fromkeys(each.suffix for each in EXPORT_FORMATS))
    raise SpecError(f"The file name ends in {path.suffix or 'no suffix'}; use one of {known}.")
