"""What is questionable about the way a network is trained, with a way out."""

from collections.abc import Iterator

from playground.document import edits
from playground.document.advice import Advice
from playground.document.blocks import block_at
from playground.document.catalogue import LAYERS
from playground.document.spec import ExperimentSpec
from playground.document.widths import last_linear

_HIGH = 10  # times the usual learning rate of the optimiser


def training_advice(spec: ExperimentSpec) -> tuple[Advice, ...]:
    """Everything worth saying about `spec.training`; () when all is well, or nothing to train."""
    if last_linear(spec.layers) is None:
        return ()
    return (*_held_back(spec), *_high_rate(spec), *_length(spec))


def _held_back(spec: ExperimentSpec) -> Iterator[Advice]:
    """A loss of scores that gets what an activation left of them; ReLU has its own advice."""
    loss, last = spec.training.loss.row, last_linear(spec.layers) or 0
    behind = range(last + 1, len(spec.layers))
    found = [
        index
        for index in behind
        if LAYERS[spec.layers[index].kind].is_activation and block_at(spec.layers, index) is None
    ]
    if not loss.scores or not found or spec.layers[found[0]].kind == "relu":
        return
    name = spec.layers[found[0]].name
    fix = spec
    for index in reversed(found):
        fix = edits.remove_layer(fix, index)
    yield Advice(
        found[0],
        f"{loss.label} takes the numbers of the last Linear as they are; {name} after it holds "
        "them back, so the network can never be sure.",
        f"Remove {name}" if len(found) == 1 else f"Remove {len(found)} activations",
        fix,
        about="loss",
    )


def _high_rate(spec: ExperimentSpec) -> Iterator[Advice]:
    training, row = spec.training, spec.training.optimizer.row
    if training.learning_rate > _HIGH * row.learning_rate:
        why = (
            "units can saturate and stop learning, or the loss grows without end"
            if row.kind == "sgd"
            else "its steps do not shrink with the gradient"
        )
        yield Advice(
            None,
            f"Learning rate {training.learning_rate:g} is very high for {row.label}: {why}; "
            f"{row.learning_rate:g} is usual.",
            f"Set {row.learning_rate:g}",
            edits.set_training_option(spec, "learning_rate", row.learning_rate),
            about="optimizer",
        )


def _length(spec: ExperimentSpec) -> Iterator[Advice]:
    """A schedule with a length of its own, in a run of another one."""
    epochs, schedule = spec.training.epochs, spec.training.schedule
    length = dict(schedule.options).get("length")
    if epochs is None or not isinstance(length, int) or epochs == length:
        return
    if epochs < length:
        text = f"The run pauses after {epochs:,} epochs, but the schedule falls until {length:,}."
    elif schedule.kind == "cosine":
        text = f"The schedule rises again after {length:,} epochs; the run has {epochs:,}."
    else:
        return
    fix = edits.set_method_option(spec, "schedule", "length", epochs)
    yield Advice(None, text, f"Length {epochs:,}", fix, about="schedule")
