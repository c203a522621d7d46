"""Layers beyond Linear: for regularisation, normalisation, shortcuts, features and images."""

from core.layers.dropout import Dropout

__all__ = ["Dropout"]
