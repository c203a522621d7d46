"""One row an optimiser."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from playground.document import limits
from playground.document.catalogue import Choice, Option
from playground.document.method_kinds import MethodKind, share, strength


@dataclass(frozen=True, slots=True)
class OptimizerKind(MethodKind):
    """`learning_rate` is the usual one here; the rates of two optimisers do not compare.

    With it 60 epochs on the disk bring each but SGD and Adadelta below 10 % test error (the
    report's networks, MSE and cross-entropy, two seeds each).
    """

    learning_rate: float = 0.15


def _eps(default: float) -> Option:
    help = "ε: keeps the division finite where a gradient has always been 0."
    return Option("eps", "Epsilon", help, "float", default, limits.MIN_EPS, 1, log=True)


def _decay(
    default: float = 0.0, how: str = "Adds this times each weight to its gradient."
) -> Option:
    return strength("weight_decay", "Weight decay", how, default)


def _betas(second: float) -> tuple[Option, Option]:
    return (
        share("beta1", "Beta 1", "β₁: how much of its mean gradient a step remembers.", 0.9),
        share("beta2", "Beta 2", "β₂: how slowly the second memory forgets.", second),
    )


_MOMENTUM: Final = share(
    "momentum", "Momentum", "μ: how much of the last step goes into the next; 0: none.", 0.0
)

OPTIMIZERS: Final[Mapping[str, OptimizerKind]] = MappingProxyType(
    {
        row.kind: row
        for row in (
            OptimizerKind(
                "sgd",
                "SGD",
                "SGD",
                "Stochastic gradient descent, the report's; with momentum if you like.",
                (
                    _MOMENTUM,
                    Option(
                        "variant",
                        "Kind of momentum",
                        "Where the gradient is taken.",
                        "choice",
                        "classical",
                        choices=(
                            Choice("classical", "classical", "Where the weights are (Polyak)."),
                            Choice("nesterov", "Nesterov", "Where momentum will carry them."),
                        ),
                    ),
                    _decay(),
                ),
            ),
            OptimizerKind(
                "adam",
                "Adam",
                "Adam",
                "Each weight has its own step length: mean gradient over root mean square.",
                (*_betas(0.999), _eps(1e-8), _decay()),
                0.01,
            ),
            OptimizerKind(
                "adamw",
                "AdamW",
                "AdamW",
                "Adam with the weight decay outside its averages.",
                (
                    *_betas(0.999),
                    _eps(1e-8),
                    _decay(0.01, "Shrinks each weight by η times this, beside the step."),
                ),
                0.01,
            ),
            OptimizerKind(
                "rmsprop",
                "RMSprop",
                "RMSprop",
                "Divides each gradient by the root of its recent mean square.",
                (
                    share("alpha", "Alpha", "α: how slowly the mean square forgets.", 0.99),
                    _eps(1e-8),
                    _MOMENTUM,
                    Option(
                        "centering",
                        "Divides by",
                        "What the gradient is divided by.",
                        "choice",
                        "plain",
                        choices=(
                            Choice("plain", "root mean square", "As the lecture has it."),
                            Choice("centered", "deviation", "Its mean is taken off (Graves)."),
                        ),
                    ),
                    _decay(),
                ),
                0.003,
            ),
            OptimizerKind(
                "adagrad",
                "Adagrad",
                "Adagrad",
                "Divides by the root of all squared gradients so far: steps only get shorter.",
                (
                    strength("lr_decay", "Rate decay", "η falls as 1 / (1 + this · steps)."),
                    strength(
                        "initial_accumulator_value",
                        "Initial sum",
                        "What the sum of squares starts from: more makes the first steps shorter.",
                    ),
                    _eps(1e-10),
                    _decay(),
                ),
                0.05,
            ),
            OptimizerKind(
                "adadelta",
                "Adadelta",
                "Adadelta",
                "Step lengths from the steps before; a learning rate of 1 is meant.",
                (
                    share("rho", "Rho", "ρ: how slowly both averages forget.", 0.9),
                    _eps(1e-6),
                    _decay(),
                ),
                1.0,
            ),
            OptimizerKind(
                "lion",
                "Lion",
                "Lion",
                "Every weight moves by exactly the learning rate: only the sign counts.",
                (
                    *_betas(0.99),
                    _decay(0.0, "Shrinks each weight by η times this, beside the step."),
                ),
                0.003,
            ),
        )
    }
)
