"""Typing over a point: one step of undo, or one sentence; a row never moves away under it."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from playground.data_table.table_window import DataTable
from playground.document import edits
from playground.document.own_points import Column
from playground.own_data import arrays
from tests.playground.conftest import settled
from tests.playground.data_table.conftest import cell, has_outputs, text, use
from tests.playground.data_table.tables import three_classes


def type_into(table: DataTable, at: QModelIndex, typed: str) -> None:
    table.view.setCurrentIndex(at)
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    edit = table.view.findChild(QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, typed)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_a_typed_number_is_one_step_of_undo_in_the_columns_own_numbers(window, table, wait):
    columns = (Column("size", 20.0, 200.0), Column("y"), Column("label"))
    spec = three_classes()
    use(window, wait, table, replace(spec.data.own, columns=columns))
    before = window.document.spec
    type_into(table, cell(table, 2, "size"), "110")
    wait(lambda: window.document.spec != before)
    assert arrays.places(window.document.spec.data.own)[2].tolist() == [0.5, 0.25]
    assert window.document.undo_stack.undoText() == "Change size of row 3"
    assert window.document.undo_stack.count() == 1
    wait(lambda: has_outputs(table))
    assert text(table, 2, "size") == "110.00"
    QTest.keySequence(table.view, QKeySequence.StandardKey.Undo)
    wait(lambda: window.document.spec == before)
    assert text(table, 2, "size") == "65.00"


def test_a_class_is_chosen_from_a_list(window, table, wait):
    use(window, wait, table, three_classes().data.own)
    table.view.setCurrentIndex(cell(table, 0, "label"))
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    box = table.view.findChild(QComboBox)
    assert [box.itemText(each) for each in range(box.count())] == ["red", "green", "blue"]
    assert box.accessibleName() == "label of row 1"
    assert box.width() >= box.sizeHint().width()  # the names are read whole
    box.setCurrentIndex(2)
    box.activated.emit(2)
    wait(lambda: arrays.values(window.document.spec.data.own)[0] == 2)
    assert text(table, 0, "label") == "blue"


def test_bad_input_says_one_sentence_and_changes_nothing(window, table, wait):
    use(window, wait, table, three_classes().data.own)
    before = window.document.spec
    type_into(table, cell(table, 1, "x"), "1.5")
    wait(lambda: table.message.text() != "")
    assert table.message.text().startswith("x goes from 0 to 1 here, so it cannot be 1.5.")
    assert window.document.spec is before
    assert text(table, 1, "x") == "0.1250"
    type_into(table, cell(table, 1, "x"), "left")
    wait(lambda: "'left' is no number" in table.message.text())
    type_into(table, cell(table, 1, "x"), "0.5")
    wait(lambda: window.document.spec != before)
    assert table.message.text() == ""


def test_generated_points_have_no_editor(window, table):
    table.view.setCurrentIndex(cell(table, 0, "x"))
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    assert not table.view.editing


def test_outputs_wait_while_something_is_typed(window, table, wait):
    use(window, wait, table, three_classes().data.own)
    table.view.setCurrentIndex(cell(table, 1, "x"))
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    edit = table.view.findChild(QLineEdit)
    QTest.keyClicks(edit, "0.7")
    window.actions_["step"].trigger()
    wait(lambda: window.run.step_count == 1 and settled(window) and not table._feed._asked)
    assert table.model.rows.outputs.step == 0
    assert edit.text() == "0.7"
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    wait(lambda: table.model.rows.outputs.step == 1)
    assert table.isVisible(), "Esc left the cell, not the table"


def test_an_editor_closes_when_its_points_are_replaced(window, table, wait):
    use(window, wait, table, three_classes(8).data.own)
    table.view.setCurrentIndex(cell(table, 7, "x"))
    QTest.keyClick(table.view, Qt.Key.Key_F2)
    fewer = edits.set_own_points(window.document.spec, three_classes(5).data.own)
    window.document.edit("fewer", fewer)
    assert not table.view.editing
    assert table.model.rowCount() == 5
