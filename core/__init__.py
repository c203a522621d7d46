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
from core.optimizers import SGD, Adadelta, Adagrad, Adam, AdamW, Lion, Optimizer, RMSprop
from core.regularization import L1, L2, clip_grad_norm_
from core.schedules import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    OneCycleLR,
    ReduceLROnPlateau,
    Schedule,
    StepLR,
    WarmupLR,
)
from core.sequential import Sequential

__all__ = [
    "ELU",
    "GELU",
    "L1",
    "L2",
    "SELU",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "BCEWithLogitsLoss",
    "ConstantLR",
    "CosineAnnealingLR",
    "CrossEntropyLoss",
    "Dropout",
    "ExponentialLR",
    "Gaussian",
    "Hardtanh",
    "HingeLoss",
    "HuberLoss",
    "Identity",
    "L1Loss",
    "LeakyReLU",
    "Linear",
    "Lion",
    "MSELoss",
    "Mish",
    "Module",
    "OneCycleLR",
    "Optimizer",
    "Parameter",
    "RMSprop",
    "ReLU",
    "ReduceLROnPlateau",
    "Schedule",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Sin",
    "Softmax",
    "Softplus",
    "Softsign",
    "Step",
    "StepLR",
    "Tanh",
    "WarmupLR",
    "clip_grad_norm_",
    "gradient_check",
    "initialization",
]
