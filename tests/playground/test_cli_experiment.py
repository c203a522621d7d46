"""`python main.py experiment`: the report's tables on the terminal and as JSON."""

import json
from pathlib import Path

import pytest

from core.experiments import Settings
from playground import cli
from playground.cli.parser import parser


def test_the_defaults_are_the_reports() -> None:
    words = vars(parser().parse_args(["experiment", "table1"]))
    given = {name: words[name] for name in ("repetitions", "seed", "new_data", "shuffle")}
    assert Settings(**given) == Settings()


def test_table_1_stands_beside_the_reports_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table1.json"
    words = "experiment table1 --repetitions 1 --seed 5 --new-data --shuffle epoch --json"
    assert cli.main([*words.split(), str(path)]) == 0
    said = capsys.readouterr()
    for part in ("seed 5", "new data", "shuffled every epoch", "Tanh, Xavier", "3.41", "5.03"):
        assert part in said.out
    assert said.err.splitlines() == [
        "run 1 of 4: Tanh, default",
        "run 2 of 4: Tanh, Xavier",
        "run 3 of 4: ReLU, default",
        "run 4 of 4: ReLU, Xavier",
    ]
    cells = json.loads(path.read_text())["cells"]
    assert [(cell["activation"], cell["init"]) for cell in cells] == [
        ("tanh", "default"),
        ("tanh", "xavier"),
        ("relu", "default"),
        ("relu", "xavier"),
    ]
    names = {f"{part}_{what}" for part in ("train", "test") for what in ("mean", "std", "median")}
    assert all(cell.keys() == {"activation", "init", *names} for cell in cells)
    assert all(0 < cell["test_mean"] < 20 for cell in cells)  # trained, and in percent


def test_table_2_finds_no_difference_to_pytorch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table2.json"
    assert cli.main(["experiment", "table2", "--repetitions", "1", "--json", str(path)]) == 0
    said = capsys.readouterr()
    assert "Largest difference of two weights: 0" in said.out
    assert said.err.splitlines() == ["repetition 1 of 1: weight difference 0"]
    table = json.loads(path.read_text())
    assert table["core"] == table["torch"]
    assert table["max_weight_difference"] == table["differing_predictions"] == 0


@pytest.mark.parametrize("seed", ["-1", str(2**63)])
def test_a_seed_that_does_not_exist_is_wrong_use(
    seed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["experiment", "table1", "--seed", seed]) == 2
    said = capsys.readouterr()
    assert "seed must be" in said.err
    assert said.err.count("\n") == 1
