"""scikit-learn: its solver without momentum, one `partial_fit` a mini-batch."""

from collections.abc import Callable

import numpy as np
from sklearn.neural_network import MLPRegressor

from tests.benchmarks.report_network import LEARNING_RATE, STEPS


def epoch(points: np.ndarray, targets: np.ndarray) -> Callable[[], None]:
    batch_size = len(points) // STEPS
    model = MLPRegressor(
        hidden_layer_sizes=(25, 25, 25),
        activation="tanh",
        solver="sgd",
        alpha=0,
        batch_size=batch_size,
        learning_rate_init=LEARNING_RATE,
        momentum=0,
        random_state=1,
    )
    generator = np.random.default_rng(1)

    def steps() -> None:
        order = generator.permutation(len(points))
        for batch in np.split(order, STEPS):
            model.partial_fit(points[batch], targets[batch])

    return steps
