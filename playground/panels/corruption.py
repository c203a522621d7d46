"""What makes the data worse on purpose, under a fold: class balance, label flips, outliers."""

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.document.catalogue import CORRUPTIONS, Value
from playground.document.spec import DataSpec
from playground.own_data import arrays
from playground.panels.option_fields import option_slider
from playground.panels.values import tooltip
from playground.widgets.fold import Fold
from playground.widgets.slider import StepSlider
from playground.widgets.tool_tips import as_plain, wrapped

_TITLE: Final = "Balance, flips, outliers"
_OWN_BALANCE: Final = (
    "Leaves out some points of your own: below 50 the later classes become rare, above 50 the "
    "earlier ones. Two classes that were alike have exactly this share then. At 50 all points stay."
)
_NO_CLASSES: Final = "The target is a number: it has no classes. Outliers change it."

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
        for option in CORRUPTIONS:
            slider = self._sliders[option.name]
            fits = bool(data.classes) or option.name == "outlier_percent"
            slider.show_value(getattr(data, option.name))
            slider.setEnabled(fits)
            slider.setToolTip(tooltip(option) if fits else _NO_CLASSES)
        if data.own_points is not None and data.classes:
            self._sliders["balance_percent"].setToolTip(
                as_plain(wrapped(f"{_OWN_BALANCE}\n{_kept(data)}"))
            )
        if data.corruptions:
            self.open()


def _kept(data: DataSpec) -> str:
    """ "Now 100 A, 25 B": of the points that are used."""
    own = data.own_points
    assert own is not None, "generated points have their balance by themselves"
    used = arrays.values(own)[np.concatenate(arrays.train_and_test(data))].astype(np.intp)
    counts = np.bincount(used, minlength=len(own.classes)).tolist()
    each = (f"{count:,} {name}" for count, name in zip(counts, own.classes, strict=True))
    return f"Now {', '.join(each)}."
