"""Typed errors: who complains, what it wanted, what it got and, where it helps, what to do."""


class CoreError(Exception):
    """Base of every error that `core` raises on purpose.

    `layers` is the place of the layer at fault: its index (from 0) in its `Sequential`, and in
    each nested `Sequential` after that; empty outside of one. The message counts from 1.
    """

    layers: tuple[int, ...] = ()

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def add_layer(self, index: int, name: str) -> None:
        """Put the place of a layer in front of the message: "in layer 2 (Tanh): …"."""
        self.layers = (index, *self.layers)
        self.args = (f"in layer {index + 1} ({name}): {self}", *self.args[1:])


class ShapeError(CoreError):
    """A tensor has the wrong shape."""


class DtypeError(CoreError):
    """A tensor has the wrong element type, or is no tensor at all."""


class OptionError(CoreError):
    """An option of a module, a loss or an optimiser is outside its limits."""


class RangeError(CoreError):
    """A tensor holds numbers that mean nothing there: a class that is none, a probability of 2."""


class EmptyBatchError(CoreError):
    """A mean over no elements was asked for."""


class BackwardBeforeForwardError(CoreError):
    """backward() was called on a module that has no forward() to differentiate."""


class MissingGradientError(CoreError):
    """An optimiser was asked to step before backward() had stored every gradient."""


class DivergedError(CoreError):
    """Training met a loss or a weight that is not finite, in step `step` (counted from 1)."""

    def __init__(self, message: str, step: int) -> None:
        super().__init__(message, step)
        self.step = step
