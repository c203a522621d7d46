"""Activation functions: they have no parameters, and all but Softmax act on each element."""

from core.activations.gated import GELU, Mish, SiLU
from core.activations.rectifiers import ELU, SELU, LeakyReLU, ReLU, Softplus
from core.activations.sigmoids import Hardtanh, Sigmoid, Softsign, Step, Tanh
from core.activations.special import Gaussian, Identity, Sin, Softmax

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Gaussian",
    "Hardtanh",
    "Identity",
    "LeakyReLU",
    "Mish",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Sin",
    "Softmax",
    "Softplus",
    "Softsign",
    "Step",
    "Tanh",
]
