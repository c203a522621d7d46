"""One training step of the report's network, against other frameworks that happen to be installed.

    python -m pip install -r tests/benchmarks/requirements.txt
    python -m tests.benchmarks.frameworks [--rounds N]

Each makes steps of the same kind (MSE, gradient descent, the same points), written as its users
write them, on one processor core. One that cannot run here is left out and named.
"""

import argparse
import importlib
import os
import sys

# Before NumPy is imported: it would use threads, which for products as small as these only wait.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("DEV", "CPU")  # tinygrad's

import torch

from tests.benchmarks.measure import in_turns, rows, show
from tests.benchmarks.report_network import STEPS, disk, eager, trainer

PEERS = {
    "NumPy, by hand": "in_numpy",
    "JAX, jit": "in_jax",
    "scikit-learn, partial_fit": "in_sklearn",
    "tinygrad, TinyJit": "in_tinygrad",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="turns of each")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if hasattr(os, "sched_setaffinity"):  # JAX cannot be kept on one core in any other way
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    split = disk()
    own = trainer(split)
    contenders = {"core": lambda: own.advance(STEPS), "eager torch.nn": eager(split)}
    points = (split.train_input.numpy(), split.train_target.numpy())
    for label, module in PEERS.items():
        try:
            peer = importlib.import_module(f"tests.benchmarks.peers.{module}").epoch(*points)
            peer()
            contenders[label] = peer
        except (ImportError, OSError, RuntimeError) as error:  # not installed, or no compiler
            why = (str(error).splitlines() or [""])[0]
            print(f"left out: {label} ({type(error).__name__}: {why})", file=sys.stderr)
    seconds = in_turns(contenders, options.rounds)
    show(rows("a step, width 25, batch 100, 1 core", seconds, per_turn=STEPS))


if __name__ == "__main__":
    main()
