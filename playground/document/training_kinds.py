"""One row a loss, an optimiser and a schedule; and what else can be set about training."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from playground.document import limits
from playground.document.catalogue import Choice, Option, Value


@dataclass(frozen=True, slots=True)
class MethodKind:
    """One loss, optimiser or schedule: `name` is its class in `core`, `label` what people read."""

    kind: str
    name: str
    label: str
    help: str
    options: tuple[Option, ...] = ()

    @property
    def choice(self) -> Choice:
        """This row as an entry of a drop-down list."""
        return Choice(self.kind, self.label, self.help)


@dataclass(frozen=True, slots=True)
class LossKind(MethodKind):
    """`scores`: it makes of the last Linear's own numbers what it needs; an activation after it
    only holds them back. `binary`: two classes are one yes-or-no question, with one output.
    """

    scores: bool = False
    binary: bool = False


@dataclass(frozen=True, slots=True)
class OptimizerKind(MethodKind):
    """`learning_rate` is the usual one here; the rates of two optimisers do not compare.

    With it 60 epochs on the disk bring each but SGD and Adadelta below 10 % test error (the
    report's networks, MSE and cross-entropy, two seeds each).
    """

    learning_rate: float = 0.15


def _share(name: str, label: str, help: str, default: float) -> Option:
    """From 0 to almost 1."""
    return Option(name, label, help, "float", default, 0, limits.MAX_SHARE)


def _strength(name: str, label: str, help: str, default: float = 0.0) -> Option:
    return Option(name, label, help, "float", default, 0, limits.MAX_STRENGTH)


def _epochs(name: str, label: str, help: str, default: Value, minimum: int = 1) -> Option:
    return Option(name, label, help, "int", default, minimum, limits.MAX_EPOCHS, log=True)


def _eps(default: float) -> Option:
    help = "ε: keeps the division finite where a gradient has always been 0."
    return Option("eps", "Epsilon", help, "float", default, limits.MIN_EPS, 1, log=True)


def _decay(
    default: float = 0.0, how: str = "Adds this times each weight to its gradient."
) -> Option:
    return _strength("weight_decay", "Weight decay", how, default)


def _betas(second: float) -> tuple[Option, Option]:
    return (
        _share("beta1", "Beta 1", "β₁: how much of its mean gradient a step remembers.", 0.9),
        _share("beta2", "Beta 2", "β₂: how slowly the second memory forgets.", second),
    )


_MOMENTUM: Final = _share(
    "momentum", "Momentum", "μ: how much of the last step goes into the next; 0: none.", 0.0
)

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
            ),
            LossKind(
                "bce",
                "BCEWithLogitsLoss",
                "Binary cross-entropy",
                "−log of the probability that the sigmoid gives the truth; two classes share "
                "one output.",
                scores=True,
                binary=True,
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
                    _share("alpha", "Alpha", "α: how slowly the mean square forgets.", 0.99),
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
                    _strength("lr_decay", "Rate decay", "η falls as 1 / (1 + this · steps)."),
                    _strength(
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
                    _share("rho", "Rho", "ρ: how slowly both averages forget.", 0.9),
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
                    _epochs("every", "Every (epochs)", "How long the rate stays between.", 100),
                    _share("gamma", "Factor", "What the rate is multiplied by.", 0.5),
                ),
            ),
            MethodKind(
                "exponential",
                "ExponentialLR",
                "exponential",
                "Down by the same factor in every epoch, a little at every step.",
                (_share("gamma", "Factor", "What an epoch multiplies the rate by.", 0.99),),
            ),
            MethodKind(
                "cosine",
                "CosineAnnealingLR",
                "cosine",
                "Down along half a cosine; after that it rises again.",
                (
                    _epochs("length", "Length (epochs)", "From the top to the bottom.", 250),
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
                    _epochs("length", "Length (epochs)", "Of both ways together.", 250),
                    _share("pct_start", "Share of the rise", "Of the length, 0 to 1.", 0.3),
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
                    _share("factor", "Factor", "What the rate is multiplied by.", 0.5),
                    _epochs(
                        "patience", "Patience (epochs)", "How long without a lower loss.", 10, 0
                    ),
                    _share(
                        "threshold", "Threshold", "Falls by a smaller share do not count.", 1e-4
                    ),
                    _epochs("cooldown", "Rest (epochs)", "After a fall that do not count.", 0, 0),
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
    _epochs(
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
    _strength("l1", "L1", "λ of λ·Σ|w|, added to the gradient: makes many weights almost 0."),
    _strength("l2", "L2", "λ of λ/2·Σw², added to the gradient: keeps weights small."),
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
