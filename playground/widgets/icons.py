"""The program's own icons: SVG files drawn in `currentColor`, tinted when they are loaded."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "icons"
_SCALES = (1, 2, 3)  # pixels a point: ordinary and dense screens


def icon(name: str, color: QColor, *, disabled: QColor | None = None, size: int = 16) -> QIcon:
    """The icon `assets/icons/<name>.svg` in `color` (greyed out: in `disabled`)."""
    result = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled or color)):
        for scale in _SCALES:
            result.addPixmap(pixmap(name, tint, size=size, scale=scale), mode)
    return result


def pixmap(name: str, color: QColor, *, size: int, scale: float = 1) -> QPixmap:
    """The icon as a square picture of `size` points, `scale` pixels each."""
    source = _source(name).replace(b"currentColor", color.name().encode())
    renderer = QSvgRenderer(QByteArray(source))
    result = QPixmap(QSize(round(size * scale), round(size * scale)))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter)
    painter.end()
    result.setDevicePixelRatio(scale)
    return result


@cache
def _source(name: str) -> bytes:
    return (FOLDER / f"{name}.svg").read_bytes()
