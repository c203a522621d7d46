"""The gaps of the row, opening and closing smoothly."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QStyle, QWidget

_DURATION_MS: Final = 130


class GapOpening(QObject):
    """How far each gap is open, 0 to 1; at most one gap opens at a time.

    Signals:
        moved(): the gaps have changed; `openness` holds them.
    """

    moved = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.gap: int | None = None
        self.openness: tuple[float, ...] = ()
        self._start: tuple[float, ...] = ()
        self._end: tuple[float, ...] = ()
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._advance)

    def open(self, gap: int | None, gaps: int) -> None:
        """Open `gap` of `gaps` and close all others; None closes all."""
        if gap == self.gap and gaps == len(self.openness):
            return
        self._start = self.openness if len(self.openness) == gaps else (0.0,) * gaps
        self._end = tuple(float(index == gap) for index in range(gaps))
        self.gap = gap
        self._animation.stop()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        if self._widget.style().styleHint(hint, None, self._widget) > 0:
            self._animation.setDuration(_DURATION_MS)
            self._animation.start()
        else:  # the user has switched animations off
            self._advance(1.0)

    def reset(self, gaps: int) -> None:
        """Close all gaps at once: the row has changed."""
        self._animation.stop()
        self.gap = None
        self.openness = (0.0,) * gaps
        self.moved.emit()

    def _advance(self, share: float) -> None:
        pairs = zip(self._start, self._end, strict=True)
        self.openness = tuple(start + share * (end - start) for start, end in pairs)
        self.moved.emit()
