"""One built network: it trains exactly as the Trainer alone, whatever is looked at meanwhile."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from playground import builder
from playground.document.errors import SpecError
from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec, TrainSpec
from playground.training.history import evaluation_due
from playground.training.session import Session
from playground.training.snapshots import Metrics, RunState, Snapshot

FOREVER = math.inf
SMALL = replace(
    default(), data=DataSpec(points=100), training=TrainSpec(batch_size=20)
)  # 50 training points: three steps an epoch, the last one shorter


def with_training(spec: ExperimentSpec, **values: float | None) -> ExperimentSpec:
    return replace(spec, training=replace(spec.training, **values))


def look(session: Session, state: RunState = RunState.RUNNING) -> Snapshot:
    return session.snapshot(state, "", 0.0)


def weights(spec: ExperimentSpec, steps: int) -> list[np.ndarray]:
    trainer = builder.build_trainer(spec)
    for _ in range(steps):
        trainer.step()
    return [p.p.numpy().copy() for p in trainer.model.param() if p.p.dim() == 2]


def shown_weights(snapshot: Snapshot) -> list[np.ndarray]:
    return [layer.weights for layer in snapshot.layers if layer.weights is not None]


def assert_same_bits(left: list[np.ndarray], right: list[np.ndarray]) -> None:
    assert [each.tobytes() for each in left] == [each.tobytes() for each in right]


def test_looking_at_every_step_changes_no_bit() -> None:
    session = Session(1, SMALL)
    for step in range(40):
        state = RunState.PAUSED if step % 3 else RunState.RUNNING
        snapshot = look(session, state)
        session.advance(1, FOREVER)

    assert snapshot.step == 39
    assert_same_bits(shown_weights(look(session, RunState.PAUSED)), weights(SMALL, 40))


def test_a_run_looks_at_its_layers_twenty_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("playground.training.session.time.perf_counter", lambda: now)
    session = Session(1, SMALL)
    first = look(session, RunState.RUNNING)
    session.advance(1, FOREVER)
    now += 0.03
    soon = look(session, RunState.RUNNING)
    assert soon.step == 1
    assert soon.layers is first.layers
    assert soon.metrics == first.metrics
    now += 0.03
    later = look(session, RunState.RUNNING)
    assert_same_bits(shown_weights(later), weights(SMALL, 1))
    assert later.metrics != first.metrics
    session.advance(1, FOREVER)
    assert_same_bits(shown_weights(look(session, RunState.PAUSED)), weights(SMALL, 2))


def test_the_numbers_are_of_the_very_step() -> None:
    session, trainer = Session(1, SMALL), builder.build_trainer(SMALL)
    for _ in range(5):
        session.advance(1, FOREVER)
        trainer.step()
        expected = trainer.evaluate()
        assert look(session, RunState.PAUSED).metrics == Metrics(
            expected.epoch,
            expected.train_loss,
            expected.test_loss,
            expected.train_error,
            expected.test_error,
        )


def test_history_is_the_same_however_often_one_looks() -> None:
    seldom, often = Session(1, SMALL), Session(2, SMALL)
    seldom.advance(30, FOREVER)
    found = []
    for _ in range(30):
        found += look(often).history
        often.advance(1, FOREVER)
    found += look(often).history

    first = look(seldom)
    assert [point.epoch for point in first.history] == [*range(11)]
    assert all(evaluation_due(int(point.epoch)) for point in found)
    assert first.history == tuple(found)
    assert look(seldom).history == ()


def test_only_the_first_snapshot_restarts_the_curve() -> None:
    session = Session(1, SMALL)

    assert [look(session).restart for _ in range(3)] == [True, False, False]


def test_a_time_limit_still_allows_one_step() -> None:
    session = Session(1, SMALL)

    assert session.advance(1000, -1.0) == 1
    assert session.step == 1


def test_the_set_number_of_epochs_ends_at_the_end_of_an_epoch_and_can_be_repeated() -> None:
    session = Session(1, with_training(SMALL, epochs=4))
    session.begin()
    assert session.advance(1000, FOREVER) == 12
    assert session.finished

    session.begin()
    assert not session.finished
    assert session.advance(5, FOREVER) == 5  # paused in the middle of an epoch
    session.begin()
    assert session.advance(1000, FOREVER) == 7
    assert session.step == 24


def test_a_single_step_after_the_end_starts_the_next_run() -> None:
    session = Session(1, with_training(SMALL, epochs=2))
    session.begin()
    session.advance(1000, FOREVER)
    session.begin()
    session.advance(1, FOREVER)
    session.begin()
    session.advance(1000, FOREVER)

    assert session.step == 12


def test_fewer_epochs_than_are_done_end_the_epoch_in_progress() -> None:
    session = Session(1, SMALL)
    session.begin()
    session.advance(10, FOREVER)
    session.adjust(with_training(SMALL, epochs=2))
    session.advance(1000, FOREVER)

    assert session.finished
    assert session.step == 12


def test_the_learning_rate_counts_from_the_next_step() -> None:
    session, trainer = Session(1, SMALL), builder.build_trainer(SMALL)
    session.advance(5, FOREVER)
    session.adjust(with_training(SMALL, learning_rate=0.01))
    session.advance(5, FOREVER)
    for step in range(10):
        trainer.learning_rate = SMALL.training.learning_rate if step < 5 else 0.01
        trainer.step()

    expected = [p.p.numpy() for p in trainer.model.param() if p.p.dim() == 2]
    assert_same_bits(shown_weights(look(session)), expected)


RELU = ExperimentSpec(
    layers=(LayerSpec("linear"), LayerSpec("relu")) * 3 + (LayerSpec("linear"),),
    training=TrainSpec(learning_rate=10.0),
)


def test_divergence_keeps_the_last_finite_weights_and_says_at_which_step() -> None:
    session = Session(1, RELU)
    session.begin()
    done = session.advance(100_000, FOREVER)

    assert session.failure is not None
    assert session.failure.step == done + 1 == session.step + 1
    assert not session.ready
    snapshot = look(session, RunState.FAILED)
    assert all(np.isfinite(each).all() for each in shown_weights(snapshot))
    assert snapshot.boundary is not None
    assert np.isfinite(snapshot.boundary).all()
    assert all(math.isfinite(point.train_loss) for point in snapshot.history)


def test_the_numbers_of_a_failure_are_those_of_the_weights_it_kept() -> None:
    one_batch = replace(RELU, training=TrainSpec(learning_rate=10.0, batch_size=10_000))
    session = Session(1, one_batch)
    session.begin()
    session.advance(100_000, FOREVER)
    shown = look(session, RunState.FAILED)

    # The last step ended an epoch: it was evaluated with weights that are no longer there.
    assert shown.step > 0
    assert shown.metrics is not None
    assert session.failure is not None
    again = Session(2, one_batch)
    again.advance(session.failure.step - 2, FOREVER)
    earlier = look(again)
    assert_same_bits(shown_weights(shown), shown_weights(earlier))
    assert earlier.metrics is not None
    assert shown.metrics == replace(earlier.metrics, epoch=shown.metrics.epoch)


def test_only_a_lower_rate_than_the_one_that_failed_may_go_on() -> None:
    session = Session(1, RELU)
    session.begin()
    session.advance(100_000, FOREVER)
    ready = []
    for rate in (20.0, 15.0, 10.0, 9.0, 10.0):
        session.adjust(with_training(RELU, learning_rate=rate))
        ready.append(session.ready)

    assert ready == [False, False, False, True, True]


@pytest.mark.parametrize("layers", [(), (LayerSpec("tanh"),)])
def test_a_network_that_cannot_train_still_shows_its_data(layers: tuple[LayerSpec, ...]) -> None:
    session = Session(1, replace(SMALL, layers=layers))
    snapshot = look(session, RunState.IDLE)

    assert not session.ready
    assert len(session.points.train) == 50
    assert snapshot.boundary is None
    assert snapshot.layers == ()
    assert snapshot.inputs.thumbnails.shape[0] == 2
    assert "Linear" in snapshot.message
    with pytest.raises(SpecError, match="no weights to export"):
        session.export(Path("never.pt"), "pt")


def test_points_are_those_the_trainer_learns_from() -> None:
    points = Session(1, SMALL).points
    split = builder.build_trainer(SMALL).split

    np.testing.assert_array_equal(points.train, split.train_input.numpy())
    np.testing.assert_array_equal(points.test, split.test_input.numpy())
    np.testing.assert_array_equal(
        np.eye(2, dtype=np.float32)[points.train_classes], split.train_target.numpy()
    )
    assert points.class_names == ("outside", "inside")


def test_an_export_holds_the_weights_of_this_moment(tmp_path: Path) -> None:
    session = Session(1, SMALL)
    session.advance(7, FOREVER)

    path = session.export(tmp_path / "weights.pt", "pt").path

    state = torch.load(path, weights_only=True)
    expected = weights(SMALL, 7)
    assert_same_bits([state[f"{2 * i}.weight"].numpy() for i in range(len(expected))], expected)
