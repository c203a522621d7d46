"""What the window shows, as files: a part of it as a picture, the losses as a table."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QSize, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.plots.loss_history import LossHistory

PICTURES: Final = {".svg": "SVG", ".png": "PNG", ".pdf": "PDF"}
TABLE: Final = ".csv"
_SCALE: Final = 2  # pixels of a PNG for one of the window
_DPI: Final = 96  # of the window's pixels on paper


class PictureError(Exception):
    """No picture was made; one sentence says why."""


def picture(widget: QWidget, path: PurePath) -> bytes:
    """`widget` as it looks now, in the format that the suffix of `path` asks for.

    Lines and letters of SVG and PDF stay lines and letters; what is an image in the window, the
    heatmap, stays one.

    Raises:
        PictureError: another suffix.
    """
    draw = {".svg": _svg, ".png": _png, ".pdf": _pdf}.get(path.suffix.lower())
    if draw is None:
        known = ", ".join(PICTURES)
        raise PictureError(
            f"The file name ends in {path.suffix or 'no suffix'}; use one of {known}."
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(widget, buffer)
    return bytes(buffer.data().data())


def table(history: LossHistory) -> bytes:
    """The loss history as CSV: epoch, train loss and test loss; numbers that read back exactly."""
    rows = zip(history.epoch.tolist(), history.train.tolist(), history.test.tolist(), strict=True)
    lines = ["epoch,train_loss,test_loss", *(",".join(map(repr, row)) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _png(widget: QWidget, buffer: QBuffer) -> None:
    pixmap = QPixmap(widget.size() * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(widget.palette().window().color())
    widget.render(pixmap)
    pixmap.save(buffer, "PNG")


def _svg(widget: QWidget, buffer: QBuffer) -> None:
    device = QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setSize(widget.size())
    device.setViewBox(widget.rect())
    device.setResolution(_DPI)
    device.setTitle(widget.accessibleName())
    painter = QPainter(device)
    widget.render(painter, QPoint())
    painter.end()


def _pdf(widget: QWidget, buffer: QBuffer) -> None:
    device = QPdfWriter(buffer)
    device.setResolution(_DPI)
    device.setTitle(widget.accessibleName())
    device.setPageSize(QPageSize(_points(widget.size()), QPageSize.Unit.Point))
    device.setPageMargins(QMarginsF())
    painter = QPainter(device)
    widget.render(painter, QPoint())
    painter.end()


def _points(size: QSize) -> QSizeF:
    return QSizeF(size) * 72 / _DPI
