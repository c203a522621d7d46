"""One step of each optimiser on the report's network, against torch.optim doing the same.

Both sides have the same gradients of 2-25-25-25-2, so that only the update is timed; in turns of
100 steps, on one thread. Run from the repository's root: python -m tests.benchmarks.optimizers
"""

import argparse
from collections.abc import Callable

import torch

from core import SGD, Adadelta, Adagrad, Adam, AdamW, Optimizer, Parameter, RMSprop
from tests.benchmarks.measure import in_turns, rows, show

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
REACH = {"SGD": "10", "Adam": "5"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="turns of each side")
    options = parser.parse_args()
    torch.set_num_threads(1)
    lines = []
    for ours, theirs, hyper in PAIRS:
        name = " ".join([ours.__name__, *(f"{key}={value}" for key, value in hyper.items())])
        contenders = {"core": _core(ours, hyper), "torch.optim": _torch(theirs, hyper)}
        lines += rows(
            f"an update of 1,427 parameters, {name}",
            in_turns(contenders, options.rounds),
            per_turn=STEPS,
            reach=REACH.get(name, ""),
        )
    show(lines)


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
