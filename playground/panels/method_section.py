"""The choice of a loss, an optimiser or a schedule, with the options of what is chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.document.catalogue import Option, Value
from playground.document.training_kinds import METHODS
from playground.document.training_spec import MethodSpec
from playground.panels.option_fields import Apply, ChoiceField, NumberField, OptionField
from playground.widgets.fold import Fold

Choose = Callable[[str, Value], None]  # of a method, its kind
SetOption = Callable[[str, str, Value], None]  # of a method, an option and its value


class MethodSection(QWidget):
    """A drop-down list, and below it, folded, the options of the row that is chosen."""

    def __init__(self, option: Option, choose: Choose, set_option: SetOption) -> None:
        super().__init__()
        self._method, self._set_option = option.name, set_option
        self._choice = ChoiceField(option, lambda value: choose(option.name, value))
        self._kind = ""
        self._fields: dict[str, OptionField] = {}
        self._options = QWidget()
        QVBoxLayout(self._options).setContentsMargins(0, 0, 0, 0)
        name = f"Options of the {option.label.lower()}"
        self._fold = Fold("Options", name, self._options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._choice)
        layout.addWidget(self._fold)

    def show_method(self, method: MethodSpec) -> None:
        """Show what is chosen, and its options."""
        self._choice.show_value(method.kind)
        if method.kind != self._kind:
            self._kind = method.kind
            self._renew(METHODS[self._method][method.kind].options)
        for name, value in method.options:
            self._fields[name].show_value(value)

    def _renew(self, options: Sequence[Option]) -> None:
        box = self._options.layout()
        assert box is not None
        if old := box.takeAt(0):
            grid = old.widget()
            assert grid is not None
            grid.hide()
            grid.deleteLater()
        self._fields = option_fields(options, self._apply)
        box.addWidget(two_columns(list(self._fields.values())))
        self._fold.setVisible(bool(options))

    def _apply(self, name: str, value: Value) -> None:
        self._set_option(self._method, name, value)


def option_fields(
    options: Sequence[Option], apply: Callable[[str, Value], None]
) -> dict[str, OptionField]:
    """The field of each option: a list to choose from, or a number to type."""

    def setter(name: str) -> Apply:
        return lambda value: apply(name, value)

    return {
        option.name: (ChoiceField if option.type == "choice" else NumberField)(
            option, setter(option.name)
        )
        for option in options
    }


def two_columns(fields: Sequence[OptionField]) -> QWidget:
    """The fields, side by side in pairs."""
    grid = QWidget()
    layout = QGridLayout(grid)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(8)
    layout.setVerticalSpacing(6)
    for index, field in enumerate(fields):
        layout.addWidget(field, *divmod(index, 2))
    for column in range(2):
        layout.setColumnStretch(column, 1)
    return grid
