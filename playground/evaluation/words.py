"""What the evaluation says in words."""

import math

from playground.document.spec import ExperimentSpec
from playground.document.training_kinds import LossKind
from playground.training.snapshots import Outputs, RunState, Snapshot

WAITING = "Not evaluated yet"
SETS = ("Training points", "Test points")
TIPS = {
    "confusion": "Each row is a class, each column what its points were taken for. Arrows read.",
    "roc": "What becomes of both rates when the threshold moves. The dot is what the network "
    "decides. Left and Right read.",
    "reliability": "On the dashed line the network is as often right as it is sure. ECE is the "
    "mean distance from it. Left and Right read.",
    "scatter": "On the dashed line a prediction is right. Left and Right read.",
    "residuals": "How many points are predicted too low or too high. Left and Right read.",
}


def state(outputs: Outputs, spec: ExperimentSpec, newest: Snapshot | None) -> str:
    """Of which step the figures are, and whether the network is further by now."""
    each = math.ceil(spec.data.train_points / spec.training.batch_size)
    when = f"Step {outputs.step:,} (epoch {outputs.step / each:,.2f})"
    if newest is None or newest.step == outputs.step:
        return when
    if newest.state is RunState.RUNNING:
        return f"{when}, training goes on"
    return f"{when}; the network is at step {newest.step:,} by now"


def not_calibrated(loss: LossKind) -> str:
    """Why there is no reliability diagram."""
    if loss.scores:
        why = f"{loss.label} gives scores, not probabilities: they say which class, not how surely"
    else:
        why = (
            f"{loss.label} fits the outputs to 0 and 1, but they can lie outside: "
            "they are no probabilities"
        )
    return f"{why}. With cross-entropy the network says how sure it is."


def no_curve(name: str, which: str) -> str:
    """Why a class has no ROC curve."""
    return (
        f"Among the {which.lower()} either none or all are of {name}, "
        "so there is nothing to tell apart."
    )
