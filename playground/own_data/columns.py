"""From the columns of a table to points of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from playground.document import limits
from playground.document.own_points import Column, OwnPoints
from playground.own_data import arrays
from playground.own_data.errors import DataError
from playground.own_data.table import Table, parsed, shortened

_LABELS: Final = ("label", "class", "target", "species", "category", "value", "z")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are x, y, and the label; or the target, where `regression`."""

    x: int
    y: int
    label: int
    regression: bool = False


def guessed(table: Table) -> Columns:
    """The likely columns: two of numbers, and the one called "label", or else the third."""
    width = len(table.names)
    named = (i for i in range(width) if table.names[i].strip().lower() in _LABELS)
    numeric = [i for i in range(width) if _is_numeric(table, i)]
    label = next(named, None)
    if label is None:
        label = next((i for i in range(width) if i not in numeric[:2]), width - 1)
    x, y, *_ = (*(i for i in numeric if i != label), *(i for i in range(width) if i != label))
    if x == y:
        y = next(i for i in range(width) if i not in (x, label))
    cells = {row[label].strip() for row in table.rows}
    return Columns(x, y, label, _is_numeric(table, label) and len(cells) > limits.MAX_CLASSES)


def points(table: Table, columns: Columns) -> OwnPoints:
    """The points of the table, scaled into the square.

    Raises:
        DataError: a cell that is no number, or too few or too many classes.
    """
    if len({columns.x, columns.y, columns.label}) < 3:
        raise DataError("x, y and the label or target are three different columns.")
    x, y = (_numbers(table, number) for number in (columns.x, columns.y))
    first = arrays.square_column(table.names[columns.x], x)
    second = arrays.square_column(table.names[columns.y], y)
    places = np.stack((arrays.to_unit(first, x), arrays.to_unit(second, y)), 1)
    name = table.names[columns.label]
    if columns.regression:
        target = _numbers(table, columns.label)
        third = arrays.target_column(name, target)
        values = arrays.to_target(third, target)
        return arrays.own_points(places, values, (), columns=(first, second, third))
    labels, classes = _classes(table, columns.label)
    return arrays.own_points(places, labels, classes, columns=(first, second, Column(name)))


def class_names(labels: Sequence[str], column: str) -> tuple[str, ...]:
    """The different labels, in the order of numbers where all are some, else of the alphabet.

    Raises:
        DataError: fewer than two, more than ten, or one that is no name.
    """
    names = sorted(set(labels))
    if len(names) < limits.MIN_CLASSES:
        raise DataError(f"Column {shortened(column)!r} has the same label in every row.")
    if len(names) > limits.MAX_CLASSES:
        raise DataError(
            f"Column {shortened(column)!r} has {len(names):,} different labels; at most "
            f"{limits.MAX_CLASSES} can be classes. Numbers can be a target instead."
        )
    numbers = [parsed(name, ".") for name in names]
    if None not in numbers:
        names.sort(key=lambda name: (float(name), name))
    return tuple(names)


def _classes(table: Table, column: int) -> tuple[np.ndarray, tuple[str, ...]]:
    labels = [row[column].strip() for row in table.rows]
    for row, label in enumerate(labels):
        if not label:
            raise DataError(f"{table.where(row, column)}: the cell is empty.")
        if len(label) > limits.MAX_NAME or not label.isprintable():
            raise DataError(
                f"{table.where(row, column)}: {shortened(label)!r} is no name of a class: "
                f"1 to {limits.MAX_NAME} characters."
            )
    names = class_names(labels, table.names[column])
    number = {name: index for index, name in enumerate(names)}
    return np.array([number[label] for label in labels]), names


def _numbers(table: Table, column: int) -> arrays.Doubles:
    return np.array([table.number(row, column) for row in range(len(table.rows))])


def _is_numeric(table: Table, column: int) -> bool:
    """Whether most cells are numbers: one that is none shall be told of, not change the column."""
    some = table.rows[:50]
    found = sum(parsed(row[column].strip(), table.decimal) is not None for row in some)
    return 2 * found >= len(some)
