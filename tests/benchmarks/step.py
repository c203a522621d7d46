"""One training step of the report's network, against eager torch.nn doing the same.

Both sides make the same steps on the same mini-batches (2-25-25-25-2, Tanh, batch 100), in turns
of one epoch, on one thread. Run from the repository's root: python -m tests.benchmarks.step
"""

import argparse
import time
from collections.abc import Callable
from itertools import pairwise
from statistics import quantiles

import torch

from core import Linear, Sequential, Tanh
from core.datasets import generate, one_hot
from core.training import Split, Trainer

BATCH = 100
STEPS = 10  # of one turn: an epoch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="turns of each side")
    parser.add_argument("--width", type=int, default=25, help="units of each hidden layer")
    options = parser.parse_args()
    torch.set_num_threads(1)
    split = _split(torch.Generator().manual_seed(1))
    sides = {"core": _core(split, options.width), "torch.nn": _torch(split, options.width)}
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(options.rounds + 20):
        for name, epoch in sides.items():
            start = time.perf_counter()
            epoch()
            if turn >= 20:
                seconds[name].append((time.perf_counter() - start) / STEPS)
    ratios = [b / a for a, b in zip(*seconds.values(), strict=True)]
    print(f"One step, width {options.width}, batch {BATCH}, 1 thread; torch {torch.__version__}")
    for name, times in seconds.items():
        print(f"{name:9}{_spread([1e6 * each for each in times])} µs")
    print(f"{'ratio':9}{_spread(ratios)}")


def _spread(values: list[float]) -> str:
    low, middle, high = quantiles(values, n=4)
    return f"median {middle:7.1f}, half of them from {low:7.1f} to {high:7.1f}"


def _split(generator: torch.Generator) -> Split:
    points, classes = generate("disk", 2 * STEPS * BATCH, generator=generator)
    targets = one_hot(classes, 2)
    half = STEPS * BATCH
    return Split(points[:half], targets[:half], points[half:], targets[half:])


def _core(split: Split, width: int) -> Callable[[], None]:
    weights = torch.Generator().manual_seed(2)
    sizes = (2, width, width, width, 2)
    modules = [
        module
        for fan_in, fan_out in pairwise(sizes)
        for module in (Linear(fan_in, fan_out, generator=weights), Tanh())
    ]
    trainer = Trainer(
        Sequential(modules),
        split,
        learning_rate=0.15,
        batch_size=BATCH,
        generator=torch.Generator().manual_seed(3),
    )

    return lambda: trainer.advance(STEPS)


def _torch(split: Split, width: int) -> Callable[[], None]:
    nn = torch.nn
    sizes = (2, width, width, width, 2)
    model = nn.Sequential(
        *[
            module
            for fan_in, fan_out in pairwise(sizes)
            for module in (nn.Linear(fan_in, fan_out), nn.Tanh())
        ]
    )
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.15)
    order = torch.Generator().manual_seed(3)

    def epoch() -> None:
        shuffled = torch.randperm(len(split.train_input), generator=order)
        inputs = torch.split(split.train_input[shuffled], BATCH)
        targets = torch.split(split.train_target[shuffled], BATCH)
        for x, target in zip(inputs, targets, strict=True):
            optimizer.zero_grad()
            loss = criterion(model(x), target)
            loss.backward()
            optimizer.step()

    return epoch


if __name__ == "__main__":
    main()
