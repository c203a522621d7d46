"""`python main.py export` and `check`: a file of weights into another format, or looked at."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playground import startup
from playground.atomic_write import WriteError
from playground.cli.errors import CommandError, UsageError
from playground.cli.train import export_format
from playground.document.errors import DocumentError, SpecError

if TYPE_CHECKING:
    from core.importing import Weights
    from core.sequential import Sequential
    from core.training import Trainer
    from playground.document.spec import ExperimentSpec
    from playground.proof import Claim

    Write = Callable[[Path, str], Claim]


def export(arguments: argparse.Namespace) -> None:
    """Read a network and write it in another format; the new file proves itself.

    Raises:
        UsageError: a file that cannot be read or written.
        CommandError: the new file does not compute what the old one does.
    """
    target = Path(arguments.to)
    format = export_format(target, arguments.format or "")
    path = Path(arguments.file)
    write = _document_writer(path) if _is_document(path) else _weights_writer(path)
    from core.export import ExportError

    try:
        claim = write(target, format.name)
    except (WriteError, ExportError) as error:
        raise CommandError(str(error)) from error
    print(f"{format.label}: {claim.path}")
    tell_proof(claim)


def check(arguments: argparse.Namespace) -> None:
    """Say what a file holds, without running anything from it.

    Raises:
        UsageError: it is refused; the sentence says why.
    """
    path, described = Path(arguments.file), "described in the file"
    if _is_document(path):
        trainer, spec = _read_document(path)
        from playground import weights_file

        model = trainer.model
        _, card = weights_file.origin_of(trainer, spec)
    else:
        weights, model = _read(path)
        from playground import weights_file

        card = dict(weights.metadata)
        if weights.network is None:
            described = "guessed from the shapes"
    print(f"{model}\n\nThe network is {described}.")
    _tell_card({**card, **weights_file.card_of(model)})


def tell_proof(claim: "Claim") -> None:
    """Let the file prove itself, and print the proof under its card.

    Raises:
        CommandError: it could not be read again, or computes something else.
    """
    from playground.proof import ProofError, prove

    _tell_card(claim.card)
    try:
        proof = prove(claim)
    except ProofError as error:
        raise CommandError(str(error)) from error
    if not proof.holds:
        raise CommandError(str(proof))
    print(proof)


def _is_document(path: Path) -> bool:
    startup.require_packages(("torch", "numpy", "safetensors"))
    from playground.files.contents import SUFFIX

    return path.suffix.lower() == SUFFIX


def _weights_writer(path: Path) -> "Write":
    """Writes the network of a file of weights; where they come from is what that file says."""
    weights, model = _read(path)
    from playground import weights_file

    origin = {key: text for key, text in weights.metadata.items() if key in weights_file.ORIGIN}
    card = {key.capitalize(): text for key, text in origin.items()}
    return lambda target, format: weights_file.write_model(target, format, model, origin, card)


def _document_writer(path: Path) -> "Write":
    """Writes the network of a document, as the window would."""
    trainer, spec = _read_document(path)
    from playground import weights_file

    return lambda target, format: weights_file.write(target, format, trainer, spec)


def _read(path: Path) -> "tuple[Weights, Sequential]":
    from core.importing import WeightsError, network_of
    from playground import weights_reader

    try:
        weights = weights_reader.read(path)
        return weights, network_of(weights)
    except weights_reader.ReadError as error:
        raise UsageError(str(error)) from error
    except WeightsError as error:
        raise UsageError(f"Could not read {path}: {error}") from error


def _read_document(path: Path) -> "tuple[Trainer, ExperimentSpec]":
    """The training of a document, as it was when it was saved."""
    from core.state import StateError
    from playground.builder import build_trainer
    from playground.files import storage
    from playground.training import trainer_record

    try:
        contents = storage.load(path).contents
        trainer, record = build_trainer(contents.spec), contents.record
        if record:
            trainer_record.restore(trainer, record.weights, record.trainer, record.gradients)
    except DocumentError as error:  # which names the file
        raise UsageError(str(error)) from error
    except (SpecError, StateError) as error:
        raise UsageError(f"Could not read {path}: {error}") from error
    return trainer, contents.spec


def _tell_card(card: Mapping[str, str]) -> None:
    """A line an entry; control characters of a stranger's text cannot reach the terminal."""
    for name, text in card.items():
        if name != "spec":
            print(f"{_plain(name) + ':':10} {_plain(text)}")


def _plain(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)[:200]
