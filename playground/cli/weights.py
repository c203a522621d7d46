"""`python main.py export` and `check`: a file of weights into another format, or looked at."""

import argparse
from collections.abc import Mapping
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
    from playground.proof import Claim


def export(arguments: argparse.Namespace) -> None:
    """Read a network and write it in another format; the new file proves itself.

    Raises:
        UsageError: a file that cannot be read or written.
        CommandError: the new file does not compute what the old one does.
    """
    target = Path(arguments.to)
    format = export_format(target, arguments.format or "")
    weights, model = _read(Path(arguments.file))
    from core.export import ExportError
    from playground import weights_file

    origin = {key: text for key, text in weights.metadata.items() if key in weights_file.ORIGIN}
    card = {key.capitalize(): text for key, text in origin.items()}
    try:
        claim = weights_file.write_model(target, format.name, model, origin, card)
    except (WriteError, ExportError) as error:
        raise CommandError(str(error)) from error
    print(f"{format.label}: {claim.path}")
    tell_proof(claim)


def check(arguments: argparse.Namespace) -> None:
    """Say what a file holds, without running anything from it.

    Raises:
        UsageError: it is refused; the sentence says why.
    """
    weights, model = _read(Path(arguments.file))
    from playground import weights_file

    described = (
        "described in the file" if weights.network is not None else "guessed from the shapes"
    )
    print(f"{model}\n\nThe network is {described}.")
    _tell_card({**weights.metadata, **weights_file.card_of(model)})


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


def _read(path: Path) -> "tuple[Weights, Sequential]":
    startup.require_packages(("torch", "numpy", "safetensors"))
    from core.importing import WeightsError, network_of
    from playground import weights_reader
    from playground.files.contents import SUFFIX

    if path.suffix.lower() == SUFFIX:
        return _read_document(path)
    try:
        weights = weights_reader.read(path)
        return weights, network_of(weights)
    except weights_reader.ReadError as error:
        raise UsageError(str(error)) from error
    except WeightsError as error:
        raise UsageError(f"Could not read {path}: {error}") from error


def _read_document(path: Path) -> "tuple[Weights, Sequential]":
    """The network of a document, as it was when it was saved."""
    from core.export.torch_layers import description
    from core.importing import Weights, WeightsError, load
    from playground.builder import build_model, generators
    from playground.files import storage

    try:
        contents = storage.load(path).contents
        spec, record = contents.spec, contents.record
        draws = generators(spec.seed)
        model = build_model(spec, generator=draws.weights, dropout=draws.dropout)
        steps = record.steps if record else 0
        origin = {"data": spec.data.kind, "seed": str(spec.seed), "steps": str(steps)}
        found = Weights(record.weights if record else {}, description(model), origin)
        if record:
            load(model, found)
    except DocumentError as error:  # which names the file
        raise UsageError(str(error)) from error
    except (SpecError, WeightsError) as error:
        raise UsageError(f"Could not read {path}: {error}") from error
    return found, model


def _tell_card(card: Mapping[str, str]) -> None:
    """A line an entry; control characters of a stranger's text cannot reach the terminal."""
    for name, text in card.items():
        if name != "spec":
            print(f"{_plain(name) + ':':10} {_plain(text)}")


def _plain(text: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in text)[:200]
