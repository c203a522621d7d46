"""The figures of the moment: test error, train error, test loss."""

from typing import Final

from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.plots import text
from playground.plots.announcer import Announcer, name
from playground.theme import Theme, ThemeManager
from playground.training.snapshots import Points, Snapshot
from playground.widgets.buttons import Button
from playground.widgets.labels import tabular

_CAPTION, _HEIGHT = 18, 54  # pixels
_LARGEST, _SMALLEST = 25, 12  # font sizes
_WIDEST: Final = "100.00 %"
_MORE: Final = (
    "QPushButton { font-size: 12px; padding: 0 4px; min-height: 14px; max-height: 14px; }"
    "QPushButton:focus { padding: 0 3px; }"
)
_GAP: Final = 6  # at least, between two numbers
_MINIMUM_WIDTH: Final = 270


class Numbers(QWidget):
    """Three big numbers side by side, each with its caption above."""

    def __init__(self, theme_manager: ThemeManager) -> None:
        super().__init__()
        self._announcer = Announcer()
        self._classes = True
        self._theme = theme_manager.current
        self._numbers = tuple(
            self._number(object_name) for object_name in ("test_error", "train_error", "test_loss")
        )
        captions = ("Test error", "Train error", "Test loss")
        self._captions = tuple(QLabel(caption, self) for caption in captions)
        for caption, number in zip(self._captions, self._numbers, strict=True):
            caption.setProperty("role", "muted")
            number.setAccessibleName(caption.text())
        self.more = Button("More", self)
        self.more.setObjectName("evaluation_button")
        self.more.setAccessibleName("Evaluation")
        self.more.setProperty("role", "quiet")
        self.more.setStyleSheet(_MORE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(_MINIMUM_WIDTH)
        theme_manager.changed.connect(self._apply_theme)
        self._apply_theme(theme_manager.current)

    def show_points(self, points: Points) -> None:
        """Count errors where there are classes; a number's share of explained variance else."""
        self._classes = bool(points.class_names)
        captions = ("Test error", "Train error") if self._classes else ("Test R²", "Train R²")
        for label, caption, number in zip(self._captions, captions, self._numbers, strict=False):
            label.setText(caption)
            number.setAccessibleName(caption)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the metrics of this moment; none: dashes."""
        metrics = snapshot.metrics
        values = (
            (
                self._error(metrics.test_error),
                self._error(metrics.train_error),
                text.loss(metrics.test_loss),
            )
            if metrics
            else (text.NOTHING,) * 3
        )
        for number, value in zip(self._numbers, values, strict=True):
            if number.text() != value:
                number.setText(value)
        if self._announcer.due(snapshot.state):
            for caption, number, value in zip(self._captions, self._numbers, values, strict=True):
                name(number, f"{caption.text()} {value}" if metrics else caption.text())

    def _error(self, error: float) -> str:
        return text.percent(error) if self._classes else text.score(1.0 - error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three equal columns.

        Fixed sizes and no layout: a QLabel in a layout sets out the whole window at each setText.
        """
        width = self.width() // 3
        for i, (caption, number) in enumerate(zip(self._captions, self._numbers, strict=True)):
            caption.setGeometry(i * width, 0, width, _CAPTION)
            number.move(i * width, _CAPTION)
            number.setFixedSize(width, _HEIGHT - _CAPTION)
        more = self.more.sizeHint().width()
        self.more.setGeometry(self.width() - more, 0, more, _CAPTION)
        self._apply_theme(self._theme)

    def _number(self, object_name: str) -> QLabel:
        label = QLabel(text.NOTHING, self)
        label.setObjectName(object_name)
        label.setProperty("role", "number")
        label.setFont(tabular(label.font()))
        return label

    def _apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        font = QFont(self.font())
        font.setPixelSize(_LARGEST)
        font.setWeight(QFont.Weight.DemiBold)
        room = (self.width() // 3 - _GAP) / QFontMetrics(font).horizontalAdvance(_WIDEST)
        size = max(_SMALLEST, min(_LARGEST, int(_LARGEST * room)))
        for number in self._numbers:
            first = number is self._numbers[0]
            color = theme.text if first else theme.muted
            number.setStyleSheet(f"font-size: {size}px; color: {color};")
