"""One step of each optimiser on the report's network, against torch.optim doing the same.

Both sides have the same gradients of 2-25-25-25-2, so that only the update is timed; in turns of
100 steps, on one thread. Run from the repository's root: python -m tests.benchmarks.optimizers
"""

import argparse
import time
from collections.abc import Callable
from statistics import quantiles

import torch

from core import SGD, Adadelta, Adagrad, Adam, AdamW, Optimizer, Parameter, RMSprop

STEPS = 100  # of one turn
SHAPES = ((25, 2), (25,), (25, 25), (25,), (25, 25), (25,), (2, 25), (2,))
PAIRS: tuple[tuple[type[Optimizer], type[torch.optim.Optimizer], dict[str, float]], ...] = (
    (SGD, torch.optim.SGD, {}),
    (SGD, torch.optim.SGD, {"momentum": 0.9}),
    (Adam, torch.optim.Adam, {}),
    (AdamW, torch.optim.AdamW, {}),
    (RMSprop, torch.optim.RMSprop, {}),
    (Adagrad, torch.optim.Adagrad, {}),
    (Adadelta, torch.optim.Adadelta, {}),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="turns of each side")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(f"One optimiser step, 8 parameters of {sum(map(_size, SHAPES))}, 1 thread, µs")
    print(f"{'':24}{'core':>8}{'torch':>9}   ratio: median, half of them")
    for ours, theirs, hyper in PAIRS:
        sides = (_core(ours, hyper), _torch(theirs, hyper))
        seconds: list[list[float]] = [[], []]
        for turn in range(options.rounds + 3):
            for steps, times in zip(sides, seconds, strict=True):
                start = time.perf_counter()
                steps()
                if turn >= 3:
                    times.append((time.perf_counter() - start) / STEPS)
        own, other = (1e6 * quantiles(each, n=4)[1] for each in seconds)
        low, middle, high = quantiles([b / a for a, b in zip(*seconds, strict=True)], n=4)
        name = " ".join([ours.__name__, *(f"{key}={value}" for key, value in hyper.items())])
        print(f"{name:24}{own:8.1f}{other:9.1f}{middle:10.1f}, from {low:.1f} to {high:.1f}")


def _size(shape: tuple[int, ...]) -> int:
    return torch.Size(shape).numel()


def _tensors(scale: float) -> list[torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    return [torch.randn(shape, generator=generator) * scale for shape in SHAPES]


def _core(kind: type[Optimizer], hyper: dict[str, float]) -> Callable[[], None]:
    parameters = [Parameter(value) for value in _tensors(0.3)]
    optimizer = kind(parameters, 1e-4, **hyper)
    for parameter, gradient in zip(parameters, _tensors(0.01), strict=True):
        parameter.new_gradient().copy_(gradient)

    @torch.inference_mode()  # entered once, as by Trainer.advance
    def steps() -> None:
        for _ in range(STEPS):
            optimizer.step()

    return steps


def _torch(kind: type[torch.optim.Optimizer], hyper: dict[str, float]) -> Callable[[], None]:
    values = [value.requires_grad_() for value in _tensors(0.3)]
    optimizer = kind(values, lr=1e-4, **hyper)
    for value, gradient in zip(values, _tensors(0.01), strict=True):
        value.grad = gradient

    def steps() -> None:
        for _ in range(STEPS):
            optimizer.step()

    return steps


if __name__ == "__main__":
    main()
