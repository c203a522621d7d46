"""All parameters of a network as two vectors, so that an update is one operation."""

from collections.abc import Iterable
from typing import Final

import torch
from torch import Tensor

from core.errors import DtypeError, OptionError
from core.module import Parameter

_ALIGNMENT: Final = 64  # bytes, as torch aligns every tensor of its own


class FlatParameters:
    """The values and the gradients of parameters, one after the other in two vectors.

    values, gradients  of one shape (total,), with zeros between the pieces where one ends before
                       a multiple of 64 bytes: matrix products into less aligned memory are
                       rounded differently, and the bits would no longer be torch's.

    Every `parameter.p` and `.gradient` is a view of its piece, so changing `values` in place
    changes the parameters, and backward writes straight into `gradients`. Whoever assigns `.p`, or
    reads `.gradient` (and may keep it), takes that parameter out; `adopt` takes it in again, into
    *new* vectors, so that what has been read before keeps its numbers. So call `adopt()` first,
    then read `values` and `gradients` anew.

    Raises OptionError for no list, no parameters, one that occurs twice, or several devices;
    DtypeError for mixed dtypes.
    """

    values: Tensor
    gradients: Tensor

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        wanted = "FlatParameters: needs a list of Parameters, as param() of a module gives"
        if not isinstance(parameters, Iterable):
            raise OptionError(f"{wanted}, got a {type(parameters).__name__}")
        self.parameters = tuple(parameters)
        for parameter in self.parameters:
            if not isinstance(parameter, Parameter):
                raise OptionError(f"{wanted}, got a {type(parameter).__name__} in it")
        if not self.parameters:
            raise OptionError("FlatParameters: needs at least one parameter, got none")
        if len({id(parameter) for parameter in self.parameters}) < len(self.parameters):
            raise OptionError("FlatParameters: a parameter occurs twice in the list")
        self._take_values()
        self._take_gradients()

    def adopt(self) -> bool:
        """Take in what has been assigned since; True if every parameter has a gradient."""
        for parameter, gradient in zip(self.parameters, self._gradient_views, strict=True):
            if parameter.kept_in is not gradient:
                break
        else:
            return True
        pairs = zip(self.parameters, self._value_views, strict=True)
        if any(parameter.p is not value for parameter, value in pairs):
            self._take_values()
        return self._take_gradients()

    def move_into(self, values: Tensor, gradients: Tensor) -> None:
        """Keep all values and gradients in these two vectors, of the present ones' shape."""
        self.adopt()
        self.values, self._value_views = values.copy_(self.values), self._cut(values)
        self.gradients, self._gradient_views = gradients.copy_(self.gradients), self._cut(gradients)
        views = zip(self.parameters, self._value_views, self._gradient_views, strict=True)
        for parameter, value, gradient in views:
            parameter.p = value
            parameter.keep_gradient_in(gradient)

    def copied(self, vector: Tensor) -> Tensor:
        """A copy of the pieces of a vector, with +0 between them: decay can have made −0 of it."""
        copy = self._zeros()
        for mine, other in zip(self._cut(copy), self._cut(vector), strict=True):
            mine.copy_(other)
        return copy

    def side_by_side(self, table: Tensor) -> list[Tensor]:
        """Each parameter's piece of all rows of a (R, total) table, as a view (R, ...)."""
        return [
            table.narrow(1, start, parameter.p.numel()).view(-1, *parameter.p.shape)
            for start, parameter in zip(self._starts, self.parameters, strict=True)
        ]

    def _take_values(self) -> None:
        dtypes = {parameter.p.dtype for parameter in self.parameters}
        if len(dtypes) > 1:
            names = ", ".join(sorted(map(str, dtypes)))
            raise DtypeError(f"FlatParameters: all parameters must have one dtype, got {names}")
        devices = {parameter.p.device for parameter in self.parameters}
        if len(devices) > 1:
            names = ", ".join(sorted(map(str, devices)))
            raise OptionError(f"FlatParameters: all parameters must be on one device, got {names}")
        self.values = self._zeros()
        self._value_views = self._cut(self.values)
        for parameter, view in zip(self.parameters, self._value_views, strict=True):
            parameter.p = view.copy_(parameter.p)

    def _take_gradients(self) -> bool:
        self.gradients = self._zeros()
        self._gradient_views = self._cut(self.gradients)
        complete = True
        for parameter, view in zip(self.parameters, self._gradient_views, strict=True):
            complete &= parameter.keep_gradient_in(view)
        return complete

    def _zeros(self) -> Tensor:
        """A new vector, in which the pieces begin at `_starts`."""
        values = [parameter.p for parameter in self.parameters]
        step = _ALIGNMENT // values[0].element_size()
        self._starts, end = [], 0
        for value in values:
            self._starts.append(end)
            end += -(-value.numel() // step) * step
        with torch.inference_mode(False):  # else it could not be changed outside that mode
            return torch.zeros(end, dtype=values[0].dtype, device=values[0].device)

    def _cut(self, vector: Tensor) -> list[Tensor]:
        """The view of each parameter's piece."""
        with torch.inference_mode(False):
            return [
                vector.narrow(0, start, parameter.p.numel()).view(parameter.p.shape)
                for start, parameter in zip(self._starts, self.parameters, strict=True)
            ]
