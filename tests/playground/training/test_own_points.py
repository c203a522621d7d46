"""Points of one's own in training: more than two classes, and targets that are numbers."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from playground import builder, weights_file
from playground.document import edits
from playground.document.own_points import Column, X, Y
from playground.document.presets import default
from playground.document.spec import DataSpec, ExperimentSpec, LayerSpec
from playground.document.training_kinds import LOSSES
from playground.own_data import arrays
from playground.training.session import Session
from playground.training.snapshots import RunState, Snapshot

PRICE = Column("price", 100.0, 300.0)
FOREVER = float("inf")
BARE = (LayerSpec("linear"), LayerSpec("tanh"), LayerSpec("linear"))
CORNERS = np.array([[0.2, 0.2], [0.8, 0.2], [0.2, 0.8]])


def three_classes() -> ExperimentSpec:
    classes = np.arange(90) % 3
    shift = np.random.default_rng(1).uniform(-0.1, 0.1, (90, 2))
    own = arrays.own_points(CORNERS[classes] + shift, classes, ("red", "green", "blue"))
    return edits.set_own_points(replace(default(), layers=BARE), own)


def slope() -> ExperimentSpec:
    """A plane: the target is x + y − 1."""
    places = np.random.default_rng(1).random((90, 2))
    own = arrays.own_points(places, places.sum(1) - 1, ())
    return edits.set_own_points(replace(default(), layers=BARE), own)


def trained(spec: ExperimentSpec, steps: int) -> tuple[Session, Snapshot]:
    spec = edits.choose_method(spec, "optimizer", "adam")
    session = Session(1, edits.set_training_option(spec, "learning_rate", 0.02))
    session.advance(steps, FOREVER)
    return session, session.snapshot(RunState.PAUSED, "", 0.0)


@pytest.mark.parametrize("loss", LOSSES)
def test_each_class_leads_where_its_points_are_with_every_loss(loss: str) -> None:
    session, snapshot = trained(edits.choose_method(three_classes(), "loss", loss), 600)
    field, metrics = snapshot.boundary, snapshot.metrics
    assert field is not None
    assert metrics is not None
    assert field.shape == (3, 200, 200)
    for number, (x, y) in enumerate(CORNERS):
        leads = field[:, int((1 - y) * 200), int(x * 200)]
        assert (leads > 0).tolist() == [number == each for each in range(3)]
    assert metrics.test_error == 0
    assert session.points.class_names == ("red", "green", "blue")
    np.testing.assert_array_equal(np.unique(session.points.train_classes), [0, 1, 2])


def test_the_lead_is_the_share_less_the_best_of_the_others() -> None:
    session, snapshot = trained(three_classes(), 1)
    leads = snapshot.boundary
    assert leads is not None
    top = np.sort(leads, axis=0)
    np.testing.assert_allclose(top[-1], -top[-2], atol=1e-6)  # the winner and the next mirror
    assert (top[-1] >= 0).all()
    assert session.step == 1


def test_a_target_is_learnt_and_its_error_is_the_variance_left() -> None:
    session, snapshot = trained(slope(), 600)
    field, metrics = snapshot.boundary, snapshot.metrics
    assert field is not None
    assert metrics is not None
    assert field.shape == (200, 200)
    assert field[100, 100] == pytest.approx(0, abs=0.1)
    assert field[20, 180] == pytest.approx(0.8, abs=0.15)
    assert metrics.test_error < 0.02
    assert session.points.class_names == ()
    assert session.points.train_classes.dtype == np.float32


def test_an_untrained_network_leaves_about_all_of_the_variance() -> None:
    _, snapshot = trained(slope(), 0)
    assert snapshot.metrics is not None
    assert snapshot.metrics.test_error > 0.5


def test_the_trainer_gets_the_points_as_they_are_and_no_others() -> None:
    spec = three_classes()
    own = spec.data.own
    assert own is not None
    split = builder.build_trainer(spec).split
    together = torch.cat((split.train_input, split.test_input)).numpy()
    assert sorted(map(tuple, together)) == sorted(map(tuple, arrays.places(own)))
    assert (len(split.train_input), len(split.test_input)) == (45, 45)
    np.testing.assert_array_equal(Session(1, spec).points.train, split.train_input.numpy())


@pytest.mark.parametrize("count", [0, 1])
def test_a_document_with_too_few_points_shows_them_and_says_so(count: int) -> None:
    own = arrays.own_points(np.full((count, 2), 0.5), np.zeros(count), ("A", "B"))
    session = Session(1, edits.set_own_points(default(), own))
    assert not session.ready
    assert len(session.points.train) + len(session.points.test) == count
    assert "Two points" in session.snapshot(RunState.IDLE, "", 0.0).message


def test_a_constant_target_has_no_nan_in_its_numbers() -> None:
    own = arrays.own_points(np.random.default_rng(1).random((20, 2)), np.zeros(20), ())
    session = Session(1, edits.set_own_points(default(), own))
    metrics = session.snapshot(RunState.IDLE, "", 0.0).metrics
    assert metrics is not None
    assert metrics.test_error == 1
    assert DataSpec("own", own=own).outputs == ("target",)


def test_an_export_says_classes_and_scaling(tmp_path: Path) -> None:
    """A network that was trained on scaled points is of no use without the scaling."""
    columns = (Column("length", 3.0, 7.0), Column("width", -1.0, 3.0), Column("species"))
    own = arrays.own_points(CORNERS, np.arange(3), ("A", "B", "C"), columns=columns)
    spec = edits.set_own_points(default(), own)
    trainer = builder.build_trainer(spec)
    claim = weights_file.write(tmp_path / "weights.json", "json", trainer, spec)
    metadata = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))["metadata"]
    assert json.loads(metadata["classes"]) == ["A", "B", "C"]
    assert json.loads(metadata["scaling"]) == {
        "x": {"name": "length", "low": 3.0, "high": 7.0},
        "y": {"name": "width", "low": -1.0, "high": 3.0},
    }
    assert claim.card["Scaling"] == "x = (length − 3) / 4, y = (width + 1) / 4"


def test_the_target_of_an_export_is_scaled_too(tmp_path: Path) -> None:
    own = arrays.own_points(CORNERS, np.array([-1.0, 0.0, 1.0]), (), columns=(X, Y, PRICE))
    spec = edits.set_own_points(default(), own)
    claim = weights_file.write(tmp_path / "w.json", "json", builder.build_trainer(spec), spec)
    assert claim.card["Scaling"] == "x = x, y = y, price = 200 + 100 · output"
    metadata = json.loads((tmp_path / "w.json").read_text(encoding="utf-8"))["metadata"]
    target = json.loads(metadata["scaling"])["target"]
    assert target == {"name": "price", "low": 100.0, "high": 300.0}
