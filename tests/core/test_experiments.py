"""The report's experiments: the right networks, honest figures, tables that say what was run."""

import json
import math
from typing import Any

import pytest
import torch

from core import Linear
from core.errors import DivergedError, EmptyBatchError, OptionError
from core.experiments import (
    CELLS,
    Comparison,
    Run,
    Settings,
    Summary,
    Table1,
    Table2,
    table1,
    table2,
)
from core.experiments.settings import Start, pieces
from core.experiments.table2 import Errors
from core.training import Trainer


def quick(**changes: Any) -> Settings:
    return Settings(**{"repetitions": 2, "epochs": 3} | changes)


def starts(settings: Settings, cell: int = 0) -> list[Start]:
    (piece,) = pieces(settings, cell, together=settings.repetitions)
    return piece.starts()


def test_the_networks_are_the_reports() -> None:
    start = starts(Settings())[0]
    for cell in CELLS:
        model = start.model(cell.activation, cell.initialization)
        linears = [each for each in model.modules if isinstance(each, Linear)]
        sizes = [(each.in_features, each.out_features) for each in linears]
        assert sizes == [(2, 25), (25, 25), (25, 25), (25, 2)]
        names = [type(each).__name__ for each in model.modules if not isinstance(each, Linear)]
        assert names == (["Tanh"] * 4 if cell.activation == "tanh" else ["ReLU"] * 3)
        for each in linears:
            gain = 5 / 3 if cell.activation == "tanh" else math.sqrt(2)
            fans = each.in_features + each.out_features
            default = 1 / math.sqrt(each.in_features)
            bound = default if cell.initialization == "default" else gain * math.sqrt(6 / fans)
            largest = torch.cat([each.weight.p.flatten(), each.bias.p]).abs().max()
            assert 0.9 * bound < largest <= bound * (1 + 1e-6)


def test_data_is_the_reports_and_new_only_where_asked() -> None:
    first, second = starts(quick())
    assert first.split is second.split
    assert first.weights_seed != second.weights_seed
    assert first.order_seed != second.order_seed
    split = first.split
    assert split.train_input.shape == split.test_input.shape == (1000, 2)
    inside = (split.test_input - 0.5).norm(dim=1) < 1 / math.sqrt(2 * math.pi)
    assert torch.equal(split.test_target, torch.stack((~inside, inside), 1).float())
    assert not torch.equal(split.train_input, split.test_input)
    fresh, other = starts(quick(new_data=True))
    assert torch.equal(fresh.split.train_input, split.train_input)
    assert not torch.equal(other.split.train_input, split.train_input)
    assert not torch.equal(starts(quick(), 1)[0].split.train_input, split.train_input)


def test_table1_runs_every_cell_and_the_seed_decides() -> None:
    runs = list(table1(quick()))
    assert [run.cell for run in runs] == [cell for cell in CELLS for _ in range(2)]
    assert list(table1(quick())) == runs
    assert list(table1(quick(seed=2))) != runs
    assert all(0 < run.test_error < 1 and run.diverged_in_step is None for run in runs)


def test_table1_learns_the_disk() -> None:
    best = next(run for run in table1(quick(repetitions=1, epochs=250, shuffle="epoch")))
    assert best.train_error < 0.12
    assert best.test_error < 0.12


@pytest.mark.parametrize("shuffle", ["epoch", "once", "never"])
def test_table2_has_the_bits_of_torch(shuffle: Any) -> None:
    comparisons = list(table2(quick(shuffle=shuffle, epochs=10)))
    assert len(comparisons) == 2
    for each in comparisons:
        assert each.core == each.torch
        assert each.max_weight_difference == 0
        assert each.differing_predictions == 0
        assert each.points == 2000


def test_table2_notices_another_learning_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    original = torch.optim.SGD
    monkeypatch.setattr(torch.optim, "SGD", lambda each, lr: original(each, lr=lr * 1.001))
    (comparison,) = table2(quick(repetitions=1))
    assert comparison.max_weight_difference > 0


@pytest.mark.parametrize("shuffle", ["epoch", "once", "never"])
def test_table1_has_the_figures_of_single_runs(shuffle: Any) -> None:
    settings = quick(repetitions=12, shuffle=shuffle, epochs=10, new_data=True)
    singles = []
    for number, cell in enumerate(CELLS):
        for start in starts(settings, number):
            trainer = start.trainer(cell.activation, cell.initialization, shuffle)
            trainer.advance(settings.epochs * trainer.steps_per_epoch)
            end = trainer.evaluate()
            singles.append(Run(cell, end.train_error, end.test_error, None))
    assert list(table1(settings)) == singles


def backwards(work: Any, pieces: Any) -> Any:
    return reversed([work(piece) for piece in reversed(list(pieces))])


@pytest.mark.parametrize("table", [table1, table2])
def test_the_pieces_of_a_table_do_not_depend_on_each_other(table: Any) -> None:
    settings = quick(repetitions=11, epochs=1, new_data=True)
    assert list(table(settings, backwards)) == list(table(settings))


@pytest.mark.parametrize("table", [table1, table2])
def test_a_table_draws_no_number_of_its_callers(table: Any) -> None:
    before = torch.get_rng_state()
    list(table(quick(epochs=1)))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_diverged_run_counts_with_its_last_finite_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = Trainer.check

    def failing(trainer: Trainer, loss: float) -> None:
        if trainer.steps == 4:
            raise DivergedError("Trainer: the loss became nan in step 5", 5)
        check(trainer, loss)

    monkeypatch.setattr(Trainer, "check", failing)
    settings = quick()
    runs = list(table1(settings))
    assert [run.diverged_in_step for run in runs] == [5] * 8
    assert all(0 < run.test_error < 1 for run in runs)
    text = Table1.of(runs, settings).text()
    assert "Tanh, default: 2 of 2 runs diverged; each counts with the error of" in text
    assert "No run diverged" not in text


def test_summary_has_the_sample_deviation() -> None:
    summary = Summary.of([0.01, 0.02, 0.06])
    assert summary.mean == pytest.approx(3)
    assert summary.std == pytest.approx(math.sqrt(7))  # 2 below 3 runs
    assert summary.median == pytest.approx(2)
    assert Summary.of([0.5]) == Summary(50, None, 50)
    with pytest.raises(EmptyBatchError):
        Summary.of([])


def example_runs() -> list[Run]:
    return [Run(cell, 0.01 * n, 0.02 * n) for cell in CELLS for n in (1, 2, 6)]


def test_table1_as_json_and_text() -> None:
    table = Table1.of(example_runs(), Settings(repetitions=3))
    cells = json.loads(json.dumps(table.to_json(), allow_nan=False))["cells"]
    assert [(cell["activation"], cell["init"]) for cell in cells] == [
        ("tanh", "default"),
        ("tanh", "xavier"),
        ("relu", "default"),
        ("relu", "xavier"),
    ]
    figures = {name: cells[0][name] for name in list(cells[0])[2:]}
    assert figures == pytest.approx(
        {
            "train_mean": 3,
            "train_std": math.sqrt(7),
            "train_median": 2,
            "test_mean": 6,
            "test_std": 2 * math.sqrt(7),
            "test_median": 4,
        }
    )
    rows = [line.split() for line in table.text().splitlines()]
    assert ["Tanh,", "Xavier", "training", "3.00", "2.65", "2.00", "3.41", "0.43"] in rows
    assert ["test", "6.00", "5.29", "4.00", "5.03", "1.41"] in rows
    assert ["No", "run", "diverged."] in rows


def test_table2_as_json_and_text() -> None:
    pairs = [
        Comparison(Errors(0.01, 0.02), Errors(0.03, 0.04), 0.0, 0, 2000),
        Comparison(Errors(0.03, 0.06), Errors(0.03, 0.04), 0.25, 3, 2000),
    ]
    table = Table2.of(pairs, Settings(repetitions=2))
    written = json.loads(json.dumps(table.to_json(), allow_nan=False))
    assert list(written) == ["core", "torch", "max_weight_difference", "differing_predictions"]
    assert written["core"] == pytest.approx(
        {"train_mean": 2, "train_std": math.sqrt(2), "test_mean": 4, "test_std": math.sqrt(8)}
    )
    assert written["torch"]["test_std"] == 0
    assert (written["max_weight_difference"], written["differing_predictions"]) == (0.25, 3)
    text = table.text()
    assert "Largest difference of two weights: 0.25" in text
    assert "Points classified differently: 3 of 4,000" in text
    assert ["PyTorch", "training", "3.00", "0.00", "3.32", "0.46"] in map(
        str.split, text.splitlines()
    )


def test_a_weight_difference_that_is_not_a_number_is_not_lost() -> None:
    errors = Errors(0.5, 0.5)
    pairs = [Comparison(errors, errors, value, 0, 2000) for value in (0.0, math.nan, 0.0)]
    assert math.isnan(Table2.of(pairs, Settings(repetitions=3)).max_weight_difference)


def test_one_repetition_has_no_deviation() -> None:
    settings = quick(repetitions=1)
    table = Table2.of(table2(settings), settings)
    assert table.to_json()["core"]["train_std"] is None
    assert "–" in table.text()
    assert "1 repetition," in table.text()


@pytest.mark.parametrize(
    "changes",
    [{"repetitions": 0}, {"epochs": 0}, {"seed": -1}, {"seed": 2**63}, {"shuffle": "often"}],
)
def test_wrong_settings_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="Settings: "):
        quick(**changes)
