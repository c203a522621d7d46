"""Seconds for the report's tables, ten repetitions each, against eager torch.nn run by run.

    python -m tests.benchmarks.tables [--rounds N]

Core's side is done as by `python main.py experiment`, by a process for each of up to four cores,
which have imported torch before they are timed.
One turn of torch.nn is a single run of 250 epochs, taken as many times as the table has runs.
Table II has ten runs of torch.nn in itself.
"""

import argparse

import torch

from core.experiments import CELLS, Settings, table1, table2
from playground.cli.processes import Processes
from tests.benchmarks.measure import in_turns, rows, show
from tests.benchmarks.report_network import disk, eager


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side")
    options = parser.parse_args()
    torch.set_num_threads(1)
    settings, epoch = Settings(), eager(disk())

    def one_run() -> None:
        for _ in range(settings.epochs):
            epoch()

    with Processes(settings.repetitions) as processes:
        list(table1(Settings(1, epochs=1), processes.map))  # so that all are there
        seconds = in_turns(
            {
                "Table I": lambda: list(table1(settings, processes.map)),
                "Table II": lambda: list(table2(settings, processes.map)),
                "torch.nn": one_run,
            },
            max(2, options.rounds),
            warm_up=0,
        )
    both = [sum(pair) for pair in zip(seconds["Table I"], seconds["Table II"], strict=True)]
    runs = settings.repetitions * len(CELLS)
    tables = (
        ("Table I, 10 repetitions", seconds["Table I"], runs, ""),
        ("Table II, 10 repetitions", seconds["Table II"], settings.repetitions, ""),
        ("both tables", both, runs + settings.repetitions, "at most 4 s"),
    )
    lines = []
    for figure, own, count, reach in tables:
        other = f"{count} runs of torch.nn"
        turns = {"core": own, other: [count * one for one in seconds["torch.nn"]]}
        lines += rows(figure, turns, unit=("s", 1), reach=reach)
    show(lines)


if __name__ == "__main__":
    main()
