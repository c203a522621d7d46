"""Another set of points under a training that goes on."""

from core.training import Trainer
from playground import builder
from playground.document.spec import ExperimentSpec


def with_points(old: Trainer, spec: ExperimentSpec) -> Trainer:
    """A trainer of `spec` with the weights, the optimiser and the epoch of `old`.

    For a document of which nothing but the points has changed. An order of the new points is begun.
    Where their number changes that of the steps of an epoch, the counter of steps goes on from the
    epoch's end, so that schedules and the loss curve count the same epochs.
    """
    new = builder.build_trainer(spec)
    fresh, state = new.state(), old.state()
    for key in ("order", "batch_size"):
        state[key] = fresh[key]
    if state["schedule"] is not None and fresh["schedule"] is not None:
        # It is as many epochs long as before, and so perhaps another number of steps.
        state["schedule"] = {**state["schedule"], "kind": fresh["schedule"]["kind"]}
    if new.steps_per_epoch != old.steps_per_epoch:
        epochs = -(-old.steps // old.steps_per_epoch)
        state["steps"], state["epoch_loss"] = epochs * new.steps_per_epoch, 0.0
    new.load_state(state)
    gradients = {name: each.gradient for name, each in old.model.named_param()}
    for name, each in new.model.named_param():
        each.gradient = gradients[name]
    return new
