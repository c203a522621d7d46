"""How a value is typed into a cell and becomes an edit: a field for numbers, a list of classes."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playground.data_table.model import TableModel
from playground.document import edits
from playground.own_data import cells
from playground.own_data.cells import Part
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import ComboBox

_Index = QModelIndex | QPersistentModelIndex
_FILL = "padding: 0 4px; min-height: 0; max-height: 1000px; border-radius: 0;"


class CellDelegate(QStyledItemDelegate):
    """Makes the editor of a cell; the model says what may be typed where."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A field or a list that fills the cell."""
        model = index.model()
        assert isinstance(model, TableModel)
        column = model.columns[index.column()]
        editor: QWidget
        if column.names:
            editor = box = ComboBox(parent)
            box.addItems(list(column.names))
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.activated.connect(lambda: self._choose(box))
        else:
            editor = edit = QLineEdit(parent)
            edit.setFrame(False)
        editor.setStyleSheet(_FILL)
        editor.setAccessibleName(f"{column.name} of row {model.numbers([index.row()])[0] + 1}")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """A list reaches beyond a narrow cell: its names are read whole."""
        super().updateEditorGeometry(editor, option, index)
        if isinstance(editor, QComboBox):
            editor.ensurePolished()
            editor.resize(max(editor.width(), editor.sizeHint().width()), editor.height())

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Begin with what the cell holds; what is being typed stays when the cells change."""
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand over what was typed."""
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text)

    def _choose(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def type_over(document: UndoableDocument, number: int, part: Part, text: str) -> None:
    """Change the point in row `number` of one's own points, as one step of undo.

    Raises:
        DataError, SpecError: as `with_cell`; nothing is changed.
    """
    own = document.spec.data.own_points
    if own is None or number >= len(own):
        return  # the document is another one by now
    after = edits.set_own_points(document.spec, cells.with_cell(own, number, part, text))
    name = own.columns[("x", "y", "label").index(part)].name
    document.edit(f"Change {name} of row {number + 1:,}", after)
