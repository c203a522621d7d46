"""What a network says of every point of its data, one by one."""

import numpy as np
import torch
from torch import Tensor

from core.evaluation import predictions
from core.sequential import evaluating
from core.training import Trainer
from playground.document.spec import ExperimentSpec
from playground.training.grid import frozen
from playground.training.snapshots import Outputs, Points
from playground.training_methods import build_loss, shares


@torch.inference_mode()
def outputs_of(trainer: Trainer, spec: ExperimentSpec, points: Points, revision: int) -> Outputs:
    """The outputs for `points`, the data of `trainer`, at its present step.

    Each set goes through the network as a whole, as when its loss and error are evaluated: other
    batches could round other bits, and put a point at the border into another class.
    """
    split, loss = trainer.split, spec.training.loss
    with evaluating(trainer.model):
        both = (split.train_input, split.test_input)
        values = torch.cat([trainer.model.forward(each) for each in both])
    targets = torch.cat((split.train_target, split.test_target))
    predicted = torch.full((len(values),), -1)
    if spec.data.classes:
        predicted = predictions(values, split, trainer.criterion)
        predicted[values.isnan().any(1)] = -1
    # One row alone is a network of its own to `of_replicas`: a loss each, however it is averaged.
    losses, _ = build_loss(loss).of_replicas(values[:, None], targets[:, None])
    return Outputs(
        revision=revision,
        step=trainer.steps,
        points=points,
        values=_array(values),
        probabilities=_array(shares(loss, values)) if loss.row.probabilities else None,
        predicted=_array(predicted),
        losses=_array(losses),
    )


def _array(tensor: Tensor) -> np.ndarray:
    return frozen(tensor.numpy())
