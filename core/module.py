"""The contract of every module, written once, and the parameters that modules train."""

from abc import ABC, abstractmethod
from typing import Final, Self

import torch
from torch import Tensor

from core.errors import BackwardBeforeForwardError, DtypeError, OptionError, ShapeError

_DTYPES: Final = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


class Parameter:
    """A trained tensor `p` and, linked to it, the gradient of the loss with respect to it.

    p         any floating tensor. Assigning rebinds it: a value read before keeps its numbers. An
              optimiser instead changes the numbers in place, as torch's do.
    gradient  None before the first backward, then of p's shape. Each backward stores it anew: a
              gradient read before keeps its numbers.
    kept_in   the tensor in which the last backward stored its gradient and the next one will; None
              once p has been assigned or the gradient read, and before the first backward.

    Raises DtypeError for a value that is no floating tensor, ShapeError for one of another shape
    than the value it replaces.
    Source: the report, section II, class "Parameter", and equations 10a and 10b.
    """

    __slots__ = ("_buffer", "_gradient", "_value", "kept_in")

    def __init__(self, value: Tensor) -> None:
        self._value = as_floating("Parameter", "value", value)
        self._gradient: Tensor | None = None
        self._buffer: Tensor | None = None
        self.kept_in: Tensor | None = None

    @property
    def p(self) -> Tensor:
        return self._value

    @p.setter
    def p(self, value: Tensor) -> None:
        value = as_floating("Parameter.p", "value", value)
        if value.shape != self._value.shape:
            raise wrong_shape("Parameter.p", "value", str(tuple(self._value.shape)), value)
        self._value = value
        self._buffer = self.kept_in = None  # it may have another dtype

    @property
    def gradient(self) -> Tensor | None:
        self._buffer = self.kept_in = None  # its reader may keep it: the next one goes elsewhere
        return self._gradient

    @gradient.setter
    def gradient(self, gradient: Tensor | None) -> None:
        self._buffer = self.kept_in = None
        self._gradient = gradient

    def new_gradient(self) -> Tensor:
        """The tensor, of p's shape, that a backward must fill: from now on it is the gradient."""
        if self._buffer is None:
            with torch.inference_mode(False):  # else it could not be changed outside that mode
                self._buffer = torch.empty_like(self._value)
        self._gradient = self.kept_in = self._buffer
        return self._buffer

    def keep_gradient_in(self, tensor: Tensor) -> bool:
        """Copy the gradient, if there is one, into this tensor, and store the next ones there."""
        self._buffer = tensor
        if self._gradient is None:
            return False
        self._gradient = self.kept_in = tensor.copy_(self._gradient)
        return True

    def __repr__(self) -> str:
        return f"Parameter{tuple(self._value.shape)}"


class Buffer:
    """A tensor that belongs to a module but is not trained: saved, exported, changed in place.

    value  any tensor; for the running statistics of a normalisation, say.
    """

    __slots__ = ("value",)

    def __init__(self, value: Tensor) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Buffer{tuple(self.value.shape)}"


class Module(ABC):
    """A differentiable function y = f(x; parameters) with a backward pass written by hand.

    forward   computes y and remembers what backward needs. The output is a new tensor that no
              later call overwrites; input and output must stay unchanged until backward.
    backward  takes dL/dy for the y of the *last* forward, stores each parameter's dL/dp in its
              `.gradient` (anew, not added up) and returns dL/dx. Called again it gives the same.
    param     the list of parameters.
    training  whether it computes as in training, which matters to Dropout and BatchNorm1d alone;
              `train` and `eval` set it.

    x is one sample, shape (features,), or a mini-batch, shape (N, features); a sample gives what a
    mini-batch of one gives. Backward sums over the rows of the batch: the mean over it enters
    once, in the gradient of the loss (`core.losses`), so `.gradient` holds that mean.

    Parameters, buffers and generators are found in a module's own attributes. One that holds other
    modules names theirs too, and passes `train` on, as `Sequential` does.

    No graph is ever built: an input that requires a gradient is taken as a plain tensor.

    Raises ShapeError, DtypeError; backward also BackwardBeforeForwardError.
    Source: the report, section II, class "Module".
    """

    training: bool = True

    @abstractmethod
    def forward(self, x: Tensor) -> Tensor: ...

    @abstractmethod
    def backward(self, gradient: Tensor) -> Tensor: ...

    def named_param(self) -> list[tuple[str, Parameter]]:
        """Every parameter with its name, in the order in which the module defines them."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Parameter)]

    def param(self) -> list[Parameter]:
        """Every parameter, in the order of `named_param`."""
        return [parameter for _, parameter in self.named_param()]

    def named_buffer(self) -> list[tuple[str, Buffer]]:
        """Every buffer with its name, in the order in which the module defines them."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Buffer)]

    def generators(self) -> list[torch.Generator]:
        """What its forward draws from in training; often nothing."""
        return [value for value in vars(self).values() if isinstance(value, torch.Generator)]

    def train(self, mode: bool = True) -> Self:
        """Compute as in training from now on, or with False as in evaluation."""
        self.training = mode
        return self

    def eval(self) -> Self:
        """Compute as in evaluation from now on: nothing is drawn, no statistic is updated."""
        return self.train(False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def floating_dtype(who: str, dtype: torch.dtype | None) -> torch.dtype:
    """The dtype itself, for None torch's default one; OptionError if it is not floating."""
    dtype = torch.get_default_dtype() if dtype is None else dtype
    if dtype not in _DTYPES:
        raise OptionError(f"{who}: dtype must be a floating torch.dtype, got {dtype!r}")
    return dtype


def as_floating(who: str | Module, what: str, tensor: Tensor) -> Tensor:
    """The tensor itself, or without its autograd history; DtypeError if it is not floating."""
    if not isinstance(tensor, Tensor):
        raise DtypeError(f"{who}: {what} must be a torch.Tensor, got {type(tensor).__name__}")
    if not tensor.is_floating_point():
        raise DtypeError(
            f"{who}: {what} must be floating, got {tensor.dtype}; convert it with "
            ".to(torch.float32)"
        )
    return tensor.detach() if tensor.requires_grad else tensor


def as_gradient_of(who: Module, output: Tensor | None, gradient: Tensor) -> Tensor:
    """`gradient` checked to be a dL/dy for `output`, the y of the last forward."""
    if output is None:
        raise BackwardBeforeForwardError(f"{who}.backward: there is no forward to go back through")
    return as_same_kind(who, "gradient", gradient, output)


def as_remembered(
    who: Module, remembered: Tensor | None, gradient: Tensor
) -> tuple[Tensor, Tensor]:
    """What forward remembered, a tensor like its output, and dL/dy, checked to fit it."""
    gradient = as_gradient_of(who, remembered, gradient)
    assert remembered is not None
    return remembered, gradient


def as_same_kind(who: Module, what: str, tensor: Tensor, output: Tensor) -> Tensor:
    """`tensor` without its history, checked to have the shape and the dtype of `output`."""
    if not isinstance(tensor, Tensor) or tensor.dtype is not output.dtype:
        raise wrong_dtype(who, what, output.dtype, as_floating(who, what, tensor))
    if tensor.shape != output.shape:
        raise wrong_shape(who, what, f"{tuple(output.shape)}, as the output", tensor)
    return tensor.detach() if tensor.requires_grad else tensor


def wrong_shape(who: str | Module, what: str, wanted: str, got: Tensor) -> ShapeError:
    return ShapeError(f"{who}: {what} must have shape {wanted}, got {tuple(got.shape)}")


def wrong_dtype(who: str | Module, what: str, wanted: torch.dtype, got: Tensor) -> DtypeError:
    return DtypeError(
        f"{who}: {what} must be {wanted}, got {got.dtype}; convert it with .to({wanted})"
    )
