"""Shows a range test while it goes on, and sets the rate that a person takes from it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from playground.plots.rates import RatePlot, rounded_rate, short
from playground.theme import ThemeManager
from playground.training.looks import RateCurve
from playground.widgets.buttons import Button
from playground.widgets.labels import PlainLabel

_WHAT: Final = (
    "A copy of the network makes a few hundred steps while its learning rate grows "
    "(Smith, 2017), with your optimiser, batch size and loss, and without a schedule. "
    "Your training stays as it is."
)
_HOW: Final = (
    "The thin line is the suggestion. A click on the curve, or Left and Right, takes another."
)
_FLAT: Final = 0.98  # a lowest loss above this share of the first says little


class RangeDialog(QDialog):
    """The curve, what it says, and the button that uses the rate.

    Closing it ends the test.

    Signals:
        used(float): the learning rate a person wants.
    """

    used = Signal(float)

    def __init__(self, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("range_dialog")
        self.setWindowTitle("Find a learning rate")
        self._rate: float | None = None
        self.plot = RatePlot(themes)
        self.verdict = PlainLabel("")
        self.verdict.setObjectName("range_verdict")
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(3 * self.verdict.fontMetrics().lineSpacing())
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Range test in progress")
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing jumps when the test is done
        self.progress.setSizePolicy(policy)
        self.use = Button("Use")
        self.use.setObjectName("use_rate")
        self.use.setProperty("role", "primary")
        self.use.setEnabled(False)
        self.use.clicked.connect(self._take)
        self.close_ = Button("Cancel")
        self.close_.setObjectName("close_range_test")
        self.close_.clicked.connect(self.reject)
        self._lay_out()
        self.plot.picked.connect(self._pick)

    def show_curve(self, curve: RateCurve) -> None:
        """The test as far as it is; when it is done, its suggestion is picked."""
        self.plot.show_curve(curve)
        self.progress.setValue(round(100 * curve.progress))
        if not curve.done:
            return
        self._end()
        self.verdict.setText(verdict(curve))
        if self._rate is None and curve.suggestion is not None:
            self._pick(rounded_rate(curve.suggestion))
        self.plot.setFocus()

    def show_failure(self, sentence: str) -> None:
        """Say why there is no result."""
        self._end()
        self.verdict.setText(sentence)

    def _end(self) -> None:
        self.progress.hide()
        self.close_.setText("Close")

    def _pick(self, rate: float) -> None:
        self._rate = rate
        self.plot.show_pick(rate)
        self.use.setText(f"Use {short(rate)}")
        self.use.setAccessibleName(f"Use learning rate {short(rate)}")
        self.use.setEnabled(True)
        self.use.setDefault(True)

    def _take(self) -> None:
        if self._rate is not None:
            self.used.emit(self._rate)
            self.accept()

    def _lay_out(self) -> None:
        what, how = PlainLabel(_WHAT, "muted"), PlainLabel(_HOW, "muted")
        what.setWordWrap(True)
        how.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(how, 1)
        for button in (self.close_, self.use):
            buttons.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(what)
        box.addWidget(self.plot, 1)
        box.addWidget(self.progress)
        box.addWidget(self.verdict)
        box.addLayout(buttons)
        self.resize(680, 520)


def verdict(curve: RateCurve) -> str:
    """What a test that is done says, and how that was chosen."""
    if not len(curve.rates):
        return "The loss is not a finite number at any rate: reset the network first."
    if curve.suggestion is None:
        words = (
            "No rate lowers the loss from here, so there is no suggestion: the network is trained "
            "already, or stuck. Reset it and try again."
        )
    else:
        lowest = short(curve.rates[curve.lowest])
        words = (
            f"Suggestion: {short(curve.suggestion)}, a third of {lowest}, at which the smoothed "
            "loss is lowest."
        )
        if curve.smoothed[curve.lowest] > _FLAT * curve.smoothed[0]:
            words += " The loss hardly falls within the test, so that says little."
    if curve.diverges_from is not None:
        words += (
            f" From {short(curve.diverges_from)} on, training diverges: the loss is half as high "
            "again, or no number any more. That is what the test looks for."
        )
    return words
