"""Strict reading of CSV and TSV: the first error with row and column, or a whole table."""

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from playground.document import limits
from playground.own_data.errors import DataError

DELIMITERS: Final = {"\t": "tab", ";": "semicolon", ",": "comma"}  # the rarest in cells first
Decimal = Literal[".", ","]
_SNIFFED: Final = 4_096  # characters: looking at more can take seconds
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_SHOWN: Final = 24  # characters of a cell in an error


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text is divided: what is between cells, the decimal sign, names in the first row."""

    delimiter: str = ","
    decimal: Decimal = "."
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all equally long, and the line of the text each began on."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    decimal: Decimal = "."

    def where(self, row: int, column: int) -> str:
        """ "Row 5, column 2 (height)": rows as an editor counts lines."""
        return f"Row {self.lines[row]}, column {column + 1} ({shortened(self.names[column])})"

    def number(self, row: int, column: int) -> float:
        """The number in a cell.

        Raises:
            DataError: it is none, or not finite.
        """
        cell = self.rows[row][column].strip()
        value = parsed(cell, self.decimal)
        if value is None:
            what = f"{shortened(cell)!r} is no number" if cell else "the cell is empty"
            raise DataError(f"{self.where(row, column)}: {what}.")
        if abs(value) > limits.MAX_RANGE:
            raise DataError(f"{self.where(row, column)}: {shortened(cell)} is too large a number.")
        return value


def decoded(data: bytes) -> str:
    """The text of a file.

    Raises:
        DataError: it is too large, or not UTF-8.
    """
    if len(data) > limits.MAX_TABLE_BYTES:
        size, most = len(data) / 2**20, limits.MAX_TABLE_BYTES // 2**20
        raise DataError(f"The file has {size:.0f} MB; at most {most} MB can be read.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError("The file is UTF-16. Save it as UTF-8 and import it again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"Byte {error.start + 1:,} is no UTF-8 text. Save the table as CSV in UTF-8."
        ) from None
    if "\0" in text:
        raise DataError("The file holds binary data, not a table. Save it as CSV in UTF-8.")
    return text


def sniffed(text: str) -> Dialect:
    """The likely dialect, from the first lines."""
    start = text[:_SNIFFED]
    lines = [line for line in start.splitlines() if line.strip()]
    if len(text) > _SNIFFED and len(lines) > 1:
        lines.pop()  # cut in the middle
    delimiter = max(DELIMITERS, key=lambda each: _agreement(lines, each))
    cells = [[cell.strip() for cell in line.split(delimiter)] for line in lines]
    commas = any(re.fullmatch(r"[+-]?\d+,\d+", cell) for row in cells for cell in row)
    decimal: Decimal = "," if delimiter != "," and commas else "."
    header = len(cells) > 1 and any(
        parsed(name.strip('"'), decimal) is None and parsed(below.strip('"'), decimal) is not None
        for name, below in zip(cells[0], cells[1], strict=False)
    )
    return Dialect(delimiter, decimal, header)


def read(text: str, dialect: Dialect, *, most: int | None = None) -> Table:
    """The table, or its first `most` rows for a preview.

    Raises:
        DataError: no rows, too many, a quote that is not closed, or rows of different lengths.
    """
    names: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    columns = 0
    for line, row in _rows(text, dialect):
        if not columns:
            columns = len(row)
            _check_columns(columns)
            if dialect.header:
                names = _named(row)
                continue
        if len(row) != columns:
            raise DataError(f"Row {line} has {_cells(len(row))}, not {columns} as the first row.")
        if len(rows) == limits.MAX_OWN_POINTS:
            raise DataError(
                f"The table has more than {limits.MAX_OWN_POINTS:,} rows. Leave some out."
            )
        rows.append(row)
        lines.append(line)
        if most is not None and len(rows) == most:
            break
    if not rows:
        raise DataError("The table has no rows.")
    return Table(names or _named(("",) * columns), tuple(rows), tuple(lines), dialect.decimal)


def parsed(cell: str, decimal: Decimal) -> float | None:
    """The number that the cell is, written plainly and finite; else None."""
    plain = cell.replace(",", ".") if decimal == "," and "." not in cell else cell
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def shortened(text: str) -> str:
    """A few characters of what came from outside, none of them strange."""
    clean = "".join(each if each.isprintable() else "?" for each in text[: _SHOWN + 1])
    return clean if len(text) <= _SHOWN else f"{clean[:_SHOWN]}…"


def _rows(text: str, dialect: Dialect) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row that is not empty, with the line it begins on."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(_checked(lines), delimiter=dialect.delimiter, strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise DataError(
                f"Row {line}: a quote is not closed, or stands inside a cell."
            ) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            if sum(map(len, row)) > limits.MAX_LINE:
                raise _too_long(line)
            yield line, tuple(row)
        line = reader.line_num + 1


def _checked(lines: io.StringIO) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.MAX_LINE:
            raise _too_long(number)
        yield line


def _too_long(line: int) -> DataError:
    return DataError(f"Row {line} has more than {limits.MAX_LINE:,} characters.")


def _check_columns(columns: int) -> None:
    if columns < 3:
        raise DataError(
            f"A table needs three columns, for x, y and a label or target; this one has {columns}. "
            "Is the delimiter right?"
        )
    if columns > limits.MAX_COLUMNS:
        raise DataError(
            f"A table has at most {limits.MAX_COLUMNS} columns; this one has {columns}."
        )


def _named(row: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the columns; "column 3" where there is none."""
    names = ("".join(each for each in cell if each.isprintable()).strip() for cell in row)
    return tuple(
        name[: limits.MAX_NAME] or f"column {number}" for number, name in enumerate(names, start=1)
    )


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _agreement(lines: list[str], delimiter: str) -> tuple[bool, int]:
    """Whether all lines have it equally often, at least twice; if not, how often the first has."""
    counts = [line.count(delimiter) for line in lines[:20]] or [0]
    agree = min(counts) == max(counts) >= 2
    return agree, 0 if agree else counts[0]
