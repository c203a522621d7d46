"""The columns of the table: what each cell holds, how it is shown, and how it is written. No Qt."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np

from playground.data_table.rows import Rows
from playground.document.widths import output_names
from playground.own_data.arrays import decimals, own_places, own_targets, target_of, unit_of
from playground.own_data.cells import Part
from playground.own_data.csv_text import Scale, number
from playground.plots.text import NOTHING

_SETS: Final = ("train", "test")
_ALTERED: Final = ("", "flipped", "outlier", "flipped outlier")
_RESULTS: Final = ("right", "wrong", "undefined")
_DECIMALS: Final = 4
# From where to where all decimals are shown, else three digits; a part can hold 0 as 1e-9.
_FIXED: Final = (0.5, 1e7)
_FIXED_OF_PART: Final = (0.0, 1e13)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: `values` (N,) are numbers, by which it sorts, or with `names` numbers of them.

    None: there are no outputs now; the cells are empty. `part`: what of a point the cells are.
    `kind`: "class" where `names` are those of the classes, "verdict" on the network. `scale`: how
    the numbers of a part came to what is held of them.
    """

    name: str
    help: str
    values: np.ndarray | None
    names: tuple[str, ...] = ()
    kind: Literal["", "class", "verdict"] = ""
    decimals: int = _DECIMALS
    part: Part | None = None
    scale: Scale | None = None

    def shown(self, point: int) -> str:
        """The cell of a point as the table shows it."""
        if self.values is None:
            return ""
        value = self.values[point]
        if self.names:
            return self.names[value] if value >= 0 else NOTHING
        return _shown(float(value), self.decimals, _FIXED_OF_PART if self.part else _FIXED)

    def written(self, point: int) -> str:
        """The cell of a point as it is copied and saved: with all digits; empty for nothing."""
        if self.values is None:
            return ""
        value = self.values[point]
        if self.names:
            return self.names[value] if value >= 0 else ""
        return str(value) if isinstance(value, np.integer) else number(value, self.scale)


def columns_of(rows: Rows) -> tuple[TableColumn, ...]:
    """All columns: the points', and those for outputs, which are empty while there are none."""
    told = _verdict(rows) if rows.points.class_names else _residual(rows)
    losses = None if rows.outputs is None else rows.outputs.losses
    help = "The loss of this point alone; that of a set is their mean"
    loss = TableColumn("loss", help, losses, decimals=6)
    outputs = _outputs(rows) if rows.points.class_names else ()
    return (*_points(rows), *told, loss, *outputs)


def _points(rows: Rows) -> Iterator[TableColumn]:
    x, y, third = rows.points.columns
    places, names = rows.places, rows.points.class_names
    yield TableColumn("Row", "The row of the data", np.asarray(rows.numbers) + 1, decimals=0)
    for part, column, unit in (("x", x, places[:, 0]), ("y", y, places[:, 1])):
        yield TableColumn(
            column.name,
            f"{part}, in the numbers of the data",
            own_places(column, unit),
            decimals=decimals(column),
            part="x" if part == "x" else "y",
            scale=partial(unit_of, column),
        )
    labels = rows.labels
    if names:
        yield TableColumn(third.name, "The class", labels, names, kind="class", part="label")
    else:
        yield TableColumn(
            third.name,
            "The target, in the numbers of the data",
            own_targets(third, labels.astype(np.float32)),
            decimals=decimals(third),
            part="label",
            scale=partial(target_of, third),
        )
    in_test = (np.arange(len(rows)) >= rows.cut).astype(np.int64)
    yield TableColumn("set", "Whether the network trains on the point", in_test, _SETS)
    if rows.points.original is not None:
        altered = np.zeros(len(rows), np.int64)
        altered[: rows.cut] = rows.points.flipped + 2 * rows.points.outliers
        yield TableColumn("altered", "Whether its label was flipped or moved", altered, _ALTERED)


def _verdict(rows: Rows) -> Iterator[TableColumn]:
    names = rows.points.class_names
    predicted = None if rows.outputs is None else rows.outputs.predicted
    help = "The class the network puts the point into"
    yield TableColumn("predicted", help, predicted, names, "class")
    result = None
    if predicted is not None and rows.wrong is not None:
        result = np.where(predicted < 0, _RESULTS.index("undefined"), rows.wrong)
    yield TableColumn("result", "Whether that is its class", result, _RESULTS, "verdict")


def _residual(rows: Rows) -> Iterator[TableColumn]:
    third = rows.points.columns[2]
    output = residual = None
    if rows.outputs is not None:
        output = own_targets(third, rows.outputs.values[:, 0])
        residual = output - own_targets(third, rows.labels.astype(np.float32))
    for name, help, values in (
        ("output", "What the network says, in the numbers of the data", output),
        ("residual", "Output − target", residual),
    ):
        yield TableColumn(name, help, values, decimals=decimals(third))


def _outputs(rows: Rows) -> Iterator[TableColumn]:
    outputs, names = rows.outputs, output_names(rows.spec)
    kinds = [("output {}", "The output for {}", None if outputs is None else outputs.values)]
    if rows.spec.training.loss.row.probabilities:
        shares = None if outputs is None else outputs.probabilities
        kinds.append(("P({})", "The probability of {}", shares))
    for title, help, values in kinds:
        for index, name in enumerate(names):
            cells = None if values is None else values[:, index]
            yield TableColumn(title.format(name), help.format(name), cells)


def _shown(value: float, places: int, fixed: tuple[float, float]) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    least, most = fixed
    if value and not least * 10.0**-places <= abs(value) < most:
        return f"{value:.3g}".replace("-", "−")
    return f"{value:z.{places}f}".replace("-", "−")
