"""How to train, in full: loss, optimiser, schedule, clipping, penalties and early stopping."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document import edits
from playground.document.advice import Advice
from playground.document.catalogue import Value
from playground.document.training_advice import training_advice
from playground.document.training_kinds import EXTRA_OPTIONS, METHOD_OPTIONS, METHODS
from playground.panels.method_section import MethodSection, option_fields, two_columns
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import Button
from playground.widgets.fold import Fold
from playground.widgets.labels import PlainLabel

_LABELS = {option.name: option.label.lower() for option in METHOD_OPTIONS}
_EXTRA = {option.name: option for option in EXTRA_OPTIONS}


class TrainingSheet(QWidget):
    """Every control of `spec.training` that the toolbar has no room for; each edits the document.

    A choice that does not fit is explained below the choices, with the button that helps.
    """

    def __init__(self, document: UndoableDocument) -> None:
        super().__init__()
        self.setObjectName("training_sheet")
        self._document = document
        self._advice: Advice | None = None
        self._sections = {
            option.name: MethodSection(option, self._choose, self._set_method_option)
            for option in METHOD_OPTIONS
        }
        self._text = PlainLabel("", "warning")
        self._text.setWordWrap(True)
        self._fix = Button()
        self._fix.setObjectName("training_advice_fix")
        self._fix.setAccessibleName("Training advice")
        self._fix.clicked.connect(self._follow)
        self._extra = option_fields(EXTRA_OPTIONS, self._set_extra)
        self._fold = Fold(
            "Warm-up, penalties, stopping",
            "Warm-up, clipping, penalties and early stopping",
            two_columns(list(self._extra.values())),
        )
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(16, 12, 16, 14)
        self.layout_.setSpacing(8)
        self.layout_.addWidget(PlainLabel("Training", "title"))
        for widget in (*self._sections.values(), self._text, self._fix, self._fold):
            self.layout_.addWidget(widget)
        self.layout_.addStretch(1)
        document.changed.connect(self._show_document)
        self._show_document()

    def _show_document(self) -> None:
        training = self._document.spec.training
        for name, section in self._sections.items():
            section.show_method(getattr(training, name))
        for name, field in self._extra.items():
            value = getattr(training, name)
            field.show_value(value)
            if value != _EXTRA[name].default:
                self._fold.open()
        self._advise()

    def _advise(self) -> None:
        found = training_advice(self._document.spec)
        self._advice = found[0] if found else None
        for widget in (self._text, self._fix):
            widget.setVisible(self._advice is not None)
        if self._advice is not None:
            self._text.setText(self._advice.text)
            self._fix.setText(self._advice.fix_label)
            self._fix.setAccessibleName(f"Training: {self._advice.fix_label}")
            self._fix.setAccessibleDescription(self._advice.text)

    def _follow(self) -> None:
        if self._advice is not None and self._advice.fix is not None:
            self._document.edit(self._advice.fix_label, self._advice.fix)

    def _choose(self, method: str, value: Value) -> None:
        kind = str(value)
        after = edits.choose_method(self._document.spec, method, kind)
        row = METHODS[method][kind]
        self._document.edit(f"Change {_LABELS[method]} to {row.label}", after)

    def _set_method_option(self, method: str, name: str, value: Value) -> None:
        after = edits.set_method_option(self._document.spec, method, name, value)
        self._document.edit(f"Change {_LABELS[method]}", after)

    def _set_extra(self, name: str, value: Value) -> None:
        after = edits.set_training_option(self._document.spec, name, value)
        self._document.edit(f"Change {_EXTRA[name].label.lower()}", after)
