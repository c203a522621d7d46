"""The one way trained weights get to disk, from the window and from the command line."""

from pathlib import Path

from core.export import export_bytes
from core.training import Trainer
from playground import atomic_write
from playground.document.spec import ExperimentSpec


def write(path: Path, format: str, trainer: Trainer, spec: ExperimentSpec) -> Path:
    """Write the present weights as `format`, with the data, seed and steps they come from.

    Raises:
        WriteError: the file could not be written; an old one is as it was.
        ExportError: the network cannot be exported.
    """
    origin = {"data": spec.data.kind, "seed": str(spec.seed), "steps": str(trainer.steps)}
    return atomic_write.write(path, export_bytes(trainer.model, format, metadata=origin))
