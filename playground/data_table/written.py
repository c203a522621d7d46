"""The rows of the table as text: to copy, and as a file. Off the window's thread; no Qt."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from playground import atomic_write
from playground.data_table.columns import TableColumn
from playground.own_data.csv_text import quoted
from playground.training.snapshots import Ints

_CHUNK: Final = 2_000  # rows between two looks at whether to go on
Columns = tuple[TableColumn, ...]
Told = Callable[[int], None]  # how many per cent are done


class CancelledError(Exception):
    """Nothing was copied or written, as was wished."""


def copied(columns: Columns, points: Ints, told: Told, cancel: threading.Event) -> str:
    """These points as a spreadsheet takes them from the clipboard, with the names of the columns.

    Names from files have no tabs and no line ends, so every cell stays one. x, y and class or
    target come first, so that a paste into the window finds them.

    Raises:
        CancelledError: `cancel` was set before all was done.
    """
    columns = _parts_first(columns)
    lines = ["\t".join(column.name for column in columns)]
    lines += (
        "\t".join(each.written(point) for each in columns)
        for point in _watched(points, told, cancel)
    )
    return "\n".join(lines) + "\n"


def saved(
    path: Path,
    columns: Columns,
    points: Ints,
    step: int | None,
    told: Told,
    cancel: threading.Event,
) -> Path:
    """Write these points as CSV and return the path written to.

    x, y and class or target come first, so that an import finds them. `step` is that of the
    outputs, in a column of its own.

    Raises:
        CancelledError: `cancel` was set before the file was written.
        WriteError: it could not be written.
    """
    columns = _parts_first(columns)
    names = [*(column.name for column in columns), "step"]
    last = "" if step is None else str(step)
    lines = [",".join(map(quoted, names))]
    lines += (
        ",".join((*(_cell(each, point) for each in columns), last))
        for point in _watched(points, told, cancel)
    )
    return atomic_write.write(path, ("\r\n".join(lines) + "\r\n").encode())


def _parts_first(columns: Columns) -> Columns:
    return tuple(sorted(columns, key=lambda column: column.part is None))


def _watched(points: Ints, told: Told, cancel: threading.Event) -> Iterator[int]:
    for done, point in enumerate(points.tolist()):
        if done % _CHUNK == 0:
            told(100 * done // len(points))
            if cancel.is_set():
                raise CancelledError
        yield point


def _cell(column: TableColumn, point: int) -> str:
    text = column.written(point)
    return quoted(text) if column.names and text else text
