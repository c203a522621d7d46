"""Losses: what training makes small. Here, and only here, the mean over the batch enters."""

from core.losses.base import Loss, Reduction
from core.losses.classification import (
    BCEWithLogitsLoss,
    ClassificationLoss,
    CrossEntropyLoss,
    HingeLoss,
)
from core.losses.regression import HuberLoss, L1Loss, MSELoss

__all__ = [
    "BCEWithLogitsLoss",
    "ClassificationLoss",
    "CrossEntropyLoss",
    "HingeLoss",
    "HuberLoss",
    "L1Loss",
    "Loss",
    "MSELoss",
    "Reduction",
]
