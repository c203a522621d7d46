"""A step of one of many networks that train together, against eager torch.nn training one.

    python -m tests.benchmarks.ensemble [--rounds N]

A replica's step is a step of the ensemble divided by their number.
"""

import argparse
from collections.abc import Callable

import torch

from core.ensemble import EnsembleTrainer
from tests.benchmarks.measure import in_turns, rows, show
from tests.benchmarks.report_network import STEPS, disk, eager, trainer

CASES = ((10, 1, ""), (10, 2, "12"), (50, 1, ""), (50, 2, "18"))  # replicas, threads, to reach


def with_threads(threads: int, action: Callable[[], object]) -> Callable[[], None]:
    def turn() -> None:
        torch.set_num_threads(threads)
        action()

    return turn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="turns of each side")
    options = parser.parse_args()
    split, lines = disk(), []
    alone = with_threads(1, eager(split))
    for replicas, threads, reach in CASES:
        together = EnsembleTrainer([trainer(split, seed=2 * each) for each in range(replicas)])
        turns = {
            "core": with_threads(threads, lambda together=together: together.advance(STEPS)),
            "torch.nn, one network on 1 thread": alone,
        }
        seconds = in_turns(turns, options.rounds)
        steps = dict(zip(turns, (STEPS * replicas, STEPS), strict=True))
        figure = f"a step of one of {replicas} replicas, {threads} thread{'s' * (threads > 1)}"
        lines += rows(figure, seconds, per_turn=steps, reach=reach)
    show(lines)


if __name__ == "__main__":
    main()
