"""One row a loss and a schedule, and what else can be set about training."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from playground.document import limits
from playground.document.catalogue import Option
from playground.document.method_kinds import MethodKind, epochs, share, strength
from playground.document.optimizer_kinds import OPTIMIZERS


@dataclass(frozen=True, slots=True)
class LossKind(MethodKind):
    """`scores`: it makes of the last Linear's own numbers what it needs; an activation after it
    only holds them back. `binary`: two classes are one yes-or-no question, with one output.
    `probabilities`: what it makes of them are probabilities. `short`: its label where room is
    scarce; "": as it is.
    """

    scores: bool = False
    binary: bool = False
    probabilities: bool = False
    short: str = ""


LOSSES: Final[Mapping[str, LossKind]] = MappingProxyType(
    {
        row.kind: row
        for row in (
            LossKind(
                "mse",
                "MSELoss",
                "MSE",
                "Mean squared error, the report's: targets 0 and 1, one output a class.",
            ),
            LossKind(
                "mae",
                "L1Loss",
                "MAE",
                "Mean absolute error: a point far off pulls no harder than any other.",
            ),
            LossKind(
                "huber",
                "HuberLoss",
                "Huber",
                "Squared error near the target, absolute error far from it.",
                (
                    Option(
                        "delta",
                        "Delta",
                        "δ: from which distance on the error counts as absolute.",
                        "float",
                        1.0,
                        limits.MIN_DELTA,
                        limits.MAX_DELTA,
                        log=True,
                    ),
                ),
            ),
            LossKind(
                "cross_entropy",
                "CrossEntropyLoss",
                "Cross-entropy",
                "−log of the probability that softmax gives the right class; one output a class.",
                scores=True,
                probabilities=True,
                short="CE",
            ),
            LossKind(
                "bce",
                "BCEWithLogitsLoss",
                "Binary cross-entropy",
                "−log of the probability that the sigmoid gives the truth; two classes share "
                "one output.",
                scores=True,
                binary=True,
                probabilities=True,
                short="BCE",
            ),
            LossKind(
                "hinge",
                "HingeLoss",
                "Hinge",
                "max(0, 1 − t·x) with targets −1 and +1: points beyond the margin cost nothing; "
                "two classes share one output.",
                scores=True,
                binary=True,
            ),
        )
    }
)

SCHEDULES: Final[Mapping[str, MethodKind]] = MappingProxyType(
    {
        row.kind: row
        for row in (
            MethodKind(
                "constant", "ConstantLR", "constant", "The learning rate stays as it is set."
            ),
            MethodKind(
                "step",
                "StepLR",
                "steps",
                "Down by a factor every so many epochs.",
                (
                    epochs("every", "Every (epochs)", "How long the rate stays between.", 100),
                    share("gamma", "Factor", "What the rate is multiplied by.", 0.5),
                ),
            ),
            MethodKind(
                "exponential",
                "ExponentialLR",
                "exponential",
                "Down by the same factor in every epoch, a little at every step.",
                (share("gamma", "Factor", "What an epoch multiplies the rate by.", 0.99),),
            ),
            MethodKind(
                "cosine",
                "CosineAnnealingLR",
                "cosine",
                "Down along half a cosine; after that it rises again.",
                (
                    epochs("length", "Length (epochs)", "From the top to the bottom.", 250),
                    Option(
                        "eta_min",
                        "Lowest rate",
                        "The learning rate at the bottom.",
                        "float",
                        0.0,
                        0,
                        limits.MAX_LEARNING_RATE,
                    ),
                ),
            ),
            MethodKind(
                "one_cycle",
                "OneCycleLR",
                "one cycle",
                "Up to the learning rate, then down to almost nothing, and there it stays.",
                (
                    epochs("length", "Length (epochs)", "Of both ways together.", 250),
                    share("pct_start", "Share of the rise", "Of the length, 0 to 1.", 0.3),
                    Option(
                        "div_factor",
                        "Start divisor",
                        "The first rate is the learning rate divided by this.",
                        "float",
                        25.0,
                        1,
                        limits.MAX_DIVISOR,
                        log=True,
                    ),
                    Option(
                        "final_div_factor",
                        "End divisor",
                        "The last rate is the first divided by this.",
                        "float",
                        1e4,
                        1,
                        limits.MAX_DIVISOR,
                        log=True,
                    ),
                ),
            ),
            MethodKind(
                "plateau",
                "ReduceLROnPlateau",
                "on plateau",
                "Down by a factor whenever the training loss has stopped falling.",
                (
                    share("factor", "Factor", "What the rate is multiplied by.", 0.5),
                    epochs(
                        "patience", "Patience (epochs)", "How long without a lower loss.", 10, 0
                    ),
                    share("threshold", "Threshold", "Falls by a smaller share do not count.", 1e-4),
                    epochs("cooldown", "Rest (epochs)", "After a fall that do not count.", 0, 0),
                    Option(
                        "min_lr",
                        "Lowest rate",
                        "The rate is not reduced below it.",
                        "float",
                        0.0,
                        0,
                        limits.MAX_LEARNING_RATE,
                    ),
                ),
            ),
        )
    }
)

METHODS: Final[Mapping[str, Mapping[str, MethodKind]]] = MappingProxyType(
    {"loss": LOSSES, "optimizer": OPTIMIZERS, "schedule": SCHEDULES}
)


def _which(name: str, label: str, help: str) -> Option:
    choices = tuple(row.choice for row in METHODS[name].values())
    return Option(name, label, help, "choice", choices[0].value, choices=choices)


METHOD_OPTIONS: Final = (
    _which("loss", "Loss", "What training makes small; it decides targets and outputs, too."),
    _which(
        "optimizer",
        "Optimiser",
        "How a gradient becomes a step. Choosing one sets its usual learning rate.",
    ),
    _which("schedule", "Schedule", "How the learning rate changes while training goes on."),
)

EXTRA_OPTIONS: Final = (
    epochs(
        "warmup_epochs",
        "Warm-up (epochs)",
        "The learning rate rises in a straight line from a third to its first value.",
        0,
        0,
    ),
    Option(
        "max_norm",
        "Clip gradient at",
        "A gradient of a larger norm, over all weights, is scaled down to it.",
        "float",
        None,
        limits.MIN_NORM,
        limits.MAX_NORM,
        log=True,
        automatic="off",
    ),
    strength("l1", "L1", "λ of λ·Σ|w|, added to the gradient: makes many weights almost 0."),
    strength("l2", "L2", "λ of λ/2·Σw², added to the gradient: keeps weights small."),
    Option(
        "early_stopping",
        "Early stopping",
        "Pauses after so many epochs without a lower test loss and brings the best weights back. "
        "The test points then choose the weights: their error is a little too good.",
        "int",
        None,
        1,
        limits.MAX_EPOCHS,
        log=True,
        automatic="off",
    ),
)
