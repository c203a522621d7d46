"""The rows as arrays: which pass, how well the network does on them, and what cells say."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.data_table import words
from playground.data_table.columns import TableColumn, columns_of
from playground.data_table.rows import Figures, own_points, same
from playground.data_table.rows import rows_of as rows_with
from playground.data_table.written import CancelledError, copied, saved
from playground.document import edits
from playground.document.own_points import Column, Y
from playground.document.presets import default
from playground.own_data import arrays, table
from playground.own_data import columns as imported
from playground.training.session import Session
from playground.training.snapshots import RunState
from tests.playground.data_table.tables import CLASSES, one_hot, prices, rows_of, three_classes

WRONG = np.where(np.arange(8) == 2, 0, CLASSES)  # the third point is taken for red
NEVER = threading.Event()


def column(columns: tuple[TableColumn, ...], name: str) -> TableColumn:
    return next(each for each in columns if each.name == name)


def quiet(_: int) -> None:
    pass


@pytest.mark.parametrize("spec", [three_classes(50), prices()], ids=["classes", "target"])
def test_points_of_ones_own_are_those_of_the_run(spec) -> None:
    points, numbers = own_points(spec.data)
    assert same(points, Session(1, spec).points)
    assert sorted(numbers.tolist()) == list(range(len(numbers)))
    assert not same(points, own_points(three_classes(51).data)[0])


@pytest.mark.parametrize("spec", [three_classes(60), prices()], ids=["classes", "target"])
def test_flipped_labels_and_outliers_are_those_the_network_trains_on(spec) -> None:
    data = replace(spec.data, flip_percent=40, outlier_percent=40)
    spec = replace(spec, data=data)
    session = Session(1, spec)
    rows = rows_with(spec, session.points, session.outputs())
    assert rows is not None
    assert rows.outputs is not None
    altered = column(columns_of(rows), "altered")
    told = {altered.shown(point) for point in range(len(rows))}
    assert told == (
        {"", "flipped", "outlier", "flipped outlier"} if data.classes else {"", "outlier"}
    )
    np.testing.assert_array_equal(rows.labels[: rows.cut], session.points.train_classes)
    assert {altered.shown(point) for point in range(rows.cut, len(rows))} == {""}


def test_points_and_outputs_of_other_documents_are_not_shown() -> None:
    spec, other = three_classes(60), three_classes(61)
    outputs = Session(1, other).outputs()
    assert outputs is not None
    rows = rows_with(spec, outputs.points, outputs)
    assert rows is not None
    assert len(rows) == 60
    assert rows.outputs is None
    generated = replace(spec, data=replace(spec.data, kind="disk"))
    assert rows_with(generated, outputs.points, outputs) is None
    assert rows_with(generated, None, None) is None


def test_figures_count_what_is_wrong_in_each_set() -> None:
    rows = rows_of(three_classes(), one_hot(WRONG))
    figures = rows.figures()
    assert [each.points for each in figures] == [4, 4]
    assert sum(each.wrong or 0 for each in figures) == 1
    assert rows.numbers[rows.among("wrong")].tolist() == [2]
    assert rows.among("train").sum() == 4
    assert (rows.among("train") != rows.among("test")).all()


def test_an_output_that_is_no_number_is_undefined_and_passes_as_wrong() -> None:
    values = one_hot(WRONG)
    values[5] = np.nan
    rows = rows_of(three_classes(), values)
    assert sum(each.undefined for each in rows.figures()) == 1
    assert sum(each.wrong or 0 for each in rows.figures()) == 1
    assert sorted(rows.numbers[rows.among("wrong")].tolist()) == [2, 5]
    columns = columns_of(rows)
    point = rows.numbers.tolist().index(5)
    shown = [column(columns, name).shown(point) for name in ("predicted", "result", "output red")]
    assert shown == ["–", "undefined", "NaN"]
    assert column(columns, "predicted").written(point) == ""


def test_a_target_is_shown_in_its_own_numbers_with_what_is_left() -> None:
    rows = rows_of(prices(), np.array([-1.0, -0.5, 0.1, 0.5, 1.0]))
    columns, point = columns_of(rows), rows.numbers.tolist().index(2)
    cells = [column(columns, name).shown(point) for name in ("price", "output", "residual")]
    assert cells == ["200.00", "210.00", "10.00"]
    assert "result" not in [each.name for each in columns]
    assert min(each.r2 or 0 for each in rows.figures()) > 0.95
    assert not rows.among("wrong").any()


def test_without_outputs_their_cells_are_empty() -> None:
    with_, without = (
        columns_of(rows_of(three_classes(), values)) for values in (one_hot(WRONG), None)
    )
    assert [each.name for each in with_] == [each.name for each in without]
    assert column(without, "loss").shown(0) == column(without, "loss").written(0) == ""
    assert column(without, "label").shown(0) != ""


def test_probabilities_have_columns_where_the_loss_makes_some() -> None:
    spec = edits.choose_method(three_classes(), "loss", "cross_entropy")
    names = [each.name for each in columns_of(rows_of(spec))]
    assert names[-3:] == ["P(red)", "P(green)", "P(blue)"]


@pytest.mark.parametrize(
    ("low", "high", "digits"), [(0, 1, 4), (20, 200, 2), (0, 9e9, 0), (0, 1e-9, 9), (-5, 5, 3)]
)
def test_five_digits_over_the_range_of_a_column(low: float, high: float, digits: int) -> None:
    assert arrays.decimals(Column("c", low, high)) == digits


def test_what_is_saved_is_imported_as_the_same_points(tmp_path: Path) -> None:
    rows = rows_of(three_classes(), one_hot(WRONG), step=12)
    path = tmp_path / "table.csv"
    told: list[int] = []
    saved(path, columns_of(rows), np.argsort(rows.numbers), 12, told.append, NEVER)
    text = path.read_text(encoding="utf-8")
    found = table.read(text, table.sniffed(text))
    guess = imported.guessed(found)
    assert [found.names[i] for i in (guess.x, guess.y, guess.label)] == ["x", "y", "label"]
    own = imported.points(found, guess)
    before = rows.spec.data.own
    assert before is not None
    assert own.places == before.places
    assert [own.classes[int(i)] for i in memoryview(own.values).cast("f")] == [
        before.classes[int(i)] for i in memoryview(before.values).cast("f")
    ]
    assert found.names[3:] == (
        *("Row", "set", "predicted", "result", "loss"),
        *("output red", "output green", "output blue", "step"),
    )
    assert found.rows[2][5:7] == ("red", "wrong")
    assert {row[-1] for row in found.rows} == {"12"}
    assert told == [0]


def test_a_saving_that_is_cancelled_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old")
    rows, cancel = rows_of(three_classes(5_000)), threading.Event()

    def told(percent: int) -> None:
        if percent:
            cancel.set()

    with pytest.raises(CancelledError):
        saved(path, columns_of(rows), np.arange(5_000), None, told, cancel)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["table.csv"]


def test_copied_rows_are_cells_between_tabs() -> None:
    rows = rows_of(three_classes(), one_hot(WRONG))
    point = rows.numbers.tolist().index(2)
    head, line, end = copied(columns_of(rows), np.array([point]), quiet, NEVER).split("\n")
    assert head.split("\t")[:5] == ["x", "y", "label", "Row", "set"]
    assert line.split("\t")[:4] == ["0.25", "0.25", "blue", "3"]
    assert line.split("\t")[5:7] == ["red", "wrong"]
    assert end == ""


def test_zero_stays_zero_though_it_is_scaled() -> None:
    size = arrays.square_column("size", np.array([0.0, 14.1]))
    places = np.stack([arrays.to_unit(size, np.array([0.0, 14.1]))] * 2, axis=1)
    own = arrays.own_points(places, np.arange(2), ("a", "b"), columns=(size, Y, arrays.LABEL))
    column = columns_of(rows_of(edits.set_own_points(default(), own)))[1]
    assert sorted(map(column.shown, range(2))) == ["0.000", "14.100"]
    assert sorted(map(column.written, range(2))) == ["0", "14.1"]


def test_copied_rows_are_pasted_as_they_were() -> None:
    rows = rows_of(three_classes(), one_hot(WRONG))
    text = copied(columns_of(rows), np.argsort(rows.numbers), quiet, NEVER)
    found = table.read(text, table.sniffed(text))
    back = imported.points(found, imported.guessed(found))
    own = rows.spec.data.own_points
    np.testing.assert_array_equal(arrays.places(back), arrays.places(own))
    for one, other in zip(arrays.values(back), arrays.values(own), strict=True):
        assert back.classes[int(one)] == own.classes[int(other)]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            (Figures(8, 2), Figures(4, 0)),
            "12 points: 8 train, 2 wrong (25.00 %); 4 test, 0 wrong (0.00 %)",
        ),
        ((Figures(8, 2, 1), Figures(4)), "12 points: 8 train, 2 wrong, 1 undefined; 4 test"),
        (
            (Figures(8, r2=0.5), Figures(4, r2=-1.0)),
            "12 points: 8 train, R² 0.500; 4 test, R² −1.000",
        ),
    ],
)
def test_the_summary(figures: tuple[Figures, Figures], sentence: str) -> None:
    assert words.summary(figures, 12, 12) == sentence
    assert words.summary(figures, 3, 12).startswith("3 of 12 points: ")


def test_outputs_say_of_which_step_they_are() -> None:
    rows = rows_of(three_classes(), one_hot(WRONG), step=1_234)
    said = words.state(rows.outputs, rows.spec, RunState.PAUSED, "")
    assert said == "Outputs of step 1,234 (epoch 1,234.00)"
    assert words.state(rows.outputs, rows.spec, RunState.RUNNING, "") == f"{said}, training goes on"
    assert words.state(None, rows.spec, RunState.IDLE, "Why.") == "Why."


def test_numbers_of_the_data_that_differ_late_are_shown_and_written_apart() -> None:
    times = arrays.square_column("time", np.array([1.7e9, 1.7e9 + 99.75]))
    places = np.stack([arrays.to_unit(times, np.array([1.7e9, 1.7e9 + 42.25]))] * 2, axis=1)
    own = arrays.own_points(places, np.arange(2), ("a", "b"), columns=(times, Y, arrays.LABEL))
    rows = rows_of(edits.set_own_points(default(), own))
    time = columns_of(rows)[1]
    assert sorted(time.shown(i) for i in range(2)) == ["1700000000.00", "1700000042.25"]
    assert sorted(map(time.written, range(2))) == ["1700000000", "1700000042.25"]
