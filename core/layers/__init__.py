"""Layers beyond Linear: for regularisation, normalisation, shortcuts, features and images."""

from core.layers.convolution import Conv2d, Flatten, MaxPool2d
from core.layers.dropout import Dropout
from core.layers.features import FEATURES, Features
from core.layers.normalization import BatchNorm1d, LayerNorm
from core.layers.residual import Residual

__all__ = [
    "FEATURES",
    "BatchNorm1d",
    "Conv2d",
    "Dropout",
    "Features",
    "Flatten",
    "LayerNorm",
    "MaxPool2d",
    "Residual",
]
