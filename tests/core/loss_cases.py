"""One row for every loss of `core`: a new one adds a row and gets all tests.

Each row names its twin, in torch.nn or spelt out from the formula, which serves as the oracle.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from core import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HingeLoss,
    HuberLoss,
    L1Loss,
    MSELoss,
)
from core.errors import CoreError, DtypeError, RangeError, ShapeError
from core.losses import Loss


@dataclass(frozen=True)
class BadTarget:
    """A target that an output (4, 3) of zeros, float32, cannot have."""

    name: str
    make: Callable[[], object]
    error: type[CoreError]
    message: str


@dataclass(frozen=True)
class LossCase:
    name: str
    make: Callable[[], Loss]
    twin: Callable[[], nn.Module]
    target: Callable[[Tensor], Tensor]  # numbers from -1 to 1, of the output's shape -> a target
    bad_targets: tuple[BadTarget, ...] = field(repr=False)
    empty_is_an_error: bool = True
    loss_has_bits_of_torch: bool = True  # else to 1e-12 in float64
    gradient_has_bits_of_torch: bool = True

    def draw(self, *shape: int, dtype: torch.dtype, seed: int = 0) -> tuple[Tensor, Tensor]:
        """An output and a target."""
        generator = torch.Generator().manual_seed(seed)
        output, numbers = torch.randn(2, *shape, generator=generator, dtype=dtype)
        return output, self.target(numbers.tanh())


class HingeTwin(nn.Module):
    """torch.nn has the hinge of an embedding and of several classes, but not this one."""

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        return (1 - target * output).relu().mean()


def numbers(values: Tensor) -> Tensor:
    return values


def zeros_and_ones(values: Tensor) -> Tensor:
    return (values > 0).to(values.dtype)


def probabilities(values: Tensor) -> Tensor:
    return (values + 1) / 2


def signs(values: Tensor) -> Tensor:
    return 2 * zeros_and_ones(values) - 1


def one_hot_rows(values: Tensor) -> Tensor:
    return nn.functional.one_hot(values.argmax(-1), values.shape[-1]).to(values.dtype)


def probability_rows(values: Tensor) -> Tensor:
    return values.softmax(-1)


def class_numbers(values: Tensor) -> Tensor:
    return values.argmax(-1)


def filled(value: float) -> Callable[[], Tensor]:
    """A target (4, 3) of zeros but for one element."""

    def make() -> Tensor:
        target = torch.zeros(4, 3)
        target[2, 1] = value
        return target

    return make


NO_TENSOR = BadTarget("int", lambda: 1, DtypeError, r"target must be a torch\.Tensor, got int")
WRONG_DTYPE = BadTarget(
    "dtype",
    lambda: torch.zeros(4, 3, dtype=torch.float64),
    DtypeError,
    r"target must be torch\.float32, got torch\.float64; convert it with \.to\(torch\.float32\)",
)
NOT_AS_THE_OUTPUT = (
    NO_TENSOR,
    WRONG_DTYPE,
    BadTarget(
        "would broadcast",
        lambda: torch.zeros(4, 1),
        ShapeError,
        r"target must have shape \(4, 3\), as the output, got \(4, 1\)",
    ),
    BadTarget("flat", lambda: torch.zeros(4), ShapeError, r"got \(4,\)"),
)
NO_NUMBERS = (
    *NOT_AS_THE_OUTPUT,
    BadTarget(
        "integer",
        lambda: torch.zeros(4, 3, dtype=torch.int64),
        DtypeError,
        r"target must be floating, got torch\.int64",
    ),
)
NO_PROBABILITIES = tuple(
    BadTarget(
        f"{value:g}",
        filled(value),
        RangeError,
        rf"target must be from 0 to 1, got {low} to {high}; name the two classes 0 and 1",
    )
    for value, low, high in (
        (-1, "-1", "0"),
        (1.01, "0", "1.01"),
        (float("nan"), "nan", "nan"),
        (float("inf"), "0", "inf"),
    )
)
NO_SIGNS = tuple(
    BadTarget(
        f"{value:g}",
        lambda value=value: 1 - filled(1 - value)(),
        RangeError,
        rf"target must be -1 or \+1 everywhere, got numbers from {low} to {high}; 2 \* target - 1",
    )
    for value, low, high in (
        (0.0, "0", "1"),
        (-0.5, "-0.5", "1"),
        (2.0, "1", "2"),
        (float("nan"), "nan", "nan"),
    )
)
ONE_CLASS = torch.tensor([1.0, 0.0, 0.0])
NO_ROWS = (
    BadTarget(
        "zeros",
        lambda: torch.stack([ONE_CLASS, ONE_CLASS, torch.zeros(3), ONE_CLASS]),
        RangeError,
        r"each row of target must add up to 1, as one-hot or probabilities do, .* adds up to 0$",
    ),
    BadTarget(
        "two hot",
        lambda: torch.stack([ONE_CLASS, ONE_CLASS, ONE_CLASS, 1 - ONE_CLASS]),
        RangeError,
        r"adds up to 2$",
    ),
    BadTarget(
        "negative",
        lambda: torch.tensor([[2.0, -1.0, 0.0]]).repeat(4, 1),
        RangeError,
        r"target must be probabilities or one-hot, got -1 among them",
    ),
    BadTarget(
        "nan", filled(float("nan")), RangeError, r"probabilities or one-hot, got nan among them"
    ),
    BadTarget("inf", filled(float("inf")), RangeError, r"adds up to inf$"),
)
NO_CLASS_NUMBERS = (
    BadTarget(
        "class too large",
        lambda: torch.tensor([0, 1, 3, 2]),
        RangeError,
        r"class numbers must be from 0 to 2, as there are 3 outputs, got 0 to 3",
    ),
    BadTarget(
        "negative class", lambda: torch.tensor([0, -100, 1, 2]), RangeError, r"got -100 to 2"
    ),
    BadTarget(
        "class numbers in a column",
        lambda: torch.zeros(4, 1, dtype=torch.int64),
        ShapeError,
        r"target of class numbers must have shape \(4,\), a number for each row of the output, "
        r"got \(4, 1\)",
    ),
    BadTarget(
        "int32",
        lambda: torch.zeros(4, dtype=torch.int32),
        DtypeError,
        r"target of class numbers must be torch\.int64, got torch\.int32; convert it with \.to",
    ),
)
NO_CLASSES = (*NOT_AS_THE_OUTPUT, *NO_ROWS, *NO_CLASS_NUMBERS)

LOSSES = (
    LossCase("mse", MSELoss, nn.MSELoss, numbers, NO_NUMBERS),
    LossCase(
        "mse_sum",
        lambda: MSELoss("sum"),
        lambda: nn.MSELoss(reduction="sum"),
        numbers,
        NO_NUMBERS,
        empty_is_an_error=False,
    ),
    LossCase("l1", L1Loss, nn.L1Loss, numbers, NO_NUMBERS),
    LossCase(
        "l1_sum",
        lambda: L1Loss("sum"),
        lambda: nn.L1Loss(reduction="sum"),
        numbers,
        NO_NUMBERS,
        empty_is_an_error=False,
    ),
    LossCase("huber", HuberLoss, nn.HuberLoss, numbers, NO_NUMBERS),
    LossCase(
        "huber_0.3_sum",
        lambda: HuberLoss("sum", delta=0.3),
        lambda: nn.HuberLoss(reduction="sum", delta=0.3),
        numbers,
        NO_NUMBERS,
        empty_is_an_error=False,
    ),
    LossCase(
        "bce_with_logits",
        BCEWithLogitsLoss,
        nn.BCEWithLogitsLoss,
        zeros_and_ones,
        NO_NUMBERS + NO_PROBABILITIES,
        gradient_has_bits_of_torch=False,
    ),
    LossCase(
        "bce_with_logits_soft_sum",
        lambda: BCEWithLogitsLoss("sum"),
        lambda: nn.BCEWithLogitsLoss(reduction="sum"),
        probabilities,
        NO_NUMBERS + NO_PROBABILITIES,
        empty_is_an_error=False,
    ),
    LossCase(
        "cross_entropy",
        CrossEntropyLoss,
        nn.CrossEntropyLoss,
        one_hot_rows,
        NO_CLASSES,
        gradient_has_bits_of_torch=False,
    ),
    LossCase(
        "cross_entropy_soft",
        CrossEntropyLoss,
        nn.CrossEntropyLoss,
        probability_rows,
        NO_CLASSES,
        gradient_has_bits_of_torch=False,
    ),
    LossCase(
        "cross_entropy_class_numbers_sum",
        lambda: CrossEntropyLoss("sum"),
        lambda: nn.CrossEntropyLoss(reduction="sum"),
        class_numbers,
        NO_CLASSES,
        empty_is_an_error=False,
        loss_has_bits_of_torch=False,
        gradient_has_bits_of_torch=False,
    ),
    LossCase("hinge", HingeLoss, HingeTwin, signs, NO_NUMBERS + NO_SIGNS),
)
