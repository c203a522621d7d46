"""`python main.py train`: the report's task, and others, without a window."""

import argparse
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playground import atomic_write, startup
from playground.atomic_write import WriteError
from playground.cli.errors import CommandError, UsageError
from playground.document import edits
from playground.document.catalogue import CORRUPTIONS, DATA_OPTIONS, TRAINING_OPTIONS
from playground.document.errors import SpecError
from playground.document.export_formats import ExportFormat, format_of
from playground.document.presets import PRESETS, default
from playground.document.spec import ExperimentSpec

if TYPE_CHECKING:
    from core.training import Evaluation, Trainer

Draw = Callable[[ExperimentSpec, int, Path], None]


def train(arguments: argparse.Namespace) -> None:
    """Train, say how well it went, write what was asked for.

    Raises:
        UsageError: a value outside its limits, or a file that cannot be written; before training.
        CommandError: training diverged, or a file could not be written after all.
    """
    spec = _spec(arguments)
    export = export_format(Path(arguments.export)) if arguments.export is not None else None
    draw = _draw(Path(arguments.picture)) if arguments.picture is not None else None
    trainer = _train(spec, arguments.epochs)
    try:
        if export is not None:
            from playground import weights_file

            claim = weights_file.write(Path(arguments.export), export.name, trainer, spec)
            print(f"Weights: {claim.path}")
        if draw is not None:
            draw(spec, arguments.epochs, Path(arguments.picture))
            print(f"Picture: {arguments.picture}")
    except (WriteError, RuntimeError) as error:
        raise CommandError(str(error)) from error


def _train(spec: ExperimentSpec, epochs: int) -> "Trainer":
    """The trainer after its last step; torch takes its second here, after every check."""
    startup.require_packages(("torch", "numpy", "tqdm"))
    import torch

    from core.errors import DivergedError
    from playground.builder import build_trainer
    from playground.cli.progress import follow

    torch.set_num_threads(1)  # as the window: more are slower here, and may round differently
    trainer = build_trainer(spec)
    try:
        for evaluation in follow(trainer.run(epochs), epochs, "epoch", _test_error):
            last = evaluation
    except DivergedError as error:
        raise CommandError(
            f"Training diverged at step {error.step:,}: the loss is no longer a finite number. "
            f"Try --learning-rate {spec.training.learning_rate / 10:g}."
        ) from error
    print(
        f"Trained {epochs:,} epochs: train error {100 * last.train_error:.2f} %, "
        f"{_test_error(last)}."
    )
    return trainer


def _spec(arguments: argparse.Namespace) -> ExperimentSpec:
    layers = next(each.layers for each in PRESETS if each.name == arguments.preset)
    values = vars(arguments)
    try:
        spec = edits.set_seed(edits.set_layers(default(), layers), arguments.seed)
        spec = edits.set_data_option(spec, "kind", arguments.data)
        for option in (*DATA_OPTIONS, *CORRUPTIONS):
            spec = edits.set_data_option(spec, option.name, values[option.name])
        for option in TRAINING_OPTIONS:
            spec = edits.set_training_option(spec, option.name, values[option.name])
    except SpecError as error:
        raise UsageError(str(error)) from error
    return spec


def export_format(path: Path, preferred: str = "") -> ExportFormat:
    """The format that the name asks for; what could stop the export is looked for first.

    Raises:
        UsageError: no format has this suffix, a package is missing, or the file cannot be written.
    """
    try:
        found = format_of(path, preferred)
        atomic_write.check(path)
    except (SpecError, WriteError) as error:
        raise UsageError(str(error)) from error
    startup.require_packages(("safetensors",))
    if found.package and importlib.util.find_spec(found.package) is None:
        raise UsageError(
            f"{found.label} needs the package {found.package}: "
            "python -m pip install -r core/export/requirements.txt"
        )
    return found


def _draw(path: Path) -> Draw:
    """What draws the window; Qt is looked for only when it is wanted."""
    if path.suffix.lower() != ".png":
        raise UsageError(f"The picture's name ends in {path.suffix or 'no suffix'}; use .png.")
    try:
        atomic_write.check(path)
    except WriteError as error:
        raise UsageError(str(error)) from error
    startup.require_packages(startup.PACKAGES)
    from playground.picture import render

    return render


def _test_error(evaluation: "Evaluation") -> str:
    return f"test error {100 * evaluation.test_error:.2f} %"
