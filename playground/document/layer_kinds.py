"""One row a kind of layer; palette, panel, canvas, builder and code read it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from playground.document import limits
from playground.document.options import Choice, Option

Family = Literal["Layers", "Saturating", "Rectifiers", "Gated", "Others"]
FAMILIES: Final[tuple[Family, ...]] = get_args(Family)  # every other one holds activations
BEGIN: Final = "residual"
END: Final = "add"


@dataclass(frozen=True, slots=True)
class LayerKind:
    """One kind of layer: how it is called, what it is for, and what can be set on it.

    `name` is the class in `core`, whose arguments the options are named after (Add is the end of a
    Residual, no class of its own). `gain` is what the initialisation of the Linear before an
    activation uses; None is 1/√E[f(z)²] for z from N(0, 1).
    """

    kind: str
    name: str
    help: str
    family: Family
    options: tuple[Option, ...] = ()
    gain: float | None = None

    @property
    def is_activation(self) -> bool:
        """Whether it is a function of single numbers (Softmax: of a row)."""
        return self.family != "Layers"

    @property
    def has_units(self) -> bool:
        """Whether it computes units of its own, which get a column, instead of changing some."""
        return self.kind in ("linear", "features")


UNITS: Final = Option(
    "units",
    "Units",
    "How many numbers this layer computes from its input.",
    "int",
    25,
    limits.MIN_UNITS,
    limits.MAX_UNITS,
)
INITIALIZATION: Final = Option(
    "initialization",
    "Initialisation",
    "Where the weights start. Biases start as the weights in the first two, else at 0.",
    "choice",
    "default",
    choices=(
        Choice("default", "default", "U[−1/√fan-in, 1/√fan-in]: keeps activations in scale."),
        Choice("xavier", "Xavier uniform", "U[−r, r], r = gain·√(6/(fan-in + fan-out))."),
        Choice("xavier_normal", "Xavier normal", "N(0, gain²·2/(fan-in + fan-out))."),
        Choice("he_uniform", "He uniform", "U[−r, r], r = gain·√(3/fan-in)."),
        Choice("he_normal", "He normal", "N(0, gain²/fan-in): made for ReLU."),
        Choice("lecun_normal", "LeCun normal", "N(0, 1/fan-in): what SELU asks for."),
        Choice("orthogonal", "orthogonal", "gain times a random orthogonal matrix."),
        Choice("constant", "constant", "Every weight the same, so all units start alike."),
    ),
)
GAIN: Final = Option(
    "gain",
    "Gain",
    "Factor of the initial weights. Automatic follows the next activation: Tanh 5/3, ReLU √2, "
    "none 1.",
    "float",
    None,
    0.01,
    limits.MAX_GAIN,
    automatic="automatic",
)
CONSTANT: Final = Option(
    "constant", "Constant", "What every weight starts with.", "float", 0.0, -10.0, 10.0
)
RULES_WITH_GAIN: Final = ("xavier", "xavier_normal", "he_uniform", "he_normal", "orthogonal")

FEATURES: Final = Option(
    "names",
    "Features",
    "What the next layer gets to see of a point (x, y).",
    "set",
    ("x", "y", "x^2", "y^2", "xy", "sin 2pi x", "sin 2pi y"),
    choices=(
        Choice("x", "x", "The point's first coordinate, 0 to 1."),
        Choice("y", "y", "The point's second coordinate, 0 to 1."),
        Choice("x^2", "x²", "The square of x."),
        Choice("y^2", "y²", "The square of y."),
        Choice("xy", "xy", "The product of both."),
        Choice("sin x", "sin x", "The sine of x radians: on the square almost x."),
        Choice("sin y", "sin y", "The sine of y radians: on the square almost y."),
        Choice("cos x", "cos x", "The cosine of x radians."),
        Choice("cos y", "cos y", "The cosine of y radians."),
        Choice("sin 2pi x", "sin 2πx", "One wave from left to right, starting at 0."),
        Choice("sin 2pi y", "sin 2πy", "One wave from bottom to top, starting at 0."),
        Choice("cos 2pi x", "cos 2πx", "One wave from left to right, starting at 1."),
        Choice("cos 2pi y", "cos 2πy", "One wave from bottom to top, starting at 1."),
    ),
)
_EPS: Final = Option(
    "eps", "Epsilon", "Added to the variance, so that it is never 0.", "float", 1e-5, 1e-12, 1.0
)
_MOMENTUM: Final = Option(
    "momentum",
    "Momentum",
    "How far one mini-batch moves the running mean and variance, which are used when evaluating.",
    "float",
    0.1,
    0.0,
    1.0,
)

_LAYERS: Final = (
    LayerKind(
        "linear",
        "Linear",
        "Fully connected layer: every unit is a weighted sum of all inputs, plus a bias.",
        "Layers",
        (UNITS, INITIALIZATION, GAIN, CONSTANT),
    ),
    LayerKind(
        "dropout",
        "Dropout",
        "Switches units off at random in every training step; passes all when evaluating.",
        "Layers",
        (Option("p", "Probability", "How likely a unit is off.", "float", 0.5, 0.0, 0.95),),
    ),
    LayerKind(
        "batch_norm",
        "BatchNorm1d",
        "Brings every unit to mean 0 and variance 1 over the mini-batch, then scales and shifts.",
        "Layers",
        (_EPS, _MOMENTUM),
    ),
    LayerKind(
        "layer_norm",
        "LayerNorm",
        "Brings the units of every point to mean 0 and variance 1, then scales and shifts them.",
        "Layers",
        (_EPS,),
    ),
    LayerKind(
        "features",
        "Features",
        "Fixed functions of the point (x, y), which the first Linear sees in its place.",
        "Layers",
        (FEATURES,),
    ),
    LayerKind(
        BEGIN,
        "Residual",
        "Begins a block whose layers only change what passes: y = x + f(x), so even a deep stack "
        "of blocks passes its gradients on.",
        "Layers",
    ),
    LayerKind(
        END,
        "Add",
        "Ends a residual block: adds the block's input x to what its layers made of it, f(x).",
        "Layers",
    ),
)
_SATURATING: Final = (
    LayerKind(
        "tanh",
        "Tanh",
        "Hyperbolic tangent: squashes every number into (−1, 1).",
        "Saturating",
        gain=5 / 3,
    ),
    LayerKind(
        "sigmoid",
        "Sigmoid",
        "Logistic function 1/(1 + e⁻ˣ): squashes every number into (0, 1).",
        "Saturating",
        gain=1.0,
    ),
    LayerKind("softsign", "Softsign", "x/(1 + |x|): as Tanh, but levels off slowly.", "Saturating"),
    LayerKind(
        "hardtanh",
        "Hardtanh",
        "Cuts every number off at a lower and an upper limit.",
        "Saturating",
        (
            Option("min_val", "Lower limit", "The smallest output.", "float", -1.0, -100.0, 0.0),
            Option("max_val", "Upper limit", "The largest output.", "float", 1.0, 0.01, 100.0),
        ),
    ),
    LayerKind(
        "step",
        "Step",
        "1 above 0, else 0. It has no useful derivative: training takes Hardtanh's instead "
        "(“straight-through”).",
        "Saturating",
    ),
)
_RECTIFIERS: Final = (
    LayerKind(
        "relu",
        "ReLU",
        "Rectified linear unit: negative numbers become 0, the others pass.",
        "Rectifiers",
        gain=math.sqrt(2),
    ),
    LayerKind(
        "leaky_relu",
        "LeakyReLU",
        "As ReLU, but negative numbers are only made small, so that no unit stops learning.",
        "Rectifiers",
        (Option("negative_slope", "Slope", "The slope below 0.", "float", 0.01, 0.0, 1.0),),
    ),
    LayerKind(
        "elu",
        "ELU",
        "Exponential linear unit: levels off at −alpha below 0, without ReLU's corner.",
        "Rectifiers",
        (Option("alpha", "Alpha", "It levels off at −alpha.", "float", 1.0, 0.01, 10.0),),
    ),
    LayerKind(
        "selu",
        "SELU",
        "A scaled ELU that keeps mean 0 and variance 1 from layer to layer; wants LeCun normal.",
        "Rectifiers",
        gain=3 / 4,
    ),
    LayerKind(
        "softplus",
        "Softplus",
        "ln(1 + eˣ): a smooth ReLU that is never 0.",
        "Rectifiers",
        (Option("beta", "Beta", "Larger is closer to ReLU.", "float", 1.0, 0.01, 100.0),),
    ),
)
_GATED: Final = (
    LayerKind(
        "gelu",
        "GELU",
        "x times the normal distribution function of x: a smooth ReLU with a dip.",
        "Gated",
        (
            Option(
                "approximate",
                "Formula",
                "How the distribution function is computed.",
                "choice",
                "none",
                choices=(
                    Choice("none", "exact", "By the error function."),
                    Choice("tanh", "tanh", "By a hyperbolic tangent close to it."),
                ),
            ),
        ),
    ),
    LayerKind("silu", "SiLU", "x times its sigmoid (“swish”): as GELU, a deeper dip.", "Gated"),
    LayerKind("mish", "Mish", "x·tanh(ln(1 + eˣ)): as SiLU, a little steeper.", "Gated"),
)
_OTHERS: Final = (
    LayerKind("sin", "Sin", "The sine of every number: waves, good at fine detail.", "Others"),
    LayerKind("gaussian", "Gaussian", "exp(−x²): a bell, large near 0 alone.", "Others"),
    LayerKind(
        "softmax",
        "Softmax",
        "Turns the numbers of a point into probabilities, which add up to 1.",
        "Others",
        gain=1.0,
    ),
    LayerKind("identity", "Identity", "Passes every number as it is.", "Others", gain=1.0),
)

LAYERS: Final[Mapping[str, LayerKind]] = MappingProxyType(
    {row.kind: row for row in (*_LAYERS, *_SATURATING, *_RECTIFIERS, *_GATED, *_OTHERS)}
)
OFFERED: Final = tuple(kind for kind in LAYERS if kind != END)  # it comes with its Residual
WITH_WEIGHTS: Final = ("linear", "batch_norm", "layer_norm")
COMMON: Final = ("linear", "tanh", "relu", "sigmoid")  # in the palette's row
