"""JAX, with the whole step compiled."""

from collections.abc import Callable

import jax
import numpy as np
from jax import numpy as jnp

from tests.benchmarks.report_network import LEARNING_RATE, STEPS, sizes


def epoch(points: np.ndarray, targets: np.ndarray) -> Callable[[], None]:
    layers = sizes(25)
    keys = jax.random.split(jax.random.key(1), len(layers))
    parameters = []
    for key, (fan_in, fan_out) in zip(keys, layers, strict=True):
        bound = fan_in**-0.5
        shape = (fan_in + 1, fan_out)  # the last row is the bias
        drawn = jax.random.uniform(key, shape, minval=-bound, maxval=bound)
        parameters.append((drawn[:-1], drawn[-1]))

    def loss(parameters, x, target):
        for weight, bias in parameters:
            x = jnp.tanh(x @ weight + bias)
        return jnp.mean((x - target) ** 2)

    @jax.jit
    def step(parameters, x, target):
        value, gradients = jax.value_and_grad(loss)(parameters, x, target)
        moved = jax.tree.map(lambda p, g: p - LEARNING_RATE * g, parameters, gradients)
        return moved, value

    generator = np.random.default_rng(1)

    def steps() -> None:
        nonlocal parameters
        order = generator.permutation(len(points))
        for batch in np.split(order, STEPS):
            parameters, _ = step(parameters, points[batch], targets[batch])
        jax.block_until_ready(parameters)

    return steps
