"""tinygrad, with the whole step captured by TinyJit. On a processor it needs clang."""

from collections.abc import Callable

import numpy as np
from tinygrad import Context, Tensor, TinyJit
from tinygrad.nn import Linear
from tinygrad.nn.optim import SGD

from tests.benchmarks.report_network import LEARNING_RATE, STEPS, sizes


def epoch(points: np.ndarray, targets: np.ndarray) -> Callable[[], None]:
    layers = [Linear(fan_in, fan_out) for fan_in, fan_out in sizes(25)]
    optimizer = SGD(
        [each for layer in layers for each in (layer.weight, layer.bias)], LEARNING_RATE
    )

    @TinyJit
    def step(x: Tensor, target: Tensor) -> Tensor:
        optimizer.zero_grad()
        for layer in layers:
            x = layer(x).tanh()
        loss = (x - target).square().mean()
        loss.backward()
        return loss.realize(*optimizer.schedule_step())

    generator = np.random.default_rng(1)

    def steps() -> None:
        order = generator.permutation(len(points))
        with Context(TRAINING=1):
            for batch in np.split(order, STEPS):
                loss = step(Tensor(points[batch]), Tensor(targets[batch]))
        loss.item()  # waits

    return steps
