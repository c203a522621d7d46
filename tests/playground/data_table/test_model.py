"""The model: rows in the order asked for, and every change told to the view as it is."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QAbstractItemModelTester

from playground.data_table.model import TableModel
from playground.data_table.table_view import TableView
from playground.theme import LIGHT
from tests.playground.data_table.tables import CLASSES, one_hot, prices, rows_of, three_classes

WRONG = np.where(np.arange(8) % 3 == 1, 0, CLASSES)
LOSSES = np.array([5, 1, np.nan, 7, 2, 2, np.nan, 0])
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def model(qapp) -> Iterator[TableModel]:
    """Eight points; any signal that breaks the rules of Qt's models fails the test."""
    model = TableModel(LIGHT)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_rows(rows_of(three_classes(), one_hot(WRONG), LOSSES), editable=True)
    yield model
    del tester


@pytest.fixture
def view(model: TableModel, qtbot) -> TableView:
    view = TableView(model)
    qtbot.addWidget(view)
    return view


def shown(model: TableModel) -> list[int]:
    return model.numbers(np.arange(model.rowCount())).tolist()


def at(model: TableModel, name: str) -> int:
    return model.names.index(name)


def test_the_rows_begin_in_the_order_of_the_document(model):
    assert shown(model) == list(range(8))
    assert model.data(model.index(2, 0)) == "3"


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_the_mark_of_a_class_is_sharp_on_a_dense_screen(model, ratio):
    icon = model.data(model.index(0, at(model, "label")), Qt.ItemDataRole.DecorationRole)
    picture = icon.pixmap(QSize(11, 11), ratio)
    assert picture.devicePixelRatio() == ratio
    assert picture.width() == pytest.approx(11 * ratio, abs=1)


def test_sorting_puts_nan_last_and_keeps_the_order_of_equals(model):
    model.sort(at(model, "loss"), UP)
    assert shown(model) == [7, 1, 4, 5, 0, 3, 2, 6]
    model.sort(at(model, "loss"), DOWN)
    assert shown(model) == [3, 0, 4, 5, 1, 7, 2, 6]
    model.sort(at(model, "label"), UP)
    assert shown(model) == [0, 3, 6, 1, 4, 7, 2, 5]


def test_filters_come_and_go_without_a_reset(model):
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_filter("wrong")
    assert shown(model) == [1, 4, 7]
    model.sort(at(model, "loss"), DOWN)
    assert shown(model) == [4, 1, 7]
    model.set_filter("test")
    rest = set(shown(model))
    model.set_filter("train")
    assert rest | set(shown(model)) == set(range(8))
    assert resets == []


def test_new_outputs_are_sorted_as_the_old_ones_were(model):
    model.sort(at(model, "loss"), DOWN)
    changed = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    model.show_rows(rows_of(three_classes(), one_hot(CLASSES), np.arange(8)), editable=True)
    assert shown(model) == list(range(8))[::-1]
    assert changed
    model.set_filter("wrong")
    assert model.rowCount() == 0


def test_other_columns_begin_anew(model, view):
    view.sortByColumn(at(model, "loss"), DOWN)
    model.show_rows(rows_of(prices()), editable=True)
    assert shown(model) == list(range(5))
    assert view.horizontalHeader().sortIndicatorSection() == 0
    assert model.headerData(3, Qt.Orientation.Horizontal) == "price"


def test_chosen_rows_stay_chosen_in_every_order(model, view):
    told = []
    view.choose(np.array([2, 3, 7]))
    view.chosen.connect(lambda: told.append(sorted(view.numbers.tolist())))
    view.horizontalHeader().setSortIndicator(at(model, "loss"), DOWN)
    model.set_filter("wrong")
    model.set_filter("all")
    assert told == [[2, 3, 7], [7], [7]]
    view.selectAll()
    model.show_rows(rows_of(three_classes(), one_hot(CLASSES), np.arange(8)), editable=True)
    assert len(view.numbers) == 8


def test_the_current_cell_moves_with_its_point(model, view):
    view.setCurrentIndex(model.index(5, 1))
    view.sortByColumn(at(model, "loss"), DOWN)
    at_now = view.currentIndex()
    assert (model.numbers([at_now.row()])[0], at_now.column()) == (5, 1)


def test_only_what_a_point_is_can_be_typed(model):
    def editable() -> list[str]:
        flags = [model.flags(model.index(0, each)) for each in range(model.columnCount())]
        pairs = zip(model.names, flags, strict=True)
        return [name for name, each in pairs if each & Qt.ItemFlag.ItemIsEditable]

    assert editable() == ["x", "y", "label"]
    typed = []
    model.typed.connect(lambda *what: typed.append(what))
    model.sort(0, DOWN)
    assert model.setData(model.index(0, 1), "0.5")
    assert model.setData(model.index(0, 2), "0.875"), "what stands there already"
    assert typed == [(7, "x", "0.5")]
    model.show_rows(rows_of(three_classes()), editable=False)
    assert editable() == []
    assert not model.setData(model.index(0, 1), "0.25")


def test_a_typed_letter_searches_nothing(model, view, monkeypatch):
    asked = []
    monkeypatch.setattr(TableModel, "data", lambda *_: asked.append(1))
    view.keyboardSearch("x")
    assert asked == []


def test_fewer_points_keep_order_and_columns(model, view):
    view.sortByColumn(at(model, "loss"), DOWN)
    model.show_rows(rows_of(three_classes(5), one_hot(CLASSES[:5]), np.arange(5)), editable=True)
    assert shown(model) == [4, 3, 2, 1, 0]


def test_columns_are_as_wide_as_their_cells_and_then_left_alone(model, view):
    empty, full = rows_of(three_classes()), rows_of(three_classes(), one_hot(WRONG), LOSSES * 1e5)
    model.show_rows(empty, editable=True)
    view.fit()
    narrow = view.columnWidth(at(model, "loss"))
    model.show_rows(full, editable=True)
    view.fit()
    assert view.columnWidth(at(model, "loss")) > narrow
    view.setColumnWidth(at(model, "x"), 200)
    model.show_rows(empty, editable=True)
    view.fit()
    model.show_rows(full, editable=True)
    view.fit()
    assert view.columnWidth(at(model, "x")) == 200


def test_a_column_holds_later_numbers_of_as_many_digits(view):
    """It is fitted once: a 0 must be no wider than the 1 it was fitted to."""
    assert view.font().isFeatureSet(QFont.Tag("tnum"))


def test_the_last_column_takes_the_room_that_is_left(model, view):
    view.resize(1200, 300)
    view.show()
    model.show_rows(rows_of(prices(), np.zeros(5)), editable=True)
    view.fit()
    assert view.horizontalHeader().length() == view.viewport().width()


class Counting(TableModel):
    """Counts how often Qt asks about a cell."""

    asked = 0

    def flags(self, index):
        self.asked += 1
        return super().flags(index)


def test_choosing_all_rows_does_not_ask_about_every_one(qtbot):
    model = Counting(LIGHT)
    model.show_rows(rows_of(three_classes(5_000)), editable=True)
    view = TableView(model)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    view.selectAll()
    view.grab()
    assert len(view.numbers) == 5_000
    assert model.asked < 5_000
