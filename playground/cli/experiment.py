"""`python main.py experiment`: the report's two tables, repeated."""

import argparse
import json
from typing import TYPE_CHECKING

from playground import atomic_write, startup
from playground.atomic_write import WriteError
from playground.cli.errors import CommandError, UsageError

if TYPE_CHECKING:
    from core.experiments import Comparison, Table1, Table2


def experiment(arguments: argparse.Namespace) -> None:
    """Repeat the experiment, print its table beside the report's, write it as JSON if asked.

    Raises:
        UsageError: a value outside its limits, or a file that cannot be written; before the work.
        CommandError: a training of table 2 diverged, or the file could not be written after all.
    """
    if arguments.json is not None:
        try:
            atomic_write.check(arguments.json)
        except WriteError as error:
            raise UsageError(str(error)) from error
    table = _run(arguments)
    print(table.text())
    if arguments.json is not None:
        text = json.dumps(table.to_json(), indent=2) + "\n"
        try:
            atomic_write.write(arguments.json, text.encode())
        except WriteError as error:
            raise CommandError(str(error)) from error


def _run(arguments: argparse.Namespace) -> "Table1 | Table2":
    """The finished table; torch takes its second here, after every other check."""
    startup.require_packages(("torch", "tqdm"))
    import torch

    from core.errors import DivergedError, OptionError
    from core.experiments import CELLS, Settings, Table1, Table2, table1, table2
    from playground.cli.progress import follow

    torch.set_num_threads(1)  # more are slower for networks of this size
    count = arguments.repetitions
    try:
        settings = Settings(count, arguments.seed, arguments.new_data, arguments.shuffle)
        if arguments.table == "table1":
            runs = follow(table1(settings), count * len(CELLS), "run", lambda run: run.cell.label)
            return Table1.of(runs, settings)
        compared = follow(table2(settings), count, "repetition", _difference)
        return Table2.of(compared, settings)
    except OptionError as error:
        raise UsageError(f"{error}.") from error
    except DivergedError as error:
        raise CommandError(f"{error}.") from error


def _difference(comparison: "Comparison") -> str:
    return f"weight difference {comparison.max_weight_difference:g}"
