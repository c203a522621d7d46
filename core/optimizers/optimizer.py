"""The contract of every optimiser, written once."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping

import torch
from torch import Tensor

from core.errors import MissingGradientError, OptionError
from core.flat import FlatParameters
from core.module import Parameter
from core.options import description, number
from core.state import OptimizerState, check_like, check_rate


class Optimizer(ABC):
    """Changes all parameters in place, by the gradients of the last backward.

    learning_rate  η, a finite number of at least 0; may be set at any time and counts from the next
                   step on. The other hyper-parameters stay as constructed.
    flat           the parameters as `FlatParameters`: values and gradients as one vector each.

    A subclass defines `_update` and, if it remembers something between steps, `_memories`. What is
    remembered of a parameter outlasts an assignment to its `.p`; it starts anew when the parameters
    get another dtype.

    The formulas write p for the parameters, g for the gradient and t for the step, counted from 1.
    Steps have the numbers of torch.optim: its order of operations, and so its rounding.

    Raises OptionError for a hyper-parameter outside its limits, and as FlatParameters does; `step`
    raises MissingGradientError before the first backward.
    """

    def __init__(self, parameters: Iterable[Parameter], learning_rate: float) -> None:
        self.learning_rate = learning_rate
        self.flat = FlatParameters(parameters)
        self._dtype: torch.dtype | None = None
        self._memory: dict[str, Tensor] = {}
        self._steps = 0

    @property
    def learning_rate(self) -> float:
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, learning_rate: float) -> None:
        self._learning_rate = number(type(self).__name__, "learning_rate", learning_rate)

    def step(self) -> None:
        """Make one step with the gradients of the last backward."""
        flat = self.flat
        if not flat.adopt():
            raise MissingGradientError(
                f"{type(self).__name__}.step: a parameter has no gradient; call backward first"
            )
        self._forget_another_dtype()
        self._update(flat.values, flat.gradients)
        self._steps += 1

    @property
    def plain_rate(self) -> float | None:
        """η where a step is p ← p - η·g and no more, else None."""
        return None

    def count_step(self) -> None:
        """Count a step that somebody else made, of an optimiser with a `plain_rate`."""
        self._forget_another_dtype()
        self._steps += 1

    def forget(self) -> None:
        """Drop all that was remembered of earlier steps: the next one is as the first."""
        values = self.flat.values
        with torch.inference_mode(False):  # else it could not be changed outside that mode
            self._memory = {
                name: torch.full_like(values, first) for name, first in self._memories().items()
            }
        self._dtype = values.dtype
        self._steps = 0

    def state(self) -> OptimizerState:
        """All that the next steps depend on, apart from values and gradients: a copy."""
        self._forget_another_dtype()
        with torch.inference_mode(False):
            memory = {name: tensor.clone() for name, tensor in self._memory.items()}
        return {
            "kind": description(self, without=("flat",)),
            "learning_rate": self.learning_rate,
            "steps": self._steps,
            "memory": memory,
        }

    def load_state(self, state: OptimizerState) -> None:
        """Go on from a `state` of an optimiser with equal hyper-parameters.

        Raises StateError, and changes nothing, when it does not fit.
        """
        who = type(self).__name__
        check_like(who, "", state, self.state())
        check_rate(who, state["learning_rate"])
        self.learning_rate = state["learning_rate"]
        self._steps = state["steps"]
        for name, tensor in self._memory.items():
            tensor.copy_(state["memory"][name])

    def _forget_another_dtype(self) -> None:
        if self.flat.values.dtype is not self._dtype:
            self.forget()

    def _memories(self) -> Mapping[str, float]:
        """The name of every vector that is remembered, and the number that first fills it."""
        return {}

    @abstractmethod
    def _update(self, values: Tensor, gradients: Tensor) -> None:
        """Change `values` in place and leave `gradients` as they are.

        Both have zeros between the pieces; an update must keep them. `_steps` is how many were made
        with the present memory.
        """

    def _number(self, name: str, value: float, *, below: float = math.inf) -> float:
        """A hyper-parameter of at least 0 and below `below`."""
        return number(type(self).__name__, name, value, below=below)

    def _fraction(self, name: str, value: float) -> float:
        """A hyper-parameter of at least 0 and below 1."""
        return self._number(name, value, below=1)

    def _eps(self, value: float) -> float:
        """The ε of a denominator: at 0 a parameter that never had a gradient would become 0/0."""
        smallest = torch.finfo(self.flat.values.dtype).tiny
        return number(type(self).__name__, "eps", value, at_least=smallest)

    def _betas(self, value: tuple[float, float]) -> tuple[float, float]:
        """Two rates of decay, each of at least 0 and below 1."""
        if not isinstance(value, tuple) or len(value) != 2:
            raise OptionError(
                f"{type(self).__name__}: betas must be a tuple of two numbers, got {value!r}"
            )
        return self._fraction("betas[0]", value[0]), self._fraction("betas[1]", value[1])

    def __repr__(self) -> str:
        return description(self, without=("flat",), learning_rate=self.learning_rate)


MakeOptimizer = Callable[[Iterable[Parameter], float], Optimizer]


def make_optimizer(
    who: str, make: MakeOptimizer, parameters: list[Parameter], learning_rate: float
) -> Optimizer:
    """make(parameters, learning_rate); OptionError where it does not make an optimiser."""
    is_maker = callable(make) and not isinstance(make, Optimizer)
    made = make(parameters, learning_rate) if is_maker else None
    if isinstance(made, Optimizer):
        return made
    raise OptionError(
        f"{who}: optimizer must make an Optimizer of the parameters and the learning rate, as "
        f"the class Adam does, got {make!r}"
    )
