"""Optimisers: they turn gradients into new values, a few operations on one vector."""

from core.optimizers.adam import Adam, AdamW
from core.optimizers.lion import Lion
from core.optimizers.optimizer import MakeOptimizer, Optimizer, make_optimizer
from core.optimizers.scaled import Adadelta, Adagrad, RMSprop
from core.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Lion",
    "MakeOptimizer",
    "Optimizer",
    "RMSprop",
    "make_optimizer",
]
