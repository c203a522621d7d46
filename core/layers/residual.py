"""The shortcut around a stack of modules."""

from torch import Tensor

from core.module import as_floating, wrong_shape
from core.sequential import Sequential


class Residual(Sequential):
    """A stack of modules f and its input beside it: y = x + f(x).

    Shapes: x, y and both gradients are equal; f must keep the shape.
    Backward, with G = dL/dy:  dL/dx = G + (∂f/∂x)ᵀ G.

    Parameters are named as in a Sequential; errors of a module inside say its place there.

    Raises ShapeError where f changes the shape; else as Sequential.
    Source: He et al., CVPR 2016, equation 1, without its ReLU.
    """

    def forward(self, x: Tensor) -> Tensor:
        x = as_floating("Residual", "input", x)
        change = super().forward(x)
        if change.shape != x.shape:
            wanted = f"{tuple(x.shape)}, as the input"
            raise wrong_shape("Residual", "the output of its modules", wanted, change)
        return x + change

    def backward(self, gradient: Tensor) -> Tensor:
        gradient = as_floating("Residual", "gradient", gradient)
        return super().backward(gradient) + gradient
