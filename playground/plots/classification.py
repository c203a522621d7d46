"""ROC curve and reliability diagram."""

from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from playground.plots import text
from playground.plots.axes import ticks_between
from playground.plots.chart import Bars, Chart, Diagonal, Dots
from playground.plots.curve_items import Curve
from playground.theme import Theme, ThemeManager
from playground.training.looks import Reliability, Roc

_UNIT: Final = QRectF(0.0, 0.0, 1.0, 1.0)
_QUARTERS: Final = ticks_between(0.0, 1.0, 4)
_BAR: Final = 0.45  # how strong the colour of a bar is


class RocPlot(Chart):
    """True over false positive rate, with the point at which the network decides."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__("ROC curve", "false positive rate", "true positive rate", theme_manager)
        self._diagonal, self._curve, self._decides = Diagonal(), Curve(bold=True), Dots(7.0)
        self._add(self._diagonal, self._curve, self._decides)
        self._fit(_UNIT, lambda _: _QUARTERS, lambda _: _QUARTERS)

    def show_curve(self, roc: Roc) -> None:
        """Draw this curve; each of its points can be read with its threshold."""
        self._tell(f"AUC {text.score(roc.area)}")
        x, y = roc.false_positive, roc.true_positive
        self._curve.set_points(x, y)
        self._decides.set_places(*(np.array([rate]) for rate in roc.decides))

        def read(at: int) -> str:
            threshold = roc.thresholds[at]
            when = f"{roc.score} ≥ {text.rounded(threshold)}" if at else "above every score"
            return f"{when}\ntrue {text.percent(y[at])}, false {text.percent(x[at])}"

        self._show_stops(x, y, read)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._diagonal.set_color(theme.color("muted"))
        self._curve.set_color(theme.color("accent"))
        self._decides.set_color(theme.color("text"))


class ReliabilityPlot(Chart):
    """How often the network is right over how sure it is: on the diagonal where it is honest."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__("Reliability", "how sure", "share right", theme_manager)
        self._bars, self._diagonal = Bars(), Diagonal()
        self._add(self._bars, self._diagonal)
        self._fit(_UNIT, lambda _: _QUARTERS, lambda _: _QUARTERS)

    def show_reliability(self, found: Reliability) -> None:
        """Draw a bar for every bin that has points; each can be read."""
        self._tell(f"ECE {text.score(found.error)}")
        bins = len(found.counts)
        self._bars.set_bars(np.linspace(0.0, 1.0, bins + 1), found.accuracy)
        full = np.flatnonzero(found.counts)
        sure, right = found.confidence[full], found.accuracy[full]

        def read(at: int) -> str:
            points = text.counted(int(found.counts[full[at]]), "point")
            return f"{points}\nsure {text.percent(sure[at])}, right {text.percent(right[at])}"

        self._show_stops(sure, right, read)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        fill = theme.color("accent")
        fill.setAlphaF(_BAR)
        self._bars.set_color(fill)
        self._diagonal.set_color(theme.color("muted"))
