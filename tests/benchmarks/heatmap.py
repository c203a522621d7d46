"""The outputs of the report's network on 200 x 200 points, as the decision boundary wants them.

python -m tests.benchmarks.heatmap [--rounds N]
"""

import argparse

import torch

from playground.document.spec import LossSpec
from playground.training import probe
from tests.benchmarks.measure import in_turns, rows, show
from tests.benchmarks.report_network import model, twin

SIDE = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="turns of each side")
    options = parser.parse_args()
    torch.set_num_threads(1)
    own, other = model(25), twin(25)
    at = (torch.arange(SIDE) + 0.5) / SIDE
    points = torch.cartesian_prod(at, at)

    @torch.inference_mode()
    def all_at_once() -> None:
        other(points)

    lines = []
    for threads, reach in ((1, ""), (2, "at most 5 ms")):  # paused, the window takes more than one
        torch.set_num_threads(threads)
        contenders = {
            "core": lambda threads=threads: probe.boundary(own, SIDE, LossSpec(), threads),
            "torch.nn, all points at once": all_at_once,
        }
        seconds = in_turns(contenders, options.rounds)
        figure = (
            f"outputs at {SIDE} x {SIDE} points, width 25, {threads} thread{'s' * (threads > 1)}"
        )
        lines += rows(figure, seconds, unit=("ms", 1e3), reach=reach)
    show(lines)


if __name__ == "__main__":
    main()
