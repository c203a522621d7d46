"""What a run says in words."""

from typing import Final

from playground.document.limits import MIN_LEARNING_RATE
from playground.document.spec import ExperimentSpec

_TRAINING: Final = {
    "batch_size": "the batch size",
    "loss": "the loss",
    "optimizer": "the optimiser",
    "schedule": "the schedule",
    "warmup_epochs": "the warm-up",
    "max_norm": "the clipping",
    "l1": "L1",
    "l2": "L2",
    "early_stopping": "early stopping",
}

NO_RECORD: Final = (
    "The saved weights do not fit this network, so it begins at its first weights. "
    "The document is complete otherwise."
)


def rebuilt(before: ExperimentSpec, after: ExperimentSpec) -> str:
    """Why a trained network was replaced; "" where nothing changed (a reset)."""
    changed = [
        text
        for text, same in (
            ("its layers", before.layers == after.layers),
            ("the data", before.data == after.data),
            *(
                (text, getattr(before.training, name) == getattr(after.training, name))
                for name, text in _TRAINING.items()
            ),
            ("the seed", before.seed == after.seed),
        )
        if not same
    ]
    return f"The network was rebuilt: {' and '.join(changed)} changed." if changed else ""


def diverged(spec: ExperimentSpec, step: int, *, spoilt: bool) -> str:
    """At which step the loss stopped being finite, the likely cause, and what to try.

    spoilt: the run went on with the weights that an earlier failure had left.
    """
    rate = spec.training.learning_rate
    if spoilt:
        return (
            f"Training failed again at step {step:,}: the first failure has left weights that are "
            f"too large. Reset, then train at learning rate {rate:g}."
        )
    lower = _lower(rate, spec.training.optimizer.row.learning_rate)
    failed = f"Training failed at step {step:,}: the loss is no longer a finite number. "
    if _ends_bare(spec):
        return (
            f"{failed}Tanh with Xavier's initialisation needs a Tanh after the last Linear. "
            f"Add one, or reset and try learning rate {lower}."
        )
    return f"{failed}Learning rate {rate:g} is too high for this network. Reset and try {lower}."


def stopped_early(epoch: int, patience: int) -> str:
    """Why a run ended by itself, and whose weights it has now."""
    waited = "1 epoch" if patience == 1 else f"{patience:,} epochs"
    return (
        f"Stopped early at epoch {epoch:,}: the test loss has not fallen for {waited}. "
        f"The weights of epoch {epoch - patience:,} are back."
    )


TRIAL_ENDED: Final = "The test was ended before it was done."


def no_trial(why: str) -> str:
    """Why no learning rates can be tried; `why` there is no network."""
    return f"There is no network to try learning rates with. {why}".rstrip()


def unusable(error: Exception) -> str:
    """Why nothing can be trained at all, and what to do."""
    return (
        f"PyTorch could not be loaded ({_brief(error)}), so nothing can be trained. "
        "Install the packages of requirements.txt and start again."
    )


def crashed(error: Exception) -> str:
    """Something that should never happen has happened in a run."""
    return f"The run stopped because of an error in the program ({_brief(error)}). Reset it."


def export_crashed(error: Exception) -> str:
    """Something that should never happen has happened in an export."""
    return f"Nothing was exported because of an error in the program ({_brief(error)})."


def import_crashed(error: Exception) -> str:
    """Something that should never happen has happened in an import."""
    return f"Nothing was imported because of an error in the program ({_brief(error)})."


def outputs_crashed(error: Exception) -> str:
    """The outputs of all points could not be computed; the training is as it was."""
    return f"The outputs could not be computed ({_brief(error)})."


def trial_crashed(error: Exception) -> str:
    """Something that should never happen has happened in a range test."""
    return f"The test stopped because of an error in the program ({_brief(error)})."


def _brief(error: Exception) -> str:
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _ends_bare(spec: ExperimentSpec) -> bool:
    return (
        not spec.training.loss.row.scores
        and spec.layers[-1].kind == "linear"
        and any(layer.kind == "tanh" for layer in spec.layers)
        and any(("initialization", "xavier") in layer.options for layer in spec.layers)
    )


def _lower(rate: float, usual: float) -> str:
    """A third of `rate` in one digit, and at most the optimiser's usual rate."""
    third = float(f"{rate / 3:.0e}")
    return f"{max(min(usual, third), MIN_LEARNING_RATE):g}"
