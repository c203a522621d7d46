"""Early stopping: when to end a training, and the weights of its best moment."""

import math
from typing import Final, TypedDict

import torch
from torch import Tensor

from core.module import Module
from core.options import description, instance, number, whole_number
from core.state import check_like


class EarlyStoppingState(TypedDict):
    """What was observed: the lowest loss, how often none was lower since, what the model had."""

    kind: str
    best_loss: float
    waited: int
    best: list[Tensor]


class EarlyStopping:
    """Keeps the weights with the lowest loss, and says when it has not fallen for too long.

    patience   so many observations in a row without a new lowest loss end the training, at least 1.
    min_delta  a loss is a new lowest one when it is below best_loss - min_delta, at least 0. One
               that is NaN is not.
    observe    takes a loss and keeps the model's weights, and the buffers of its layers, if it is
               a new lowest one. True says that it is time to stop.
    restore    gives the kept ones back to the model: those it began with if no loss was kept.

    The loss is meant to be one of points that are not trained on. What is then reported on the same
    points is a little too good, as they have chosen the weights.

    Raises OptionError for an option outside its limits.
    Source: Goodfellow, Bengio & Courville, Deep Learning, 2016, algorithm 7.1.
    """

    def __init__(self, model: Module, *, patience: int = 10, min_delta: float = 0) -> None:
        self.patience: Final = whole_number("EarlyStopping", "patience", patience, at_least=1)
        self.min_delta: Final = number("EarlyStopping", "min_delta", min_delta)
        instance("EarlyStopping", "model", model, Module)
        self._model = model
        self._best_loss = math.inf
        self._waited = 0
        self._best = self._copy()

    @property
    def best_loss(self) -> float:
        """The loss of the weights that are kept; infinite before the first."""
        return self._best_loss

    def observe(self, loss: float) -> bool:
        if loss < self._best_loss - self.min_delta:
            self._best_loss, self._waited, self._best = float(loss), 0, self._copy()
        else:
            self._waited += 1
        return self._waited >= self.patience

    def restore(self) -> None:
        for tensor, best in zip(self._tensors(), self._best, strict=True):
            tensor.copy_(best)

    def state(self) -> EarlyStoppingState:
        """All that is kept, as a copy: torch.save takes it."""
        with torch.inference_mode(False):
            best = [tensor.clone() for tensor in self._best]
        return {
            "kind": description(self),
            "best_loss": self._best_loss,
            "waited": self._waited,
            "best": best,
        }

    def load_state(self, state: EarlyStoppingState) -> None:
        """Go on from the `state` of an equal one.

        Raises StateError, and changes nothing, when it does not fit.
        """
        check_like("EarlyStopping", "", state, self.state())
        self._best_loss, self._waited = state["best_loss"], state["waited"]
        for own, best in zip(self._best, state["best"], strict=True):
            own.copy_(best)

    def _tensors(self) -> list[Tensor]:
        parameters = [parameter.p for parameter in self._model.param()]
        return parameters + [buffer.value for _, buffer in self._model.named_buffer()]

    def _copy(self) -> list[Tensor]:
        with torch.inference_mode(False):  # else they could not be changed outside that mode
            return [tensor.clone() for tensor in self._tensors()]
