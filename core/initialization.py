"""What a parameter starts with.

Each rule gives one `Parameter` new values, so it is called on a layer that exists already:

    he_normal(layer.weight, generator=generator)
    zeros(layer.bias)

A weight is (out, in) or, of a convolution, (out, in, height, width): N_in and N_out are in and out
times height·width. `gain`, the a of the formulas, is that of the activation that follows: see the
function of that name. `generator` None is torch's default one; from equal states the draws are
those of torch.nn.init.

Raise ShapeError for a parameter with too few dimensions or no elements, OptionError for a gain that
is not positive and finite, or a `generator` that is none.
"""

import copy
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

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
from core.errors import OptionError
from core.module import Module, Parameter, wrong_shape
from core.options import finite, positive, room_for

TANH_GAIN: Final = 5 / 3
RELU_GAIN: Final = math.sqrt(2)

_GAINS: Final[Mapping[type[Module], float]] = MappingProxyType(
    {Tanh: TANH_GAIN, ReLU: RELU_GAIN, Sigmoid: 1.0, SELU: 3 / 4, Identity: 1.0, Softmax: 1.0}
)
_BY_SECOND_MOMENT: Final = (
    ELU,
    GELU,
    SiLU,
    Mish,
    Softplus,
    Softsign,
    Hardtanh,
    Sin,
    Gaussian,
    Step,
)


def gain(activation: Module) -> float:
    """The factor a of initial weights that makes up for what `activation` does to their scale.

    As torch's calculate_gain: tanh 5/3, ReLU √2, leaky ReLU √(2/(1 + slope²)), sigmoid 1, SELU 3/4,
    identity 1; softmax, a last layer, 1. All others: 1/√E[f(z)²] for z from N(0, 1), which keeps
    the second moment from layer to layer, and is √2 for ReLU too.

    Raises OptionError for what is no activation.
    Source: He et al., ICCV 2015, section 2.2, with any f in the place of ReLU.
    """
    if type(activation) in _GAINS:
        return _GAINS[type(activation)]
    if isinstance(activation, LeakyReLU):
        return math.sqrt(2 / (1 + activation.negative_slope**2))
    if isinstance(activation, _BY_SECOND_MOMENT):
        return 1 / math.sqrt(_second_moment(activation))
    raise OptionError(f"gain: needs an activation of core, got {activation!r}")


def default_bound(in_features: int) -> float:
    """1/√N_in: controls the variance of the activations (the report, k = N_in)."""
    return 1 / math.sqrt(in_features)


def xavier_bound(in_features: int, out_features: int, gain: float) -> float:
    """a·√(6/(N_in + N_out)): controls that of the gradients too (k = (N_in + N_out)/(6 a²)).

    Source: Glorot & Bengio, AISTATS 2010, equation 16, times the gain a of the next activation.
    """
    return gain * math.sqrt(6 / (in_features + out_features))


def uniform(
    shape: tuple[int, ...],
    bound: float,
    generator: torch.Generator | None,
    dtype: torch.dtype,
    device: torch.device | str | None = None,
) -> Tensor:
    """A tensor drawn from U[-bound, bound]; generator None is torch's default generator.

    Drawn where the generator is, then taken to `device`: a seed gives the same numbers on each.

    Raises OptionError where torch cannot: too large a shape or bound, or an unknown device.
    """
    place = generator_device(generator)
    # Outside of inference mode, else it could not be changed outside that mode.
    with torch.inference_mode(False), room_for("initial values", shape):
        values = torch.empty(shape, dtype=dtype, device=place)
        return values.uniform_(-bound, bound, generator=generator).to(device or values.device)


def generator_device(generator: torch.Generator | None) -> torch.device | None:
    """Where it draws; None for torch's default generator, that of torch's default device."""
    if generator is None:
        return None
    if not isinstance(generator, torch.Generator):
        raise OptionError(
            f"initial values: generator must be a torch.Generator or None, got {generator!r}; "
            "torch.Generator().manual_seed(1) makes one"
        )
    return generator.device


def xavier_uniform(
    weight: Parameter, gain: float = 1.0, *, generator: torch.Generator | None = None
) -> None:
    """U[-r, r], r = a·√(6/(N_in + N_out)).

    Source: Glorot & Bengio, AISTATS 2010, equation 16.
    """
    inputs, outputs = _fans("xavier_uniform", weight)
    _fill_uniform(
        weight, xavier_bound(inputs, outputs, positive("xavier_uniform", "gain", gain)), generator
    )


def xavier_normal(
    weight: Parameter, gain: float = 1.0, *, generator: torch.Generator | None = None
) -> None:
    """N(0, s²), s = a·√(2/(N_in + N_out)).

    Source: Glorot & Bengio, AISTATS 2010, equation 12.
    """
    inputs, outputs = _fans("xavier_normal", weight)
    deviation = positive("xavier_normal", "gain", gain) * math.sqrt(2 / (inputs + outputs))
    _fill_normal(weight, deviation, generator)


def he_uniform(
    weight: Parameter, gain: float = RELU_GAIN, *, generator: torch.Generator | None = None
) -> None:
    """U[-r, r], r = a·√(3/N_in): the variance a²/N_in; for ReLU unless another gain is given.

    Source: He et al., ICCV 2015, equation 10.
    """
    inputs, _ = _fans("he_uniform", weight)
    _fill_uniform(
        weight, math.sqrt(3) * positive("he_uniform", "gain", gain) / math.sqrt(inputs), generator
    )


def he_normal(
    weight: Parameter, gain: float = RELU_GAIN, *, generator: torch.Generator | None = None
) -> None:
    """N(0, a²/N_in); for ReLU unless another gain is given.

    Source: He et al., ICCV 2015, equation 10.
    """
    inputs, _ = _fans("he_normal", weight)
    _fill_normal(weight, positive("he_normal", "gain", gain) / math.sqrt(inputs), generator)


def lecun_uniform(weight: Parameter, *, generator: torch.Generator | None = None) -> None:
    """U[-r, r], r = √(3/N_in): the variance 1/N_in.

    Source: LeCun et al., Efficient BackProp, 1998, equation 16.
    """
    he_uniform(weight, 1.0, generator=generator)


def lecun_normal(weight: Parameter, *, generator: torch.Generator | None = None) -> None:
    """N(0, 1/N_in); what SELU asks for.

    Source: LeCun et al., Efficient BackProp, 1998, equation 16.
    """
    he_normal(weight, 1.0, generator=generator)


def orthogonal(
    weight: Parameter, gain: float = 1.0, *, generator: torch.Generator | None = None
) -> None:
    """a·Q, Q drawn evenly from the matrices whose rows or, if fewer, columns are orthonormal.

    A convolution's weight is taken as (out, in·height·width).
    Source: Saxe et al., ICLR 2014; evenly by Mezzadri, Notices of the AMS 54, 2007.
    """
    _fans("orthogonal", weight)
    gain = positive("orthogonal", "gain", gain)
    rows = len(weight.p)
    with torch.inference_mode(False):
        dtype = torch.promote_types(weight.p.dtype, torch.float32)  # QR needs as much
        shape = (rows, weight.p.numel() // rows)
        normal = torch.empty(shape, dtype=dtype, device=generator_device(generator))
        normal.normal_(generator=generator)
        wide = rows < normal.shape[1]
        q, r = torch.linalg.qr(normal.t() if wide else normal)
        q *= r.diagonal().sign()  # else it would not be even
        q = q.t() if wide else q
        weight.p = q.reshape(weight.p.shape).to(weight.p).mul_(gain)


def constant(parameter: Parameter, value: float) -> None:
    """The same value everywhere. In a weight it makes all units of a layer learn the same.

    Raises OptionError for a value that is not finite.
    """
    value = finite("constant", "value", value)
    with torch.inference_mode(False):
        parameter.p = torch.full_like(parameter.p, value)


def zeros(parameter: Parameter) -> None:
    """0 everywhere: for a bias."""
    constant(parameter, 0.0)


def _second_moment(activation: Module) -> float:
    """E[f(z)²] for z from N(0, 1), by the midpoint rule: to 1e-6, kinks and steps included."""
    z = (torch.arange(-10_000, 10_000, dtype=torch.float64) + 0.5) / 1000
    density = torch.exp(-z.square() / 2) / math.sqrt(2 * math.pi)
    output = copy.deepcopy(activation).forward(z)  # a copy, since forward remembers its input
    return (output.square() * density).sum().item() / 1000


def _fans(who: str, weight: Parameter) -> tuple[int, int]:
    """N_in and N_out."""
    shape = weight.p.shape
    if len(shape) < 2 or 0 in shape:
        raise wrong_shape(who, "weight", "(out, in, …), all above 0", weight.p)
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _fill_uniform(weight: Parameter, bound: float, generator: torch.Generator | None) -> None:
    weight.p = uniform(weight.p.shape, bound, generator, weight.p.dtype, weight.p.device)


def _fill_normal(weight: Parameter, deviation: float, generator: torch.Generator | None) -> None:
    with torch.inference_mode(False):
        device = generator_device(generator)
        values = torch.empty(weight.p.shape, dtype=weight.p.dtype, device=device)
        weight.p = values.normal_(0, deviation, generator=generator).to(weight.p.device)
