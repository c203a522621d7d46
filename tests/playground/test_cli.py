"""`python main.py train`: what it trains, writes, says, and how it ends."""

import math
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import safetensors.torch
import torch

from playground import atomic_write, cli
from playground.atomic_write import WriteError
from playground.builder import build_trainer
from playground.document import edits
from playground.document.export_formats import EXPORT_FORMATS
from playground.document.presets import PRESETS, default
from playground.document.spec import ExperimentSpec
from playground.training.session import Session


def weights(spec: ExperimentSpec, epochs: int) -> dict[str, torch.Tensor]:
    """What the framework makes of `spec`."""
    trainer = build_trainer(spec)
    list(trainer.run(epochs))
    return {name: parameter.p for name, parameter in trainer.model.named_param()}


def assert_same(path: Path, expected: dict[str, torch.Tensor]) -> None:
    got = safetensors.torch.load(path.read_bytes())
    assert got.keys() == expected.keys()
    for name, value in expected.items():
        assert torch.equal(got[name], value), name


def test_trains_the_documents_default_and_exports_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "weights.safetensors"
    assert cli.main(["train", "--epochs", "3", "--export", str(path)]) == 0
    assert_same(path, weights(default(), 3))
    said = capsys.readouterr().out
    assert said.startswith("Trained 3 epochs: train error ")
    assert said.endswith(f"Weights: {path}\n")


def test_every_option_reaches_the_training(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    words = (
        "train --preset relu_xavier --data spirals --points 300 --train-percent 70 --noise 3 "
        "--balance 30 --flips 10 --outliers 5 "
        "--learning-rate 0.05 --batch-size 32 --epochs 2 --seed 11 --export"
    )
    assert cli.main([*words.split(), str(path)]) == 0

    layers = next(each.layers for each in PRESETS if each.name == "relu_xavier")
    spec = edits.set_seed(edits.set_layers(default(), layers), 11)
    for name, value in (
        ("kind", "spirals"),
        ("points", 300),
        ("train_percent", 70),
        ("noise_percent", 3),
        ("balance_percent", 30),
        ("flip_percent", 10),
        ("outlier_percent", 5),
    ):
        spec = edits.set_data_option(spec, name, value)
    spec = edits.set_training_option(spec, "learning_rate", 0.05)
    spec = edits.set_training_option(spec, "batch_size", 32)
    assert_same(path, weights(spec, 2))


def test_the_suffix_chooses_the_format(tmp_path: Path) -> None:
    for format in EXPORT_FORMATS:
        path = tmp_path / f"weights{format.suffix.upper()}"
        assert cli.main(["train", "--epochs", "1", "--points", "40", "--export", str(path)]) == 0
        start = path.read_bytes()[:4]
        assert start == {"pt": b"PK\3\4", "npz": b"PK\3\4", "py": b'"""A'}.get(format.name, start)
    assert torch.load(tmp_path / "weights.PT", weights_only=True).keys() >= {"0.weight", "0.bias"}


@pytest.mark.parametrize("format", ["safetensors", "npz", "py"])
def test_the_file_is_the_one_the_window_writes(format: str, tmp_path: Path) -> None:
    ours, window = tmp_path / f"ours.{format}", tmp_path / f"window.{format}"
    words = ["train", "--epochs", "2", "--points", "40", "--seed", "3", "--export", str(ours)]
    assert cli.main(words) == 0

    spec = edits.set_data_option(edits.set_seed(default(), 3), "points", 40)
    session = Session(1, spec)
    session.advance(2, math.inf)
    session.export(window, format)
    assert ours.read_bytes() == window.read_bytes()


@pytest.mark.parametrize("epochs", [1, 7, 10, 33])
def test_away_from_a_terminal_a_few_plain_lines_tell_how_far_it_is(
    epochs: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["train", "--epochs", str(epochs), "--points", "40"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == min(epochs, 10)
    assert lines[-1].startswith(f"epoch {epochs} of {epochs}: test error ")
    assert not any("\r" in line or "\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "required: COMMAND; see python main.py --help"),
        ("trian", "invalid choice: 'trian'"),
        ("train --epochs x", "--epochs: invalid int value: 'x'; see python main.py train --help"),
        ("train --epochs 0", "Epochs goes from 1 to"),
        ("train --epoch 3", "unrecognized arguments: --epoch"),
        ("train --learning-rate nan", "Learning rate goes from"),
        ("train --points 5", "Points goes from 20 to 10,000, not 5"),
        ("train --data donut", "invalid choice: 'donut'"),
        ("train --preset huge", "invalid choice: 'huge'"),
        ("train --seed -1", "A seed is a whole number"),
        ("train --export weights", "no suffix; use one of .pt, .safetensors, .onnx"),
        ("train --export weights.h5", "ends in .h5; use one of"),
        ("train --export missing/weights.pt", "the folder does not exist; create it"),
        ("train --export folder.pt", "it is a folder"),
        ("train --export", "--export: expected one argument"),
        ("train --picture window.jpg", "ends in .jpg; use .png"),
        ("train --picture missing/window.png", "the folder does not exist"),
        ("experiment", "required: EXPERIMENT"),
        ("experiment table3", "invalid choice: 'table3'"),
        ("experiment table1 --repetitions 0", "--repetitions: 0 is less than 1"),
        ("experiment table1 --json missing/a.json", "the folder does not exist"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2_before_any_work(
    words: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.pt").mkdir()
    monkeypatch.setattr("core.training.Trainer.step", None)
    assert cli.main(words.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert expected in said.err
    assert said.err.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["folder.pt"]


@pytest.mark.parametrize("words", ["", "train", "experiment"])
def test_help_comes_with_examples(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*words.split(), "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert f"python main.py {words}".strip() in said
    assert "Examples:" in said
    if words == "train":
        assert all(each.suffix in said for each in EXPORT_FORMATS)
        assert all(each.name in said for each in PRESETS)


def test_divergence_is_exit_code_1_and_exports_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "weights.pt"
    words = ["train", "--preset", "relu_default", "--learning-rate", "10", "--export", str(path)]
    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert "Training diverged at step " in said.err
    assert "Try --learning-rate 1." in said.err
    assert not path.exists()


def test_an_export_that_fails_after_training_is_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(path: str, data: bytes) -> Path:
        raise WriteError(path, "the disk is full")

    monkeypatch.setattr(atomic_write, "write", full)
    words = ["train", "--epochs", "1", "--points", "40", "--export", str(tmp_path / "weights.pt")]
    assert cli.main(words) == 1
    assert capsys.readouterr().err.endswith("weights.pt: the disk is full.\n")


def test_the_picture_is_drawn_from_the_same_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[object, ...]] = []
    drawer = SimpleNamespace(render=lambda *arguments: calls.append(arguments))
    monkeypatch.setitem(sys.modules, "playground.picture", drawer)
    path = tmp_path / "window.PNG"
    words = ["train", "--epochs", "2", "--points", "40", "--seed", "3", "--picture", str(path)]
    assert cli.main(words) == 0
    spec = edits.set_data_option(edits.set_seed(default(), 3), "points", 40)
    assert calls == [(edits.set_training_option(spec, "epochs", 2), 2, path)]


def test_a_picture_that_fails_is_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def render(*_: object) -> None:
        raise RuntimeError("Training failed at step 7.")

    monkeypatch.setitem(sys.modules, "playground.picture", SimpleNamespace(render=render))
    words = ["train", "--epochs", "1", "--points", "40", "--picture", str(tmp_path / "window.png")]
    assert cli.main(words) == 1
    assert capsys.readouterr().err.endswith("Training failed at step 7.\n")
