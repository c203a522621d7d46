"""The report's network, 2-w-w-w-2 with Tanh, trained by the contenders; a turn is an epoch."""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import nn

from core import Linear, Module, Sequential, Tanh
from core.datasets import generate, one_hot
from core.training import Split, Trainer

STEPS = 10  # of an epoch
LEARNING_RATE = 0.15


def disk(batch: int = 100) -> Split:
    """The report's points, enough for the steps of an epoch."""
    points, classes = generate(
        "disk", 2 * STEPS * batch, generator=torch.Generator().manual_seed(1)
    )
    targets = one_hot(classes, 2)
    half = STEPS * batch
    return Split(points[:half], targets[:half], points[half:], targets[half:])


def sizes(width: int) -> list[tuple[int, int]]:
    """Inputs and outputs of every Linear."""
    return list(pairwise((2, width, width, width, 2)))


def model(width: int, seed: int = 2) -> Sequential:
    weights = torch.Generator().manual_seed(seed)
    modules: list[Module] = []
    for fan_in, fan_out in sizes(width):
        modules += [Linear(fan_in, fan_out, generator=weights), Tanh()]
    return Sequential(modules)


def trainer(split: Split, width: int = 25, seed: int = 2) -> Trainer:
    return Trainer(
        model(width, seed),
        split,
        learning_rate=LEARNING_RATE,
        batch_size=len(split.train_input) // STEPS,
        generator=torch.Generator().manual_seed(seed + 1),
    )


def twin(width: int) -> nn.Sequential:
    """The same network in torch's own modules."""
    modules = [(nn.Linear(fan_in, fan_out), nn.Tanh()) for fan_in, fan_out in sizes(width)]
    network = nn.Sequential(*[each for pair in modules for each in pair])
    network.load_state_dict({name: each.p for name, each in model(width).named_param()})
    return network


def eager(split: Split, width: int = 25) -> Callable[[], None]:
    """An epoch of eager torch.nn, nn.MSELoss and optim.SGD, the way it is usually written."""
    network, criterion = twin(width), nn.MSELoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE)
    order = torch.Generator().manual_seed(3)
    batch = len(split.train_input) // STEPS

    def epoch() -> None:
        shuffled = torch.randperm(len(split.train_input), generator=order)
        inputs = torch.split(split.train_input[shuffled], batch)
        targets = torch.split(split.train_target[shuffled], batch)
        for x, target in zip(inputs, targets, strict=True):
            optimizer.zero_grad()
            criterion(network(x), target).backward()
            optimizer.step()

    return epoch
