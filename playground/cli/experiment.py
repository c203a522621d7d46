"""`python main.py experiment`: the report's two tables, repeated, and a network that sees."""

import argparse
import json
from typing import TYPE_CHECKING, Any, Protocol

from playground import atomic_write, startup
from playground.atomic_write import WriteError
from playground.cli.errors import CommandError, UsageError
from playground.cli.processes import Processes

if TYPE_CHECKING:
    from core.experiments import Comparison, Digits, Table1, Table2
    from core.training import Evaluation


class _Result(Protocol):
    def text(self) -> str: ...
    def to_json(self) -> dict[str, Any]: ...


def experiment(arguments: argparse.Namespace) -> None:
    """Run the experiment, print its result, write it as JSON if asked.

    Raises:
        UsageError: a value outside its limits, a file that cannot be written, or no images; before
            the work.
        CommandError: a training diverged, or the file could not be written after all.
    """
    if arguments.json is not None:
        try:
            atomic_write.check(arguments.json)
        except WriteError as error:
            raise UsageError(str(error)) from error
    result = _run(arguments)
    print(result.text())
    if arguments.json is not None:
        text = json.dumps(result.to_json(), indent=2) + "\n"
        try:
            atomic_write.write(arguments.json, text.encode())
        except WriteError as error:
            raise CommandError(str(error)) from error


def _run(arguments: argparse.Namespace) -> _Result:
    """The finished result; torch takes its second here, after every other check."""
    startup.require_packages(("torch", "tqdm"))
    if arguments.experiment == "digits":
        from playground.cli import digit_images

        digit_images.require()
    alone = arguments.experiment == "digits"
    with Processes(1 if alone else arguments.repetitions) as processes:
        import torch

        from core.errors import DivergedError, OptionError

        torch.set_num_threads(1)  # more are slower for networks of this size
        try:
            return _digits(arguments) if alone else _table(arguments, processes)
        except OptionError as error:
            raise UsageError(f"{error}.") from error
        except DivergedError as error:
            raise CommandError(f"{error}.") from error


def _table(arguments: argparse.Namespace, processes: Processes) -> "Table1 | Table2":
    from core.experiments import CELLS, Settings, Table1, Table2, table1, table2
    from playground.cli.progress import follow

    count = arguments.repetitions
    settings = Settings(count, arguments.seed, arguments.new_data, arguments.shuffle)
    if arguments.experiment == "table1":
        finished = table1(settings, processes.map)
        runs = follow(finished, count * len(CELLS), "run", lambda run: run.cell.label)
        return Table1.of(runs, settings)
    comparisons = follow(table2(settings, processes.map), count, "repetition", _difference)
    return Table2.of(comparisons, settings)


def _digits(arguments: argparse.Namespace) -> "Digits":
    from core.experiments import Digits, DigitsSettings, digits
    from playground.cli import digit_images
    from playground.cli.progress import follow

    settings = DigitsSettings(arguments.epochs, arguments.seed)
    evaluations = digits(*digit_images.load(), settings)
    return Digits.of(follow(evaluations, settings.epochs, "epoch", _accuracy), settings)


def _difference(comparison: "Comparison") -> str:
    return f"weight difference {comparison.max_weight_difference:g}"


def _accuracy(evaluation: "Evaluation") -> str:
    return f"test accuracy {100 * (1 - evaluation.test_error):.2f} %"
