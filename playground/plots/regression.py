"""Predicted over target, and how the residuals are spread."""

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from playground.plots import text
from playground.plots.axes import linear_ticks, nice_ceiling, ticks_between
from playground.plots.chart import Bars, Chart, Diagonal, Dots
from playground.theme import Theme, ThemeManager
from playground.training.looks import Regressed

_BAR: Final = 0.6
_AIR: Final = 0.04  # around the points, in parts of their range


class ScatterPlot(Chart):
    """The output of each point over its target: on the diagonal where it is right."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__("Predicted over target", "target", "predicted", theme_manager)
        self._diagonal, self._dots = Diagonal(), Dots(3.0)
        self._add(self._diagonal, self._dots)

    def show_points(self, found: Regressed) -> None:
        """Draw these points; each can be read, from the lowest target to the highest."""
        self._tell(f"R² {text.score(found.r2)}")
        order = np.argsort(found.target, kind="stable")
        target, output = found.target[order], found.output[order]
        low = float(min(target.min(), output.min()))
        high = float(max(target.max(), output.max()))
        air = _AIR * ((high - low) or abs(high) or 1.0)
        side = high - low + 2 * air
        ticks = partial(ticks_between, low - air, high + air)
        self._fit(QRectF(low - air, low - air, side, side), ticks, ticks)
        self._dots.set_places(target, output)
        self._show_stops(
            target,
            output,
            lambda at: f"target {text.rounded(target[at])}\npredicted {text.rounded(output[at])}",
        )

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._diagonal.set_color(theme.color("muted"))
        self._dots.set_color(theme.color("accent"))


class ResidualPlot(Chart):
    """How many points are predicted too low or too high, by how much."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__("Residuals", "predicted − target", "points", theme_manager)
        self._bars = Bars()
        self._add(self._bars)

    def show_residuals(self, found: Regressed) -> None:
        """Draw the histogram; each bar can be read."""
        self._tell(f"RMSE {text.rounded(found.rmse)}")
        edges, counts = found.edges, found.counts.astype(np.float64)
        top = nice_ceiling(float(counts.max()))
        left, right = float(edges[0]), float(edges[-1])
        self._fit(
            QRectF(left, 0.0, right - left, top),
            partial(linear_ticks, top, whole=True),
            partial(ticks_between, left, right),
        )
        self._bars.set_bars(edges, counts)
        full = np.flatnonzero(counts)

        def read(at: int) -> str:
            number = full[at]
            between = f"{text.rounded(edges[number])} to {text.rounded(edges[number + 1])}"
            return f"{between}\n{text.counted(int(counts[number]), 'point')}"

        self._show_stops(((edges[1:] + edges[:-1]) / 2)[full], counts[full], read)

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        fill = theme.color("accent")
        fill.setAlphaF(_BAR)
        self._bars.set_color(fill)
