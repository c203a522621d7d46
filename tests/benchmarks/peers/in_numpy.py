"""NumPy, forward and backward written by hand."""

from collections.abc import Callable

import numpy as np

from tests.benchmarks.report_network import LEARNING_RATE, STEPS, sizes


def epoch(points: np.ndarray, targets: np.ndarray) -> Callable[[], None]:
    generator = np.random.default_rng(1)
    weights, biases = [], []
    for fan_in, fan_out in sizes(25):
        bound = 1 / np.sqrt(fan_in)
        weights.append(generator.uniform(-bound, bound, (fan_in, fan_out)).astype(np.float32))
        biases.append(generator.uniform(-bound, bound, fan_out).astype(np.float32))

    def step(x: np.ndarray, target: np.ndarray) -> None:
        outputs = [x]
        for weight, bias in zip(weights, biases, strict=True):
            outputs.append(np.tanh(outputs[-1] @ weight + bias))
        gradient = (outputs[-1] - target) * np.float32(2 / target.size)
        for index in reversed(range(len(weights))):
            gradient = gradient * (1 - outputs[index + 1] ** 2)
            change = outputs[index].T @ gradient
            shift = gradient.sum(0)
            gradient = gradient @ weights[index].T
            weights[index] -= np.float32(LEARNING_RATE) * change
            biases[index] -= np.float32(LEARNING_RATE) * shift

    def steps() -> None:
        order = generator.permutation(len(points))
        for batch in np.split(order, STEPS):
            step(points[batch], targets[batch])

    return steps
