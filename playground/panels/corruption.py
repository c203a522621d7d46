"""What makes the data worse on purpose, under a fold: class balance, label flips, outliers."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QGridLayout, QWidget

from playground.document.catalogue import CORRUPTIONS, Value
from playground.document.spec import DataSpec
from playground.panels.option_fields import option_slider
from playground.panels.values import tooltip
from playground.widgets.fold import Fold
from playground.widgets.slider import StepSlider

_TITLE: Final = "Balance, flips, outliers"
_OWN_BALANCE: Final = "Points of your own have the classes you give them: paint or erase some."
_NO_CLASSES: Final = "The target is a number: there is no class to flip. Outliers change it."

Choose = Callable[[StepSlider, str, Value], None]


class CorruptionFold(Fold):
    """Closed, unless the document uses one of its sliders; `choose` edits the document."""

    def __init__(self, choose: Choose) -> None:
        self._sliders = {option.name: option_slider(option) for option in CORRUPTIONS}
        content = QWidget()
        super().__init__(_TITLE, "Class balance, label flips, outliers", content)
        self.button.setObjectName("corruptions")
        self.button.setToolTip("Class balance, label flips and outliers")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        balance, flips, outliers = self._sliders.values()
        grid.addWidget(balance, 0, 0, 1, 2)
        grid.addWidget(flips, 1, 0)
        grid.addWidget(outliers, 1, 1)
        for name, slider in self._sliders.items():
            slider.chosen.connect(
                lambda value, name=name, slider=slider: choose(slider, name, value)
            )

    def set_compact(self, compact: bool) -> None:
        """Whether there is room for the whole title."""
        self.button.setText("More" if compact else _TITLE)

    def show_data(self, data: DataSpec) -> None:
        """Show the document, and what of it does not apply to these points."""
        why_not = {
            "balance_percent": _OWN_BALANCE if data.own_points is not None else "",
            "flip_percent": "" if data.classes else _NO_CLASSES,
        }
        for option in CORRUPTIONS:
            slider = self._sliders[option.name]
            reason = why_not.get(option.name, "")
            slider.show_value(getattr(data, option.name))
            slider.setEnabled(not reason)
            slider.setToolTip(reason or tooltip(option))
        if data.corruptions:
            self.open()
