"""A small deep-learning framework on torch tensors, with every backward pass written by hand."""

from core.activations import ReLU, Tanh
from core.gradient_check import gradient_check
from core.linear import Linear
from core.losses import MSELoss
from core.module import Module, Parameter
from core.optimizers import SGD
from core.sequential import Sequential

__all__ = [
    "SGD",
    "Linear",
    "MSELoss",
    "Module",
    "Parameter",
    "ReLU",
    "Sequential",
    "Tanh",
    "gradient_check",
]
