"""A slider over a list of values, with its name at the left and the value at the right."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from playground.widgets.labels import PlainLabel, tabular


class StepSlider(QWidget):
    """Chooses one of `values` (ascending numbers; the last may be None, "no limit").

    The handle's position is the index, counted from `start`. `gesture` names one drag, or one
    stay of the keyboard focus: edits of the same gesture belong together.

    Signals:
        chosen(object): the value a person moved to; not for `show_value`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        values: Sequence[float | None],
        text: Callable[[float | None], str],
        *,
        start: int = 0,
    ) -> None:
        super().__init__()
        self._values, self._text, self._start = values, text, start
        self._gestures = 0
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(start, start + len(values) - 1)
        self.slider.setPageStep(max(len(values) // 8, 1))
        self.slider.setAccessibleName(name)
        self.label = PlainLabel(name, "field")
        self.label.setBuddy(self.slider)
        self.number = PlainLabel("", "value")
        self.number.setFont(tabular(self.number.font()))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(3)
        layout.addWidget(self.label, 0, 0)
        layout.addWidget(self.number, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.slider, 1, 0, 1, 2)
        layout.setRowStretch(1, 1)
        self.slider.sliderPressed.connect(self._new_gesture)
        self.slider.focused.connect(self._new_gesture)
        self.slider.valueChanged.connect(self._moved)

    @property
    def gesture(self) -> str:
        """A name for the drag, or the stay of the focus, that `chosen` belongs to."""
        return f"{self.slider.objectName()} {self._gestures}"

    def show_value(self, value: float | None) -> None:
        """Show `value`, with the handle at the nearest position."""
        self.slider.blockSignals(True)
        self.slider.setValue(self._start + _nearest(self._values, value))
        self.slider.blockSignals(False)
        self._show_text(value)

    def _new_gesture(self) -> None:
        self._gestures += 1

    def _moved(self, position: int) -> None:
        value = self._values[position - self._start]
        self._show_text(value)
        self.chosen.emit(value)

    def _show_text(self, value: float | None) -> None:
        self.number.setText(self._text(value))
        self.slider.setAccessibleDescription(self._text(value))


class _Slider(QSlider):
    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a scroll over the panel must not change the document


def _nearest(values: Sequence[float | None], value: float | None) -> int:
    numbers = [each for each in values if each is not None]
    if value is None:
        return len(values) - 1
    right = min(bisect_left(numbers, value), len(numbers) - 1)
    left = max(right - 1, 0)
    return left if value - numbers[left] < numbers[right] - value else right
