"""An exported file is read in a fresh process; a file that computes something else is caught."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
import torch

from core import LeakyReLU, Tanh
from playground import cli, weights_file
from playground.builder import build_trainer
from playground.document import edits
from playground.document.export_formats import EXPORT_FORMATS
from playground.document.file_format import SavedDocument
from playground.document.own_points import Column
from playground.document.presets import default
from playground.files import storage
from playground.files.contents import Contents
from playground.own_data import arrays
from playground.proof import ProofError, judge, prove
from playground.training.session import Session
from tests.core.export_networks import each_layer, network


@pytest.mark.parametrize("format", EXPORT_FORMATS, ids=lambda each: each.name)
def test_every_format_proves_itself(tmp_path: Path, format) -> None:
    trainer = build_trainer(default())
    trainer.step()
    path = tmp_path / f"net{format.suffix}"
    claim = weights_file.write(path, format.name, trainer, default())
    proof = prove(claim)
    assert proof.holds
    assert proof.points == 1089
    assert proof.difference <= 1e-6
    assert claim.card.keys() == {"Data", "Seed", "Steps", "Weights", "Versions", "File"}


def test_a_changed_weight_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    claim = weights_file.write(path, "safetensors", build_trainer(default()), default())
    arrays = safetensors.numpy.load(path.read_bytes())
    arrays["0.bias"] = arrays["0.bias"] + np.float32(1e-3)
    path.write_bytes(safetensors.numpy.save(arrays))
    proof = prove(claim)
    assert not proof.holds
    assert "do not use the file" in str(proof)


def test_large_weights_that_round_in_every_order_are_no_fault(tmp_path: Path) -> None:
    model = network(32, Tanh, 32, Tanh, 2)
    for each in model.param():
        each.p = each.p * 30
    for format in ("onnx", "numpy", "safetensors"):
        claim = weights_file.write_model(tmp_path / "net", format, model, {}, {})
        assert claim.rounding > 1e-6
        assert prove(claim).holds, format


def test_nan_and_another_shape_are_caught(tmp_path: Path) -> None:
    claim = weights_file.write_model(tmp_path / "a.npz", "npz", network(2, Tanh), {}, {})
    with pytest.raises(ProofError, match="no answer"):
        judge(claim, b"")
    with pytest.raises(ProofError, match="the last line"):
        judge(claim, b"", b"one\nthe last line\n")
    path = tmp_path / "reply.npy"
    for reply in (claim.outputs * np.nan, claim.outputs[:, :1]):
        np.save(path, reply)
        assert not judge(claim, path.read_bytes()).holds


def test_a_file_that_vanished_is_a_sentence(tmp_path: Path) -> None:
    claim = weights_file.write_model(tmp_path / "a.npz", "npz", network(2), {}, {})
    with pytest.raises(ProofError, match="could not be read again"):
        prove(replace(claim, path=tmp_path / "gone.npz"))


def test_the_card_changes_with_the_weights_and_the_data_alone(tmp_path: Path) -> None:
    one, other = build_trainer(default()), build_trainer(default())
    cards = [
        weights_file.write(tmp_path / "a.npz", "npz", each, default()).card for each in (one, other)
    ]
    assert cards[0] == cards[1]
    other.step()
    moved = weights_file.write(tmp_path / "a.npz", "npz", other, default()).card
    assert {key for key in moved if moved[key] != cards[0][key]} == {"Steps", "Weights", "File"}


# --- the commands --------------------------------------------------------------------------


def test_export_turns_one_format_into_another_and_proves_it(tmp_path: Path, capsys) -> None:
    source, target = tmp_path / "net.safetensors", tmp_path / "net.json"
    model, _ = each_layer(torch.float32)["points"]
    weights_file.write_model(source, "safetensors", model, {"data": "disk", "seed": "7"}, {})
    assert cli.main(["export", str(source), "--to", str(target)]) == 0
    out = capsys.readouterr().out
    assert f"JSON: {target}" in out
    assert "Seed:      7" in out
    assert "Read in a fresh process, equal bits at" in out
    assert json.loads(target.read_text())["metadata"]["data"] == "disk"


def test_of_two_programs_the_format_chooses(tmp_path: Path, capsys) -> None:
    source, target = tmp_path / "net.json", tmp_path / "net.py"
    weights_file.write_model(source, "json", network(3, LeakyReLU, 2), {}, {})
    assert cli.main(["export", str(source), "--to", str(target), "--format", "numpy"]) == 0
    assert "import torch" not in target.read_text()
    capsys.readouterr()


def test_check_says_what_a_file_holds_and_runs_nothing(tmp_path: Path, capsys) -> None:
    path = tmp_path / "net.safetensors"
    metadata = {"data": "disk\x1b[2J\u202e", "title": "x" * 1000}
    weights_file.write_model(path, "safetensors", network(3, Tanh, 2), metadata, {})
    assert cli.main(["check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "described in the file" in out
    assert "17, SHA-256" in out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert max(map(len, out.splitlines())) < 250


@pytest.mark.parametrize("command", [["check"], ["export", "--to", "new.json"]])
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("net.py", b"raise SystemExit(7)", "net.py is no file of weights that can be read"),
        ("net.onnx", b"", "choose one that ends in .safetensors, .npz, .json or .pt"),
        ("net.npz", b"nothing", "This is no NumPy file, or it is damaged"),
        ("gone.npz", None, "no such file"),
    ],
)
def test_what_is_not_read_is_a_sentence_and_nothing_is_written(
    tmp_path: Path, monkeypatch, capsys, command, name, data, sentence
) -> None:
    monkeypatch.chdir(tmp_path)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert cli.main([command[0], name, *command[1:]]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize("trained", [False, True])
def test_a_document_is_exported_as_it_was_saved(tmp_path: Path, capsys, trained: bool) -> None:
    session = Session(1, default())
    if trained:
        session.begin()
        session.advance(5, math.inf)
    path, target = tmp_path / "work.nnp", tmp_path / "net.npz"
    record = session.record() if trained else None
    storage.save(path, Contents(SavedDocument(default()), record), None)
    assert cli.main(["export", str(path), "--to", str(target)]) == 0
    steps = 5 if trained else 0
    assert f"Steps:     {steps}" in capsys.readouterr().out
    wanted = {name: each.p.numpy() for name, each in session._trainer.model.named_param()}
    found = np.load(target)
    assert all(np.array_equal(found[name], value) for name, value in wanted.items())
    assert cli.main(["check", str(path)]) == 0
    assert "described in the file" in capsys.readouterr().out


def test_a_document_is_exported_as_by_the_window(tmp_path: Path, capsys) -> None:
    """With its classes and scaling, without which nobody could use it, and the hash of its data."""
    columns = (Column("length", 3.0, 7.0), Column("width", -1.0, 3.0), Column("species"))
    places = np.array([[0.0, 0.0], [1.0, 0.5], [0.5, 1.0], [0.2, 0.8]])
    own = arrays.own_points(places, np.array([0, 1, 2, 1]), ("A", "B", "C"), columns=columns)
    spec = edits.set_own_points(default(), own)
    session = Session(1, spec)
    session.begin()
    session.advance(3, math.inf)
    storage.save(tmp_path / "own.nnp", Contents(SavedDocument(spec), session.record()), None)
    claim = session.export(tmp_path / "window.json", "json")
    target = tmp_path / "command.json"
    assert cli.main(["export", str(tmp_path / "own.nnp"), "--to", str(target)]) == 0
    out = capsys.readouterr().out
    assert target.read_bytes() == (tmp_path / "window.json").read_bytes()
    assert all(text in out for text in claim.card.values())
    assert cli.main(["check", str(tmp_path / "own.nnp")]) == 0
    assert claim.card["Data"] in capsys.readouterr().out


@pytest.mark.parametrize("layers", [default().layers[2:], ()])
def test_a_document_whose_weights_do_not_fit_is_a_sentence(tmp_path, capsys, layers) -> None:
    path, other = tmp_path / "work.nnp", replace(default(), layers=layers)
    storage.save(path, Contents(SavedDocument(other), Session(1, default()).record()), None)
    assert cli.main(["export", str(path), "--to", str(tmp_path / "net.json")]) == 2
    assert f"Could not read {path}: " in capsys.readouterr().err


def test_a_damaged_document_is_a_sentence(tmp_path: Path, capsys) -> None:
    path = tmp_path / "work.nnp"
    path.write_bytes(b"PK nothing")
    assert cli.main(["check", str(path)]) == 2
    assert "Could not open work.nnp: " in capsys.readouterr().err
