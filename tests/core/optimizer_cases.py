"""One row for every optimiser of `core` with its hyper-parameters, and one for every schedule.

Each names its twin in torch.optim, which serves as the oracle; Lion's is its formula.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, optim
from torch.optim import lr_scheduler

from core import SGD, Adadelta, Adagrad, Adam, AdamW, Lion, Optimizer, Parameter, RMSprop, schedules

RATE = 0.3  # of the schedules


@dataclass(frozen=True)
class OptimizerCase:
    name: str
    make: Callable[[Iterable[Parameter], float], Optimizer]
    twin: Callable[[Iterable[Tensor], float], torch.optim.Optimizer]
    rate: float
    has_bits_of_twin: bool


@dataclass(frozen=True)
class ScheduleCase:
    """`twin` schedules an optimiser of torch for so many steps."""

    name: str
    make: Callable[[], schedules.Schedule]
    twin: Callable[[torch.optim.Optimizer], lr_scheduler.LRScheduler]
    steps: int


class LionByFormula(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2, line by line."""

    def __init__(
        self,
        parameters: Iterable[Tensor],
        lr: float = 1e-4,
        betas: tuple[float, float] = (0.9, 0.99),
        weight_decay: float = 0,
    ) -> None:
        super().__init__(parameters, {"lr": lr})
        self._betas, self._weight_decay = betas, weight_decay

    @torch.no_grad()
    def step(self) -> None:
        beta1, beta2 = self._betas
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                m = state.get("m", torch.zeros_like(p))
                update = torch.sign(beta1 * m + (1 - beta1) * p.grad)
                p.copy_(p - group["lr"] * (update + self._weight_decay * p))
                state["m"] = beta2 * m + (1 - beta2) * p.grad


def _cases(
    ours: type[Optimizer],
    twin: type[torch.optim.Optimizer],
    rate: float,
    *variants: dict[str, object],
) -> Iterable[OptimizerCase]:
    for options in variants:
        name = " ".join([ours.__name__, *(f"{key}={value}" for key, value in options.items())])
        yield OptimizerCase(
            name,
            lambda parameters, rate, options=options: ours(parameters, rate, **options),
            lambda parameters, rate, options=options: twin(parameters, lr=rate, **options),
            rate,
            has_bits_of_twin=twin is not LionByFormula,
        )


OPTIMIZERS = (
    *_cases(
        SGD,
        optim.SGD,
        0.1,
        {},
        {"weight_decay": 0.01},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.3, "weight_decay": 0.01},
        {"momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
    ),
    *_cases(
        Adam,
        optim.Adam,
        0.01,
        {},
        {"weight_decay": 0.1},
        {"betas": (0.5, 0.9), "eps": 1e-4},
        {"betas": (0.0, 0.0)},
    ),
    *_cases(AdamW, optim.AdamW, 0.01, {}, {"weight_decay": 0.3, "betas": (0.8, 0.95), "eps": 1e-6}),
    *_cases(
        RMSprop,
        optim.RMSprop,
        0.01,
        {},
        {"alpha": 0.9, "eps": 1e-5, "weight_decay": 0.1},
        {"momentum": 0.9},
        {"centered": True},
        {"centered": True, "momentum": 0.5, "weight_decay": 0.01},
    ),
    *_cases(
        Adagrad,
        optim.Adagrad,
        0.1,
        {},
        {"lr_decay": 0.1, "weight_decay": 0.01, "initial_accumulator_value": 0.5, "eps": 1e-6},
    ),
    *_cases(Adadelta, optim.Adadelta, 1.0, {}, {"rho": 0.7, "eps": 1e-4, "weight_decay": 0.01}),
    *_cases(Lion, LionByFormula, 0.01, {}, {"betas": (0.5, 0.8), "weight_decay": 0.1}),
)

SCHEDULES = (
    ScheduleCase(
        "constant",
        lambda: schedules.ConstantLR(),
        lambda optimizer: lr_scheduler.ConstantLR(optimizer, factor=1),
        20,
    ),
    ScheduleCase(
        "step",
        lambda: schedules.StepLR(7, 0.4),
        partial(lr_scheduler.StepLR, step_size=7, gamma=0.4),
        40,
    ),
    ScheduleCase(
        "exponential",
        lambda: schedules.ExponentialLR(0.97),
        partial(lr_scheduler.ExponentialLR, gamma=0.97),
        100,
    ),
    ScheduleCase(
        "cosine",
        lambda: schedules.CosineAnnealingLR(30, 0.01),
        partial(lr_scheduler.CosineAnnealingLR, T_max=30, eta_min=0.01),
        100,
    ),
    *(
        ScheduleCase(
            f"one_cycle {steps} {options}",
            lambda steps=steps, options=options: schedules.OneCycleLR(steps, **options),
            partial(
                lr_scheduler.OneCycleLR,
                max_lr=RATE,
                total_steps=steps,
                cycle_momentum=False,
                **options,
            ),
            steps,
        )
        for steps, options in (
            (100, {}),
            (37, {"pct_start": 0.6, "div_factor": 4.0, "final_div_factor": 10.0}),
            (9, {"pct_start": 0.0}),
            (1, {}),
        )
    ),
    ScheduleCase(
        "warm-up",
        lambda: schedules.WarmupLR(schedules.ExponentialLR(0.9), 8, 0.2),
        lambda optimizer: lr_scheduler.SequentialLR(
            optimizer,
            [
                lr_scheduler.LinearLR(optimizer, start_factor=0.2, total_iters=8),
                lr_scheduler.ExponentialLR(optimizer, 0.9),
            ],
            milestones=[8],
        ),
        30,
    ),
)
