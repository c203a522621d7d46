"""How a value is typed into a cell: a field for a number, a list for a class."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playground.data_table.model import TableModel
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
