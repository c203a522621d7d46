"""A stack of modules, each fed with the output of the one before."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from textwrap import indent
from typing import Self

import torch
from torch import Tensor

from core.errors import CoreError, OptionError
from core.losses import Loss
from core.module import Buffer, Module, Parameter


class Sequential(Module):
    """Composition of modules, first to last: y = fₖ(… f₂(f₁(x))).

    Backward is the chain rule, last to first: each module turns dL/d(its output) into
    dL/d(its input), which is dL/d(output) of the one before.

    Parameters are named as in torch's nn.Sequential: "0.weight", "0.bias", "2.weight", …

    Raises OptionError for what is no list, for an empty one, for what is not a module, for a loss,
    and for a module that occurs twice (it remembers one forward only). An error of a module inside
    gets its place in front of its message: "in layer 2 (Tanh): …".
    Source: the report, section II "Sequential".
    """

    def __init__(self, modules: Iterable[Module]) -> None:
        who = type(self).__name__
        if not isinstance(modules, Iterable):
            raise OptionError(f"{who}: modules must be a list of modules, got {modules!r}")
        self.modules = tuple(modules)
        if not self.modules:
            raise OptionError(f"{who}: needs at least one module, got none")
        for position, module in enumerate(self.modules, start=1):
            if not isinstance(module, Module):
                raise OptionError(f"{who}: layer {position} is not a module, got {module!r}")
            if isinstance(module, Loss):
                raise OptionError(
                    f"{who}: layer {position} is a loss ({module}); call it on the output"
                )
        identities = [id(leaf) for leaf in leaves(self)]
        if len(set(identities)) < len(identities):
            raise OptionError(f"{who}: a module occurs twice; make a second one instead")

    def forward(self, x: Tensor) -> Tensor:
        index = -1
        try:
            for module in self.modules:
                index += 1
                x = module.forward(x)
        except CoreError as error:
            self._locate(error, index)
            raise
        return x

    def backward(self, gradient: Tensor) -> Tensor:
        index = len(self.modules)
        try:
            for module in reversed(self.modules):
                index -= 1
                gradient = module.backward(gradient)
        except CoreError as error:
            self._locate(error, index)
            raise
        return gradient

    def named_param(self) -> list[tuple[str, Parameter]]:
        return [
            (f"{index}.{name}", parameter)
            for index, module in enumerate(self.modules)
            for name, parameter in module.named_param()
        ]

    def named_buffer(self) -> list[tuple[str, Buffer]]:
        return [
            (f"{index}.{name}", buffer)
            for index, module in enumerate(self.modules)
            for name, buffer in module.named_buffer()
        ]

    def generators(self) -> list[torch.Generator]:
        return [generator for module in self.modules for generator in module.generators()]

    def train(self, mode: bool = True) -> Self:
        for module in self.modules:
            module.train(mode)
        return super().train(mode)

    def _locate(self, error: CoreError, index: int) -> None:
        error.add_layer(index, type(self.modules[index]).__name__)

    def __repr__(self) -> str:
        lines = "".join(f"{module!r},\n" for module in self.modules)
        return f"{type(self).__name__}([\n{indent(lines, '    ')}])"


def leaves(module: Module) -> list[Module]:
    """The modules that are no Sequential, first to last; those of nested ones too."""
    if isinstance(module, Sequential):
        return [leaf for each in module.modules for leaf in leaves(each)]
    return [module]


@contextmanager
def evaluating(model: Module) -> Iterator[None]:
    """Evaluation mode inside; afterwards every layer has the mode it had before."""
    modes = [(leaf, leaf.training) for leaf in leaves(model)]
    mode = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(mode)
        for leaf, before in modes:
            leaf.training = before
