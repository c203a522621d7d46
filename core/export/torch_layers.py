"""The equal torch.nn.Sequential: its state_dict, its constructor and its description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import torch
from torch import Tensor

from core.activations import (
    ELU,
    GELU,
    SELU,
    Gaussian,
    Hardtanh,
    Identity,
    LeakyReLU,
    Mish,
    ReLU,
    Sigmoid,
    SiLU,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Step,
    Tanh,
)
from core.errors import CoreError
from core.linear import Linear
from core.module import Module
from core.sequential import Sequential, leaves


class ExportError(CoreError):
    """A network that cannot be exported: which layer or weight, why, and what to do."""


@dataclass(frozen=True, slots=True)
class TorchLayer:
    """A class of torch.nn; `arguments` are its constructor's, and attributes of our module.

    `formula`, of a tensor x, for what torch.nn does not have: a program defines such a class
    itself, and the other formats, which hold weights alone, need none.
    """

    name: str
    arguments: tuple[str, ...] = ()
    formula: str = ""


# A new layer is one row here. A subclass gets none: it may compute something else.
TORCH_LAYERS: Final[Mapping[type[Module], TorchLayer]] = MappingProxyType(
    {
        Linear: TorchLayer("Linear", ("in_features", "out_features")),
        Tanh: TorchLayer("Tanh"),
        ReLU: TorchLayer("ReLU"),
        Sigmoid: TorchLayer("Sigmoid"),
        LeakyReLU: TorchLayer("LeakyReLU", ("negative_slope",)),
        ELU: TorchLayer("ELU", ("alpha",)),
        SELU: TorchLayer("SELU"),
        GELU: TorchLayer("GELU", ("approximate",)),
        SiLU: TorchLayer("SiLU"),
        Mish: TorchLayer("Mish"),
        Softplus: TorchLayer("Softplus", ("beta", "threshold")),
        Softsign: TorchLayer("Softsign"),
        Hardtanh: TorchLayer("Hardtanh", ("min_val", "max_val")),
        Sin: TorchLayer("Sin", formula="torch.sin(x)"),
        Gaussian: TorchLayer("Gaussian", formula="torch.exp(-x.square())"),
        Step: TorchLayer("Step", formula="(x > 0).to(x.dtype)"),
        Identity: TorchLayer("Identity"),
        Softmax: TorchLayer("Softmax", ("dim",)),
    }
)
_CLASS: Final = """

class {name}(nn.Module):
    def forward(self, x):
        return {formula}
"""
_DTYPES: Final = (torch.float16, torch.float32, torch.float64)  # those that NumPy has too


def state_dict(model: Sequential) -> dict[str, Tensor]:
    """The parameters under the names of the equal torch.nn.Sequential: "0.weight", "0.bias", …

    Contiguous copies on the CPU in the model's dtype; a weight is (out, in), a bias (out,).

    Raises:
        ExportError: no weights, weights that are not finite, or not all float16, 32 or 64.
    """
    state = {}
    for name, parameter in model.named_param():
        if not parameter.p.isfinite().all():
            raise ExportError(
                f"{name} holds numbers that are not finite: training diverged; "
                "reset the network, or train it with a smaller learning rate."
            )
        state[name] = parameter.p.detach().cpu().clone(memory_format=torch.contiguous_format)
    if not state:
        raise ExportError("The network has no weights; give it a Linear layer first.")
    dtypes = {value.dtype for value in state.values()}
    if len(dtypes) > 1 or dtypes.isdisjoint(_DTYPES):
        got = ", ".join(sorted(str(each) for each in dtypes))
        raise ExportError(f"All weights must be float16, float32 or float64, got {got}.")
    return state


def constructor(model: Sequential) -> str:
    """The expression that makes the equal network with `nn` = torch.nn, a layer a line.

    It takes the classes of `definitions` to be defined.

    Raises:
        ExportError: a module that is not in `TORCH_LAYERS`.
    """
    return _constructor(model, "")


def definitions(model: Sequential) -> str:
    """The classes, as source, of the layers in `model` that torch.nn does not have; often none."""
    used = {type(leaf) for leaf in leaves(model)}
    return "".join(
        _CLASS.format(name=layer.name, formula=layer.formula)
        for kind, layer in TORCH_LAYERS.items()
        if layer.formula and kind in used
    )


def description(model: Sequential) -> str:
    """The network as JSON: {"kind": "Sequential", "layers": [{"kind": "Linear", …}, …]}.

    Raises:
        ExportError: a module that is not in `TORCH_LAYERS`.
    """
    return json.dumps(_description(model), sort_keys=True)


def _constructor(module: Module, indent: str) -> str:
    if isinstance(module, Sequential):
        inner = indent + "    "
        lines = "".join(f"{inner}{_constructor(each, inner)},\n" for each in module.modules)
        return f"nn.Sequential(\n{lines}{indent})"
    layer = _torch_layer(module)
    values = ", ".join(repr(getattr(module, name)) for name in layer.arguments)
    return f"{'' if layer.formula else 'nn.'}{layer.name}({values})"


def _description(module: Module) -> dict[str, Any]:
    if isinstance(module, Sequential):
        return {"kind": "Sequential", "layers": [_description(each) for each in module.modules]}
    layer = _torch_layer(module)
    return {"kind": layer.name, **{name: getattr(module, name) for name in layer.arguments}}


def _torch_layer(module: Module) -> TorchLayer:
    layer = TORCH_LAYERS.get(type(module))
    if layer is None:
        known = ", ".join(each.name for each in TORCH_LAYERS.values())
        raise ExportError(
            f"{type(module).__name__} has no counterpart in torch.nn; "
            f"a network of {known} can be exported."
        )
    return layer
