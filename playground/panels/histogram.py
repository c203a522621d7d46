"""How the weights and biases of one layer are spread."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.theme import ThemeManager
from playground.training.snapshots import LayerSnapshot

_TICKS = 18  # height of the line of numbers


class Histogram(QWidget):
    """Bars of the snapshot's counts; negative values in the theme's low colour, others in its high.

    Below stand the ends of the axis, which is symmetric, so that 0 is in the middle.
    """

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._layer: LayerSnapshot | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(46)
        self.setMaximumHeight(92)

    def show_layer(self, layer: LayerSnapshot | None) -> None:
        """Show the histogram of `layer`; None, or a layer without parameters: an empty axis."""
        self._layer = layer if layer is not None and layer.histogram is not None else None
        self.update()

    def sizeHint(self) -> QSize:
        """As in the side column."""
        return QSize(215, 92)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, bars, numbers."""
        theme = self._themes.current
        painter = QPainter(self)
        floor = float(self.height() - _TICKS)
        painter.fillRect(QRectF(0, floor, self.width(), 1), theme.color("border"))
        layer = self._layer
        if layer is None or layer.histogram is None or not layer.histogram.any():
            return
        reach = max(-layer.histogram_low, layer.histogram_high, 1e-12)
        per_unit = self.width() / (2 * reach)
        bin_width = (layer.histogram_high - layer.histogram_low) / len(layer.histogram)
        scale = (floor - 2) / float(layer.histogram.max())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bars: dict[str, list[QRectF]] = {"low": [], "high": []}
        for index, count in enumerate(layer.histogram.tolist()):
            if not count:
                continue
            left = layer.histogram_low + index * bin_width
            height = max(count * scale, 1.0)
            width = max(bin_width * per_unit - 1, 1.0)
            bar = QRectF((left + reach) * per_unit, floor - height, width, height)
            bars["low" if left + bin_width / 2 < 0 else "high"].append(bar)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, rects in bars.items():
            painter.setBrush(theme.color(name))
            painter.drawRects(rects)
        font = self.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        ticks = QRectF(0, floor + 3, self.width(), _TICKS - 3)
        for text, side in (
            (f"−{reach:.2g}", Qt.AlignmentFlag.AlignLeft),
            ("0", Qt.AlignmentFlag.AlignHCenter),
            (f"{reach:.2g}", Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(ticks, int(side | Qt.AlignmentFlag.AlignVCenter), text)
