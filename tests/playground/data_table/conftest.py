"""The table of a window, as a person opens it, and what its cells say."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex

from playground.data_table.table_window import DataTable
from playground.document import edits
from playground.document.own_points import OwnPoints
from playground.main_window import MainWindow
from tests.playground.conftest import Wait, settled


@pytest.fixture
def open_table(window: MainWindow, wait: Wait) -> Callable[[], DataTable]:
    """Opens the table by its action; it is active and has outputs."""

    def open_() -> DataTable:
        window.actions_["data_table"].trigger()
        table = window.findChild(DataTable)
        wait(lambda: table.isActiveWindow() and has_outputs(table))
        return table

    return open_


@pytest.fixture
def table(open_table: Callable[[], DataTable]) -> DataTable:
    """The table of the disk."""
    return open_table()


def has_outputs(table: DataTable) -> bool:
    return table.model.rows is not None and table.model.rows.outputs is not None


def cell(table: DataTable, row: int, name: str) -> QModelIndex:
    return table.model.index(row, table.model.names.index(name))


def text(table: DataTable, row: int, name: str) -> str:
    return str(table.model.data(cell(table, row, name)))


def use(window: MainWindow, wait: Wait, table: DataTable, own: OwnPoints) -> None:
    """Make these the points of the document, and wait until the table has their outputs."""
    window.document.edit("other points", edits.set_own_points(window.document.spec, own))
    wait(lambda: has_outputs(table) and settled(window))
    window.document.undo_stack.clear()
