"""Asks what a film of the training should be."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from playground.document.limits import MAX_EPOCHS
from playground.film.encoders import missing
from playground.film.order import HOLD, KINDS, MAX_SECONDS, SCALES, SPEEDS, Format, Order
from playground.widgets.answers import answers
from playground.widgets.buttons import Button, ComboBox
from playground.widgets.field import Field
from playground.widgets.labels import PlainLabel
from playground.widgets.message import MessageLine

_FORMATS: Final[dict[Format, str]] = {"gif": "GIF", "mp4": "MP4"}


class FilmDialog(QDialog):
    """Format, contents, size, speed, length and epochs of a film; a line says what comes of them.

    A format whose package is not installed is grey, and a line says what to install.

    Signals:
        ordered(object): the Order.
    """

    ordered = Signal(object)

    def __init__(self, order: Order, seed: int, parent: QWidget) -> None:
        """order: what is shown at first. seed: of the document."""
        super().__init__(parent)
        self.setObjectName("film_dialog")
        self.setWindowTitle("Film of the training")
        self._order = order
        self._format = _combo("film_format", _FORMATS.values())
        self._kind = _combo("film_kind", [each.label for each in KINDS.values()])
        self._scale = _combo("film_scale", ("",) * len(SCALES))
        self._speed = _combo("film_speed", map(str, SPEEDS))
        self._epochs = _Number("film_epochs", MAX_EPOCHS, order.epochs)
        self._seconds = _Number("film_seconds", MAX_SECONDS, order.seconds)
        self._summary = MessageLine()
        self._lacking = PlainLabel("", "warning")
        self._lacking.setObjectName("film_lacking")
        self._make = Button("&Make film…")
        self._lay_out(seed)
        self._kind.setCurrentIndex(list(KINDS).index(order.kind))
        self._scale.setCurrentIndex(SCALES.index(order.scale))
        self._speed.setCurrentIndex(SPEEDS.index(order.speed))
        self._grey_out()
        for combo in (self._format, self._kind, self._scale, self._speed):
            combo.currentIndexChanged.connect(self._tell)
        for number in (self._epochs, self._seconds):
            number.textChanged.connect(self._tell)
        self._make.clicked.connect(self._accept)
        self._tell()

    @property
    def order(self) -> Order | None:
        """What is chosen now; None where that is no film."""
        seconds, epochs = self._seconds.value, self._epochs.value
        if not (seconds and epochs and any(self._usable)):
            return None
        return replace(
            self._order,
            format=list(_FORMATS)[self._format.currentIndex()],
            kind=list(KINDS)[self._kind.currentIndex()],
            scale=SCALES[self._scale.currentIndex()],
            speed=SPEEDS[self._speed.currentIndex()],
            seconds=seconds,
            epochs=epochs,
        )

    def _lay_out(self, seed: int) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(10)
        for place, (name, control) in enumerate(
            (
                ("&Format", self._format),
                ("&Show", self._kind),
                ("Si&ze in pixels", self._scale),
                ("Frames a s&econd", self._speed),
                ("&To the end of epoch", self._epochs),
                ("&Length in seconds", self._seconds),
            )
        ):
            fields.addWidget(_field(name, control), place // 2, place % 2)
        for column in (0, 1):
            fields.setColumnStretch(column, 1)
        origin = PlainLabel(
            f"The network is trained anew from the first weights of seed {seed}, with the settings "
            "and points of now: what was changed during the run counts from the start, and "
            "imported weights do not count.",
            "muted",
        )
        for label in (origin, self._lacking):
            label.setWordWrap(True)
        self._make.setObjectName("film_make")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addLayout(fields)
        for label in (self._summary, origin, self._lacking):
            box.addWidget(label)
        box.addStretch(1)
        box.addLayout(answers(self, self._make))
        self.setMinimumWidth(520)

    def _grey_out(self) -> None:
        """Offer what can be made, and say what the rest needs."""
        model = self._format.model()
        assert isinstance(model, QStandardItemModel)
        lacks = [missing(each) for each in _FORMATS]
        self._usable = [not sentence for sentence in lacks]
        for row, usable in enumerate(self._usable):
            model.item(row).setEnabled(usable)
        self._format.setCurrentIndex(self._usable.index(True) if any(self._usable) else 0)
        self._lacking.setText("\n".join(filter(None, lacks)))
        self._lacking.setVisible(any(lacks))

    def _tell(self) -> None:
        """Say what comes of what is chosen."""
        kind = list(KINDS.values())[self._kind.currentIndex()]
        for row, scale in enumerate(SCALES):
            self._scale.setItemText(row, "{:,} × {:,}".format(*kind.pixels(scale)))
        order = self.order
        self._make.setEnabled(order is not None)
        if order is None:
            known = self._epochs.value and self._seconds.value
            limits = f"epoch 1 to {MAX_EPOCHS:,}, after 1 to {MAX_SECONDS} seconds"
            self._summary.say("" if known else f"The film ends with {limits}.")
            return
        frames = len(order.frames)
        every = "every epoch" if order.stride == 1 else f"every {order.stride:,} epochs"
        length = f"{order.length:.1f} seconds, of which the last frame stays for {HOLD:g}"
        self._summary.say(f"{frames:,} frames, one {every}: {length}.", "body")

    def _accept(self) -> None:
        order = self.order
        if order:
            self.accept()
            self.ordered.emit(order)


class _Number(QLineEdit):
    """A whole number from 1 to `most`; `value` is None while it is none."""

    def __init__(self, name: str, most: int, value: int) -> None:
        super().__init__(f"{value:,}")
        self.setObjectName(name)
        self._most = most

    @property
    def value(self) -> int | None:
        digits = self.text().replace(",", "").strip()
        short = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(self._most))
        return int(digits) if short and 1 <= int(digits) <= self._most else None


def _field(name: str, control: QWidget) -> Field:
    field = Field(name, control)
    control.setAccessibleName(name.replace("&", ""))
    return field


def _combo(name: str, texts: object) -> ComboBox:
    combo = ComboBox()
    combo.setObjectName(name)
    combo.addItems(list(texts))  # type: ignore[call-overload]
    return combo
