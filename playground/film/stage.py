"""What a film shows, drawn by the views of the window itself: a frame looks as the window did."""

from dataclasses import astuple
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.spec import ExperimentSpec
from playground.editor.canvas import NetworkCanvas
from playground.film.encoders import Pixels
from playground.film.order import KINDS, Order
from playground.plots.boundary import BoundaryPlot
from playground.plots.loss import LossPlot
from playground.plots.readings import reading
from playground.theme import ThemeManager
from playground.training.snapshots import Floats, Points, Snapshot
from playground.undoable_document import UndoableDocument
from playground.widgets.labels import PlainLabel, tabular

_COLUMN: Final = 420  # pixels, of the plots beside a network
_SIDE, _GAP = 20, 20
_SHADES: Final = 140


class Stage(QWidget):
    """The views of an order in the size of its frames, without switches."""

    def __init__(
        self, order: Order, spec: ExperimentSpec, points: Points, themes: ThemeManager
    ) -> None:
        super().__init__()
        self._order, self._themes = order, themes
        self._reading = reading(points)
        self._field: Floats | None = None
        self._epoch, self._error = PlainLabel("", "counter"), PlainLabel("", "muted")
        for label in (self._epoch, self._error):
            label.setFont(tabular(label.font()))
        self._boundary = BoundaryPlot(themes)
        self._losses = LossPlot(themes, invitation="")
        self._canvas: NetworkCanvas | None = None
        if order.kind == "network":
            self._canvas = NetworkCanvas(UndoableDocument(spec, parent=self), themes)
        for toggle, on in (
            (self._boundary.points, order.points),
            (self._boundary.test_points, order.test_points),
            (self._boundary.discretise, order.discretise),
            (self._losses.logarithmic, order.logarithmic),
        ):
            toggle.setChecked(on)
            toggle.hide()
        self._boundary.show_points(points)
        self._lay_out()

    def show_snapshot(self, snapshot: Snapshot, epoch: int) -> None:
        """Show this moment, the end of `epoch`."""
        metrics = snapshot.metrics
        self._epoch.setText(f"Epoch {epoch:,}")
        self._error.setText(self._reading.error(metrics.test_error) if metrics else "")
        self._field = snapshot.boundary
        self._boundary.show_snapshot(snapshot)
        self._losses.show_snapshot(snapshot)
        if self._canvas:
            self._canvas.show_at_once(snapshot)

    def pixels(self) -> Pixels:
        """What is shown, as a frame."""
        image = self.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        return rows[:, : 3 * image.width()].reshape(image.height(), -1, 3).copy()

    def colors(self) -> Pixels:
        """What a film must have rightly: the colours of the theme and shades of the field, (N, 3).

        For a film that can have but a few colours.
        """
        theme = self._themes.current
        names = [each for each in astuple(theme) if each.startswith("#")]
        found = [int(name[1:], 16) for name in names]
        if self._field is not None:
            _, scale = self._reading.colors(self._field, 0.0, theme, False)
            found += scale[np.linspace(0, len(scale) - 1, _SHADES).round().astype(int)].tolist()
        values = np.array(found, np.uint32)
        return np.stack([values >> shift & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.uint8)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        self._error.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label in (self._epoch, self._error):  # as wide as can be: no text sets out anything
            head.addWidget(label, 1)
        plots = QVBoxLayout() if self._canvas else QHBoxLayout()
        plots.setSpacing(_GAP)
        for plot in (self._boundary, self._losses):
            plots.addWidget(plot, 0 if self._canvas else 1)
        self._losses.setVisible(self._order.kind != "boundary")
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(_SIDE, 14, _SIDE, 14)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addLayout(plots, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if self._canvas:
            whole.addWidget(self._canvas, 1)
            column.setFixedWidth(_COLUMN)
        whole.addWidget(column)
        self.setFixedSize(*KINDS[self._order.kind].size)
