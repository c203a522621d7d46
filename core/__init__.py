"""A small deep-learning framework on torch tensors, with every backward pass written by hand."""

from core import initialization
from core.activations import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Mish,
    ReLU,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core.gradient_check import gradient_check
from core.layers import Dropout
from core.linear import Linear
from core.losses import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HingeLoss,
    HuberLoss,
    L1Loss,
    MSELoss,
)
from core.module import Module, Parameter
from core.optimizers import SGD
from core.sequential import Sequential

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "SGD",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "Dropout",
    "Gaussian",
    "Hardtanh",
    "HingeLoss",
    "HuberLoss",
    "Identity",
    "L1Loss",
    "LeakyReLU",
    "Linear",
    "MSELoss",
    "Mish",
    "Module",
    "Parameter",
    "ReLU",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Sin",
    "Softmax",
    "Softplus",
    "Softsign",
    "Step",
    "Tanh",
    "gradient_check",
    "initialization",
]
