"""Labels that show text as it is: never as markup, and shortened rather than cut."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.widgets.tool_tips import as_plain

_QUIET_MS = 1000


class PlainLabel(QLabel):
    """A label whose text is never read as markup; `role` selects its style in the theme."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)


class LiveLabel(PlainLabel):
    """A one-line label whose text changes many times a second, with room for `longest`.

    It keeps one size: a label that may change its own sets out the whole window at each text. A
    text that is longer still makes it grow. A screen reader is told once a second at most, and
    always of the last text.
    """

    def __init__(self, longest: str, role: str = "") -> None:
        super().__init__("", role)
        self._longest = longest
        self._spoken = ""
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._speak)
        self.setFont(tabular(self.font()))
        self._fit()

    def setText(self, text: str, *, spoken: str = "") -> None:
        """Show `text`; `spoken` is what a screen reader says in its place."""
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(text) > metrics.horizontalAdvance(self._longest):
            self._longest = text
            self._fit()
        super().setText(text)
        self._spoken = spoken or text
        if not self._quiet.isActive():
            self._speak()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _speak(self) -> None:
        if self.accessibleName() != self._spoken:
            self.setAccessibleName(self._spoken)
            self._quiet.start()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(self._longest) + 2, metrics.height())


class ElidedLabel(PlainLabel):
    """A one-line label that is shortened where it does not fit; its tooltip has all of the text.

    It then shows a shorter text, if one was given, and ends that in … if need be.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", role, parent)
        self._shorter = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str, *, shorter: str = "", spoken: bool = True) -> None:
        """Show `text`, or `shorter` where it does not fit; not `spoken`: it soon changes again."""
        self._shorter = shorter or text
        super().setText(text)
        if spoken:
            self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """As narrow as three letters and an ellipsis."""
        return QSize(
            self.fontMetrics().horizontalAdvance("Mmm…"), super().minimumSizeHint().height()
        )

    @property
    def shown_text(self) -> str:
        """What of the text fits."""
        metrics, width = self.fontMetrics(), self.width()
        if metrics.horizontalAdvance(self.text()) <= width:
            return self.text()
        return metrics.elidedText(self._shorter, Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        shown = self.shown_text
        self.setToolTip(as_plain(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)


def tabular(font: QFont) -> QFont:
    """`font` with digits of equal width, so that changing numbers stand still."""
    result = QFont(font)
    if hasattr(QFont, "Tag"):
        result.setFeature(QFont.Tag("tnum"), 1)
    return result
