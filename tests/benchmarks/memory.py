"""How much the process grows while it trains: 5 million steps by default, some ten minutes.

    python -m tests.benchmarks.memory [--steps N] [--limit MB]

Exit code 1 if it grew by the limit or more. The steps before the first reading, which fill caches,
do not count. Linux only, where a process can read its own size.
"""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

import torch

from core import L2, Adam, CosineAnnealingLR, Linear, Sequential, Tanh
from core.datasets import generate, one_hot
from core.ensemble import EnsembleTrainer
from core.training import Split, Trainer

READINGS = 10
FIRST = 0.1  # of the steps come before the first reading, and are made in addition
POINTS, BATCH = 40, 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=5_000_000, help="of all trainings together")
    parser.add_argument("--limit", type=float, default=5.0, help="growth in MB that is too much")
    options = parser.parse_args()
    torch.set_num_threads(1)
    alone, together = trainer(1, with_all=True), [trainer(2), trainer(3)]
    ensemble = EnsembleTrainer(together)
    part = options.steps // (READINGS * (1 + len(together)))

    def work(steps: int) -> None:
        for evaluation in alone.run(steps // alone.steps_per_epoch):
            del evaluation
        ensemble.advance(steps)

    work(int(FIRST * READINGS * part))
    first = megabytes()
    steps = alone.steps + sum(each.steps for each in together)
    for _ in range(READINGS):
        work(part)
        made = alone.steps + sum(each.steps for each in together) - steps
        print(f"{made:>9,} steps: {megabytes() - first:+.2f} MB", flush=True)
    return int(megabytes() - first >= options.limit)


def trainer(seed: int, *, with_all: bool = False) -> Trainer:
    """A small network's training; with_all: also an optimiser with a memory, a schedule, …"""
    points, classes = generate("disk", 2 * POINTS, generator=_generator(seed))
    targets = one_hot(classes, 2)
    weights = _generator(seed + 100)
    make = partial(
        Trainer,
        Sequential([Linear(2, 4, generator=weights), Tanh(), Linear(4, 2, generator=weights)]),
        Split(points[:POINTS], targets[:POINTS], points[POINTS:], targets[POINTS:]),
        learning_rate=0.001,
        batch_size=BATCH,
        generator=_generator(seed + 200),
    )
    if not with_all:
        return make()
    return make(
        optimizer=Adam, schedule=CosineAnnealingLR(1000), penalties=[L2(1e-4)], max_norm=1.0
    )


def megabytes() -> float:
    """What the process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _generator(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


if __name__ == "__main__":
    sys.exit(main())
