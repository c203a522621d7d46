"""All advice at once: of the network, and of its training."""

from playground.document.advice import Advice, advice
from playground.document.spec import ExperimentSpec
from playground.document.training_advice import training_advice


def all_advice(spec: ExperimentSpec) -> tuple[Advice, ...]:
    """Everything worth saying about `spec`: the whole network, then input to output."""
    found = (*advice(spec), *training_advice(spec))
    return tuple(sorted(found, key=lambda each: -1 if each.layer is None else each.layer))
