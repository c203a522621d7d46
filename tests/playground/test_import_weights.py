"""Weights from a file: into the network they fit, into one built for them, or a sentence."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox

from core import Linear, ReLU, Residual, Sequential, Tanh
from core.export import export_bytes
from playground import weights_reader
from playground.builder import build_model, generators
from playground.document import edits
from playground.document.presets import default
from playground.document.spec import ExperimentSpec, LayerSpec
from playground.training.snapshots import Snapshot
from playground.weights_reader import ReadError
from tests.core.export_networks import network

FORMATS = ("safetensors", "npz", "json", "pt")


def model_of(window) -> Sequential:
    """A network such as the window's, with other weights."""
    model = build_model(
        window.document.spec, generator=generators(77).weights, dropout=generators(77).dropout
    )
    for each in model.param():
        each.p.add_(0.25)
    return model


@pytest.fixture
def seen(window):
    """The snapshots since the window opened."""
    snapshots: list[Snapshot] = []
    window.run.snapshot.connect(snapshots.append)
    yield snapshots
    window.run.snapshot.disconnect(snapshots.append)


def first_weights(seen) -> list[list[float]]:
    return seen[-1].layers[0].weights.tolist() if seen and seen[-1].layers else []


@pytest.mark.parametrize("format", FORMATS)
def test_weights_that_fit_are_taken_without_an_undo_step(window, wait, seen, tmp_path, format):
    model = model_of(window)
    path = tmp_path / f"net.{format}"
    path.write_bytes(export_bytes(model, format))
    window.weights.read(path)
    wanted = model.param()[0].p.tolist()
    wait(lambda: first_weights(seen) == wanted)
    assert window.message.text() == f"Imported {path}"
    assert not window.document.undo_stack.canUndo()
    window.run.step()
    wait(lambda: seen[-1].step == 1)


def test_another_network_is_built_in_one_undo_step_if_the_user_wants(window, wait, seen, tmp_path):
    before = window.document.spec
    model = network(6, ReLU, 4, Tanh, 2)
    path = tmp_path / "net.safetensors"
    path.write_bytes(export_bytes(model, "safetensors"))
    window.weights.read(path)
    wait(lambda: window.findChild(QMessageBox, "build_from_file") is not None)
    box = window.findChild(QMessageBox, "build_from_file")
    assert window.document.spec == before
    next(each for each in box.buttons() if each.objectName() == "build").click()
    names = [layer.name for layer in window.document.spec.layers]
    assert names == ["Linear", "ReLU", "Linear", "Tanh", "Linear"]
    wait(lambda: first_weights(seen) == model.param()[0].p.tolist())
    window.document.undo_stack.undo()
    assert window.document.spec == before
    assert not window.document.undo_stack.canUndo()


def test_no_changes_nothing(window, wait, tmp_path):
    before = window.document.spec
    path = tmp_path / "net.safetensors"
    path.write_bytes(export_bytes(network(6, ReLU, 2), "safetensors"))
    window.weights.read(path)
    wait(lambda: window.findChild(QMessageBox, "build_from_file") is not None)
    box = window.findChild(QMessageBox, "build_from_file")
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert (window.document.spec, window.document.undo_stack.canUndo()) == (before, False)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "net.pt")
    with pytest.raises(ReadError, match=r"net.pt is not an ordinary file"):
        weights_reader.read(tmp_path / "net.pt")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("net.pt", b"\x80\x04junk", "Ask for a .safetensors file|save it again|Save it again"),
        ("net.py", b"raise SystemExit", "net.py is no file of weights that can be read"),
        ("net.npz", b"", "damaged"),
        ("gone.json", None, "no such file"),
        ("net.json", "three", "another number of inputs or outputs"),
    ],
)
def test_what_is_refused_is_a_sentence_and_changes_nothing(
    window, wait, tmp_path, name, data, sentence
):
    before, revision = window.document.spec, window.run.revision
    path = tmp_path / name
    if data == "three":
        data = export_bytes(network(5, Tanh, 3), "json")
    if data is not None:
        path.write_bytes(data)
    window.weights.read(path)
    wait(lambda: window.message.text() != "")
    assert any(each in window.message.text() for each in sentence.split("|"))
    assert window.message.isVisible()
    assert (window.document.spec, window.run.revision) == (before, revision)


def test_the_dialog_is_there_by_keyboard_and_starts_where_there_is_something(
    window, wait, seen, tmp_path
):
    model = model_of(window)
    path = tmp_path / "net.npz"
    path.write_bytes(export_bytes(model, "npz"))
    window.weights._settings.export_folder = str(tmp_path / "gone")
    window.actions_["import_weights"].trigger()
    dialog = window.findChild(QFileDialog, "import_dialog")
    assert Path(dialog.directory().absolutePath()).is_dir()
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.setFocus()
    QTest.keyClicks(edit, str(path))
    QTest.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: first_weights(seen) == model.param()[0].p.tolist())


def test_a_document_that_changed_meanwhile_is_left_alone(window, wait, tmp_path):
    path = tmp_path / "net.npz"
    path.write_bytes(export_bytes(model_of(window), "npz"))
    found = []
    window.run.weights_read.connect(found.append)
    window.weights.read(path)
    window.document.edit("clear", ExperimentSpec())
    wait(lambda: found != [])
    assert "import it again" in window.message.text()
    window.document.undo_stack.undo()


def test_a_network_the_document_does_not_have_is_refused_by_its_layer() -> None:
    model = Sequential([Linear(2, 3), Sequential([Tanh()]), Linear(3, 2)])
    read = weights_reader.read_weights
    with pytest.raises(ReadError, match=r"Layer 2 is a Sequential"):
        weights_reader.fit(read(export_bytes(model, "json"), "json"), default())


def test_an_undescribed_file_prefers_the_network_it_fits() -> None:
    """Names and shapes are all that an .npz has: no Tanh is guessed where the layers fit."""
    model = build_model(default(), generator=generators(5).weights, dropout=generators(5).dropout)
    found = weights_reader.read_weights(export_bytes(model, "npz"), "npz")
    after, values = weights_reader.fit(found, default())
    assert after == default()
    assert np.array_equal(values["0.weight"], model.param()[0].p.numpy())


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_with_a_residual_block_becomes_a_document_with_it(tmp_path, format):
    spec = edits.insert_layer(default(), 2, LayerSpec("residual"))
    draws = generators(5)
    model = build_model(spec, generator=draws.weights, dropout=draws.dropout)
    path = tmp_path / f"net.{format}"
    path.write_bytes(export_bytes(model, format))
    described = format in ("safetensors", "json")
    after, arrays = weights_reader.fit(weights_reader.read(path), default() if described else spec)
    assert [each.kind for each in after.layers] == [each.kind for each in spec.layers]
    for name, each in model.named_param():
        np.testing.assert_array_equal(arrays[name], each.p.numpy())


def test_a_block_in_a_block_is_refused_by_a_sentence():
    inner = Residual([Residual([Linear(3, 3)])])
    model = Sequential([Linear(2, 3), inner, Linear(3, 2)])
    weights = weights_reader.read_weights(export_bytes(model, "json"), "json")
    with pytest.raises(ReadError, match="A residual block cannot hold another one"):
        weights_reader.fit(weights, default())
    nested = Sequential([Linear(2, 3), Residual([Sequential([Tanh()])]), Linear(3, 2)])
    weights = weights_reader.read_weights(export_bytes(nested, "json"), "json")
    with pytest.raises(ReadError, match=r"Layer 2\.1 is a Sequential"):
        weights_reader.fit(weights, default())
