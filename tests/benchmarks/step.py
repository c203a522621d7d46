"""One training step of the report's network, against eager torch.nn doing the same.

Both sides make the same steps on mini-batches of the same points, in turns of an epoch, on one
thread: python -m tests.benchmarks.step [--rounds N] [--width W --batch B]

The second row of each shows the limit: torch's own calls alone, in a straight line. The third is
what those calls cost on one point and one unit; the second less the third is the arithmetic itself.
"""

import argparse

import torch

from tests.benchmarks.measure import in_turns, rows, show
from tests.benchmarks.report_network import STEPS, disk, eager, trainer
from tests.benchmarks.straight_line import straight_line

# width, batch, rounds for each 100 of the argument, and the ratio to reach
CASES = ((25, 100, 100, "4"), (256, 100, 20, "1.8"), (256, 1000, 4, "1.2"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500, help="turns of the smallest network")
    parser.add_argument("--width", type=int, help="another width, and that alone")
    parser.add_argument("--batch", type=int, default=100, help="its mini-batches")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cases = CASES if options.width is None else ((options.width, options.batch, 100, ""),)
    calls, _ = straight_line(disk(1), 1)
    lines = []
    for width, batch, share, reach in cases:
        split = disk(batch)
        own = trainer(split, width)
        limit, _ = straight_line(split, width)
        contenders = {
            "core": lambda own=own: own.advance(STEPS),
            "torch.nn": eager(split, width),
            "the same calls of torch in a straight line": limit,
            "those calls with hardly any arithmetic": calls,
        }
        seconds = in_turns(contenders, max(2, options.rounds * share // 100))
        figure = f"a step, width {width}, batch {batch}, 1 thread"
        lines += rows(figure, seconds, per_turn=STEPS, reach=reach)
    show(lines)


if __name__ == "__main__":
    main()
