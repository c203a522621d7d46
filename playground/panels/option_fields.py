"""Controls made from rows of the catalogue: a panel names the option, the row says the rest."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from playground.document.catalogue import Option, Value
from playground.document.errors import SpecError
from playground.panels.values import parse, tooltip, value_text
from playground.widgets.buttons import CheckBox, ComboBox
from playground.widgets.entry import TypedEntry
from playground.widgets.field import Field
from playground.widgets.labels import tabular
from playground.widgets.slider import StepSlider
from playground.widgets.tool_tips import wrapped

Apply = Callable[[Value], None]  # takes a value over, or raises SpecError with one sentence


class OptionField(Field):
    """The control of one option, under its label; its object name is the option's.

    `apply` is called with the value a person chose; the panel shows what became of it.
    """

    def __init__(self, option: Option, control: QWidget, apply: Apply) -> None:
        super().__init__(option.label, control)
        self.option, self.control, self._apply = option, control, apply
        control.setObjectName(option.name)
        control.setToolTip(tooltip(option))

    def show_value(self, value: Value) -> None:
        """Show `value`, without calling `apply`."""
        raise NotImplementedError

    def set_available(self, available: bool, reason: str = "") -> None:
        """Switch the control on or off; the tooltip then says why."""
        self.control.setEnabled(available)
        self.label.setEnabled(available)
        self.control.setToolTip(tooltip(self.option) if available else wrapped(reason))


class ChoiceField(OptionField):
    """A drop-down list of the option's choices."""

    def __init__(self, option: Option, apply: Apply) -> None:
        self._box = ComboBox()
        for position, choice in enumerate(option.choices):
            self._box.addItem(choice.label, choice.value)
            self._box.setItemData(position, wrapped(choice.help), Qt.ItemDataRole.ToolTipRole)
        super().__init__(option, self._box, apply)
        self._box.activated.connect(self._activated)

    def show_value(self, value: Value) -> None:
        """Show the choice `value`."""
        self._box.setCurrentIndex(self._box.findData(value))

    def _activated(self, index: int) -> None:
        self._apply(self._box.itemData(index))


class SetField(OptionField):
    """A box to tick for each of the option's choices, of which one at least stays ticked."""

    def __init__(self, option: Option, apply: Apply) -> None:
        control = QWidget()
        grid = QGridLayout(control)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self._boxes = [CheckBox(choice.label) for choice in option.choices]
        for index, (box, choice) in enumerate(zip(self._boxes, option.choices, strict=True)):
            box.setToolTip(choice.help)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            grid.addWidget(box, index // 2, index % 2)
            box.clicked.connect(self._clicked)
        super().__init__(option, control, apply)

    def show_value(self, value: Value) -> None:
        """Tick what `value` holds."""
        assert isinstance(value, tuple)
        for box, choice in zip(self._boxes, self.option.choices, strict=True):
            box.setChecked(choice.value in value)
            box.setEnabled(value != (choice.value,))  # the last one cannot go

    def _clicked(self) -> None:
        pairs = zip(self._boxes, self.option.choices, strict=True)
        self._apply(tuple(choice.value for box, choice in pairs if box.isChecked()))


class NumberField(OptionField):
    """A field to type a number into."""

    def __init__(self, option: Option, apply: Apply) -> None:
        self._edit = QLineEdit()
        self._edit.setFont(tabular(self._edit.font()))
        self._shown = ""
        super().__init__(option, self._edit, apply)
        self._entry = TypedEntry(self._edit, self._commit, lambda: self._shown)

    def show_value(self, value: Value) -> None:
        """Show `value`; what was being typed is dropped."""
        self._shown = value_text(self.option, value)
        if self._edit.text() != self._shown:
            self._edit.setText(self._shown)

    def set_available(self, available: bool, reason: str = "") -> None:
        """Let the number be changed or only be read; the tooltip then says why."""
        self._edit.setReadOnly(not available)
        self._edit.setProperty("quiet", not available)
        self._edit.style().polish(self._edit)
        self._edit.setToolTip(tooltip(self.option) if available else wrapped(reason))

    def _commit(self, text: str) -> None:
        self._apply(parse(self.option, text))


class ComboField(OptionField):
    """A number to type, or to pick from `suggestions`; `text` says how values are shown."""

    def __init__(
        self,
        option: Option,
        apply: Apply,
        suggestions: Sequence[Value],
        text: Callable[[Value], str] | None = None,
    ) -> None:
        self._text = text or (lambda value: value_text(option, value))
        self._suggestions = tuple(suggestions)
        self._shown = ""
        self._box = ComboBox()
        self._box.setEditable(True)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self._box.setCompleter(None)  # type: ignore[arg-type]
        self._box.addItems([self._text(value) for value in self._suggestions])
        edit = self._box.lineEdit()
        assert edit is not None
        edit.setFont(tabular(edit.font()))
        super().__init__(option, self._box, apply)
        edit.setAccessibleName(option.label)
        self._entry = TypedEntry(edit, self._commit, lambda: self._shown, self._box)
        self._box.activated.connect(self._activated)

    def show_value(self, value: Value) -> None:
        """Show `value`; what was being typed is dropped, the words of the list are renewed."""
        for index, suggestion in enumerate(self._suggestions):
            self._box.setItemText(index, self._text(suggestion))
        self._shown = self._text(value)
        index = self._suggestions.index(value) if value in self._suggestions else -1
        self._box.setCurrentIndex(index)
        self._box.setEditText(self._shown)

    def _activated(self, index: int) -> None:
        try:
            self._apply(self._suggestions[index])
        except SpecError as error:
            self._entry.refuse(str(error))
        self._box.setEditText(self._shown)

    def _commit(self, text: str) -> None:
        index = self._box.findText(text.strip(), Qt.MatchFlag.MatchFixedString)
        self._apply(self._suggestions[index] if index >= 0 else parse(self.option, text))


def option_slider(option: Option, values: Sequence[int] | None = None) -> StepSlider:
    """A slider for a whole number: over `values`, or over every number of its range."""
    start = 0 if values else int(option.minimum)
    full = values or range(int(option.minimum), int(option.maximum) + 1)
    result = StepSlider(option.label, full, lambda value: value_text(option, value), start=start)
    result.slider.setObjectName(option.name)
    result.setToolTip(tooltip(option))
    return result
