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

    Raises OptionError for no parameters or one that occurs twice, DtypeError for mixed dtypes.
    """

    values: Tensor
    gradients: Tensor

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self.parameters = tuple(parameters)
        if not self.parameters:
            raise OptionError("FlatParameters: needs at least one parameter, got none")
        if len({id(parameter) for parameter in self.parameters}) < len(self.parameters):
            raise OptionError("FlatParameters: a parameter occurs twice in the list")
        self._take_values()
        self._take_gradients()

    def adopt(self) -> bool:
        """Take in what has been assigned since; True if every parameter has a gradient."""
        for parameter, gradient in zip(self.parameters, self._gradient_views, strict=True):
            if not parameter.keeps_gradient_in(gradient):
                break
        else:
            return True
        pairs = zip(self.parameters, self._value_views, strict=True)
        if any(parameter.p is not value for parameter, value in pairs):
            self._take_values()
        return self._take_gradients()

    def _take_values(self) -> None:
        dtypes = {parameter.p.dtype for parameter in self.parameters}
        if len(dtypes) > 1:
            names = ", ".join(sorted(map(str, dtypes)))
            raise DtypeError(f"FlatParameters: all parameters must have one dtype, got {names}")
        self.values, self._value_views = self._zeros()
        for parameter, view in zip(self.parameters, self._value_views, strict=True):
            parameter.p = view.copy_(parameter.p)

    def _take_gradients(self) -> bool:
        self.gradients, self._gradient_views = self._zeros()
        complete = True
        for parameter, view in zip(self.parameters, self._gradient_views, strict=True):
            complete &= parameter.keep_gradient_in(view)
        return complete

    def _zeros(self) -> tuple[Tensor, list[Tensor]]:
        values = [parameter.p for parameter in self.parameters]
        step = _ALIGNMENT // values[0].element_size()
        starts, end = [], 0
        for value in values:
            starts.append(end)
            end += -(-value.numel() // step) * step
        with torch.inference_mode(False):  # else they could not be changed outside that mode
            vector = torch.zeros(end, dtype=values[0].dtype)
            views = [
                vector[start : start + value.numel()].view(value.shape)
                for start, value in zip(starts, values, strict=True)
            ]
        return vector, views
