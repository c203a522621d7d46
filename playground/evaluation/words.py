"""What the evaluation says in words."""

import math

from playground.document.spec import ExperimentSpec
from playground.document.training_kinds import LossKind
from playground.training.snapshots import Outputs, RunState, Snapshot

WAITING = "Not evaluated yet"
SETS = ("Training points", "Test points")
TIPS = {
    "confusion": "Each row is a class, each column what its points were taken for.\n"
    "The arrow keys go from cell to cell.",
    "roc": "Both rates while the threshold moves; the dot is what the network decides.\n"
    "Left and Right go from threshold to threshold.",
    "reliability": "On the dashed line the network is as often right as it is sure;\n"
    "ECE is the mean distance from it. Left and Right go from bar to bar.",
    "scatter": "On the dashed line a prediction is right.\nLeft and Right go from point to point.",
    "residuals": "How many points are predicted too low or too high.\n"
    "Left and Right go from bar to bar.",
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
