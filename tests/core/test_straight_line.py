"""The limit that `make bench` shows beside a step really makes that step."""

import torch

from core.training import Trainer
from tests.benchmarks.report_network import LEARNING_RATE, STEPS, disk, model
from tests.benchmarks.straight_line import straight_line


def test_the_straight_line_ends_in_the_bits_of_a_trainer() -> None:
    split = disk(20)
    trainer = Trainer(
        model(25),
        split,
        learning_rate=LEARNING_RATE,
        batch_size=20,
        shuffle="never",
        generator=torch.Generator().manual_seed(3),
    )
    trainer.advance(3 * STEPS)
    epoch, flat = straight_line(split)
    for _ in range(3):
        epoch()
    assert torch.equal(flat.values, trainer.flat.values)
