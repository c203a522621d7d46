"""What is said of a questionable way to train, and that its buttons help."""

from dataclasses import replace

import pytest

from playground.document import edits
from playground.document.optimizer_kinds import OPTIMIZERS
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LossSpec, OptimizerSpec, ScheduleSpec
from playground.document.training_advice import training_advice


def trained(**changes: object) -> ExperimentSpec:
    spec = default()
    return replace(spec, training=replace(spec.training, **changes))


def test_nothing_is_said_of_the_report_and_of_no_network() -> None:
    assert training_advice(default()) == ()
    assert training_advice(edits.set_layers(trained(learning_rate=100.0), ())) == ()


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_a_rate_far_above_the_usual_one_is_explained_and_mended(kind: str) -> None:
    row = OPTIMIZERS[kind]
    usual = trained(optimizer=OptimizerSpec(kind), learning_rate=row.learning_rate)
    assert training_advice(usual) == ()
    rate = min(15 * row.learning_rate, 100.0)
    high = edits.set_training_option(usual, "learning_rate", rate)
    found = training_advice(high)
    assert len(found) == (rate > 10 * row.learning_rate)
    for one in found:
        assert f"Learning rate {rate:g} is very high for {row.label}" in one.text
        assert ("saturate" in one.text) == (kind == "sgd")
        assert one.fix == usual


def test_scores_are_not_to_be_held_back() -> None:
    (one,) = training_advice(trained(loss=LossSpec("cross_entropy")))
    assert (one.layer, one.fix_label, one.about) == (7, "Remove Tanh", "loss")
    assert one.fix is not None
    assert training_advice(one.fix) == ()


def test_a_schedule_ends_with_its_run() -> None:
    spec = trained(schedule=ScheduleSpec("cosine"), epochs=7)
    (one,) = training_advice(spec)
    assert "but the schedule falls until" in one.text
    assert one.fix is not None
    assert dict(one.fix.training.schedule.options)["length"] == 7
    assert training_advice(one.fix) == ()
