"""The words of the command line; options of the document come from its catalogue."""

import argparse
from typing import Any, Final, NoReturn

from playground.cli.errors import UsageError
from playground.document.catalogue import CORRUPTIONS, DATA, DATA_OPTIONS, TRAINING_OPTIONS, Option
from playground.document.export_formats import EXPORT_FORMATS
from playground.document.presets import PRESETS, default

EPOCHS: Final = 250  # the report's
REPETITIONS: Final = 10  # the report's
DIGITS_EPOCHS: Final = 20
_FLAGS: Final = {
    "noise_percent": "noise",
    "balance_percent": "balance",
    "flip_percent": "flips",
    "outlier_percent": "outliers",
}
_READ: Final = "a document (.nnp), or weights as .safetensors, .npz, .json or .pt"
_SUFFIXES: Final = ", ".join(dict.fromkeys(each.suffix for each in EXPORT_FORMATS))

_EPILOG: Final = """\
Without a command the window opens, also with a document, share text or a link. Examples:
  python main.py
  python main.py document.nnp
  python main.py train --epochs 250 --export weights.safetensors
  python main.py export weights.safetensors --to weights.onnx
  python main.py experiment table1

Exit codes: 0 done, 1 the work failed, 2 wrong use or something is missing, 130 interrupted.
"""
_TRAIN_EPILOG: Final = """\
Examples:
  python main.py train --export weights.pt
  python main.py train --preset relu_default --data spirals --epochs 500 --export weights.npz
  python main.py train --epochs 100 --picture window.png
"""
_EXPERIMENT_EPILOG: Final = """\
Examples:
  python main.py experiment table1
  python main.py experiment table1 --repetitions 50 --new-data --shuffle epoch --json table1.json
  python main.py experiment table2 --seed 7
  python main.py experiment digits --epochs 20
"""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        formatter = argparse.RawDescriptionHelpFormatter  # keeps the lines of the examples
        super().__init__(formatter_class=formatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """`python main.py`: the commands train, experiment, export and check.

    Its `parse_args` raises UsageError for wrong words.
    """
    whole = _Parser(
        prog="python main.py",
        description="Drag a neural network together and watch it learn.",
        epilog=_EPILOG,
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_train(commands)
    _add_experiment(commands)
    _add_weights(commands)
    return whole


def flag(option: Option) -> str:
    """The command line's word for an option of the catalogue: "--train-percent"."""
    return "--" + _FLAGS.get(option.name, option.name).replace("_", "-")


def _add_train(commands: "argparse._SubParsersAction[_Parser]") -> None:
    what = "Train a network without a window and export its weights."
    train = commands.add_parser("train", help=what, description=what, epilog=_TRAIN_EPILOG)
    presets = [preset.name for preset in PRESETS]
    train.add_argument(
        "--preset",
        choices=presets,
        default=presets[0],
        help=f"the network: {', '.join(presets)} (default {presets[0]})",
        metavar="NAME",
    )
    train.add_argument(
        "--data",
        choices=[*DATA],
        default=default().data.kind,
        help=f"the task: {', '.join(DATA)} (default {default().data.kind})",
        metavar="KIND",
    )
    for option in (*DATA_OPTIONS, *CORRUPTIONS, *TRAINING_OPTIONS):
        preset = EPOCHS if option.name == "epochs" else option.default
        limits = f"{option.minimum:,} to {option.maximum:,}, default {preset:,}"
        train.add_argument(
            flag(option),
            dest=option.name,
            type=int if option.type == "int" else float,
            default=preset,
            help=f"{option.help[:-1]} ({limits})".replace("%", "%%"),
            metavar="N" if option.type == "int" else "RATE",
        )
    _add_seed(train)
    train.add_argument(
        "--export", metavar="FILE", help=f"write the trained weights; {_SUFFIXES} says the format"
    )
    train.add_argument(
        "--picture", metavar="FILE.png", help="draw the window after the same training (needs Qt)"
    )


def _add_experiment(commands: "argparse._SubParsersAction[_Parser]") -> None:
    what = "Repeat the report's experiments beside its own figures, or recognise digits."
    experiment = commands.add_parser(
        "experiment", help=what, description=what, epilog=_EXPERIMENT_EPILOG
    )
    experiments = experiment.add_subparsers(dest="experiment", metavar="EXPERIMENT", required=True)
    _add_table(experiments, "table1", "The report's Table I: activations and initialisations.")
    _add_table(experiments, "table2", "The report's Table II: this framework against PyTorch.")
    what = "A convolutional network on images of handwritten digits (needs scikit-learn)."
    digits = experiments.add_parser("digits", help=what, description=what)
    digits.add_argument(
        "--epochs",
        type=_positive,
        default=DIGITS_EPOCHS,
        metavar="N",
        help=f"passes over the training images (default {DIGITS_EPOCHS})",
    )
    _add_seed(digits)
    _add_json(digits)


def _add_weights(commands: "argparse._SubParsersAction[_Parser]") -> None:
    what = "Write the network of a file of weights in another format; the new file proves itself."
    export = commands.add_parser("export", help=what, description=what)
    export.add_argument("file", metavar="FILE", help=_READ)
    export.add_argument("--to", metavar="FILE", required=True, help=f"the new file: {_SUFFIXES}")
    export.add_argument(
        "--format",
        choices=[each.name for each in EXPORT_FORMATS],
        metavar="NAME",
        help="for .py: py (PyTorch, the default) or numpy",
    )
    what = "Say what a file of weights holds; nothing in it is run."
    check = commands.add_parser("check", help=what, description=what)
    check.add_argument("file", metavar="FILE", help=_READ)


def _add_table(experiments: "argparse._SubParsersAction[_Parser]", name: str, what: str) -> None:
    table = experiments.add_parser(name, help=what, description=what)
    table.add_argument(
        "--repetitions",
        type=_positive,
        default=REPETITIONS,
        metavar="N",
        help=f"networks a cell (default {REPETITIONS}, the report's)",
    )
    _add_seed(table)
    table.add_argument(
        "--new-data",
        action="store_true",
        help="draw new points for every repetition (default: one set for all, the report's)",
    )
    table.add_argument(
        "--shuffle",
        choices=["once", "epoch", "never"],
        default="once",
        help="when the order of the training points is drawn (default once a repetition)",
    )
    _add_json(table)


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", metavar="FILE", help="write the figures as JSON too")


def _add_seed(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--seed",
        type=int,
        default=default().seed,
        metavar="N",
        help="equal seeds give equal weights, bit for bit (default %(default)s)",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


_positive.__name__ = "int"  # argparse names the type in its message
