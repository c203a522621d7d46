"""`python main.py experiment digits`: scikit-learn's images, if it is installed."""

import json
import sys
from pathlib import Path

import pytest

from core.experiments import DigitsSettings
from playground import cli
from playground.cli import digit_images
from playground.cli.parser import parser


def test_the_defaults_are_those_of_the_framework() -> None:
    words = parser().parse_args(["experiment", "digits"])
    assert DigitsSettings(words.epochs, words.seed) == DigitsSettings()


def test_97_percent_of_the_test_images_are_recognised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sklearn")
    path = tmp_path / "digits.json"
    assert cli.main(["experiment", "digits", "--seed", "7", "--json", str(path)]) == 0
    said = capsys.readouterr()
    result = json.loads(path.read_text())
    assert (result["epochs"], result["seed"]) == (20, 7)
    assert result["test_accuracy"] >= 97
    assert f"{result['test_accuracy']:.2f} %" in said.out
    lines = said.err.splitlines()
    assert len(lines) == 10
    assert lines[-1] == f"epoch 20 of 20: test accuracy {result['test_accuracy']:.2f} %"


def test_the_images_are_upright_and_from_paper_to_ink() -> None:
    pytest.importorskip("sklearn")
    images, classes = digit_images.load()
    assert images.shape == (1797, 1, 8, 8)
    assert (images.min(), images.max()) == (0, 1)
    assert sorted(classes.unique().tolist()) == [*range(10)]
    one = images[classes == 1].mean(0)[0]
    assert one[:, 3:5].mean() > 3 * one[:, :2].mean()  # its stroke stands upright


def test_without_scikit_learn_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    assert cli.main(["experiment", "digits"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "scikit-learn" in said.err
    requirements = Path(said.err.split(" -r ")[1].strip())
    assert "scikit-learn==" in requirements.read_text()


@pytest.mark.parametrize("words", [["--epochs", "0"], ["--seed", "-1"], ["--repetitions", "3"]])
def test_wrong_words_are_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn")
    assert cli.main(["experiment", "digits", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
