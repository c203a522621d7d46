"""What the window shows, as files: a part of it as a picture, the losses as a table."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.plots.loss_history import LossHistory

PICTURES: Final = {".svg": "SVG", ".png": "PNG", ".pdf": "PDF"}
TABLE: Final = ".csv"
_SCALE: Final = 2  # pixels of a PNG for one of the window
_DPI: Final = 96  # of the window's pixels on paper


class PictureError(Exception):
    """No picture was made; one sentence says why."""


@runtime_checkable
class Dense(Protocol):
    """A widget whose drawing is made ready for the pixels of a device."""

    def draw_for(self, ratio: float) -> None:
        """Draw for a device with `ratio` pixels for each of the window."""


def picture(widget: QWidget, path: PurePath) -> Callable[[], bytes]:
    """`widget` as it looks now, in the format that the suffix of `path` asks for.

    Drawn before this returns, in the window's thread; the bytes come of calling the result, in any
    thread: to pack a PNG takes ten times as long as to draw it. Lines and letters of SVG and PDF
    stay lines and letters; what is an image in the window, the heatmap, stays one.

    Raises:
        PictureError: another suffix.
    """
    draw = {".svg": _svg, ".png": _png, ".pdf": _pdf}.get(path.suffix.lower())
    if draw is None:
        known = ", ".join(PICTURES)
        raise PictureError(
            f"The file name ends in {path.suffix or 'no suffix'}; use one of {known}."
        )
    return draw(widget)


def table(history: LossHistory) -> bytes:
    """The loss history as CSV: epoch, train loss and test loss; numbers that read back exactly."""
    rows = zip(history.epoch.tolist(), history.train.tolist(), history.test.tolist(), strict=True)
    lines = ["epoch,train_loss,test_loss", *(",".join(map(repr, row)) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _png(widget: QWidget) -> Callable[[], bytes]:
    image = QImage(widget.size() * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(widget.palette().window().color())
    if isinstance(widget, Dense):
        widget.draw_for(_SCALE)
    widget.render(image)
    if isinstance(widget, Dense):
        widget.draw_for(widget.devicePixelRatioF())
    return partial(_packed, image)


def _packed(image: QImage) -> bytes:
    buffer = _buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return _bytes(buffer)


def _svg(widget: QWidget) -> Callable[[], bytes]:
    buffer, device = _buffer(), QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setSize(widget.size())
    device.setViewBox(widget.rect())
    device.setResolution(_DPI)
    device.setTitle(widget.accessibleName())
    return _recorded(widget, device, buffer)


def _pdf(widget: QWidget) -> Callable[[], bytes]:
    buffer = _buffer()
    device = QPdfWriter(buffer)
    device.setResolution(_DPI)
    device.setTitle(widget.accessibleName())
    device.setPageSize(QPageSize(_points(widget.size()), QPageSize.Unit.Point))
    device.setPageMargins(QMarginsF())
    return _recorded(widget, device, buffer)


def _recorded(
    widget: QWidget, device: QSvgGenerator | QPdfWriter, buffer: QBuffer
) -> Callable[[], bytes]:
    """What the drawing itself has written: there is nothing left to pack."""
    painter = QPainter(device)
    widget.render(painter, QPoint())
    painter.end()
    return partial(bytes, _bytes(buffer))


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _bytes(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())


def _points(size: QSize) -> QSizeF:
    return QSizeF(size) * 72 / _DPI
