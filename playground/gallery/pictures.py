"""The learned field of an example as a picture in the theme's colours."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.plots.readings import SeveralClasses, TwoClasses
from playground.theme import Theme


def picture(field: bytes, theme: Theme) -> QImage:
    """A PNG of grey values, one square a class or one in all, black −1 and white +1, coloured.

    One that is damaged gives an empty picture.
    """
    return _picture(field, theme)


@lru_cache(maxsize=64)  # all examples in both themes
def _picture(field: bytes, theme: Theme) -> QImage:
    values = _values(QImage.fromData(field))
    if values is None:
        return QImage()
    reading = TwoClasses(("", "")) if values.ndim == 2 else SeveralClasses(("",) * len(values))
    index, scale = reading.colors(values, 0.0, theme, False)
    pixels = np.ascontiguousarray(scale[index])
    size = len(pixels)
    return QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_RGB32).copy()


def _values(image: QImage) -> NDArray[np.float32] | None:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    if not width or height % width:
        return None
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(height, grey.bytesPerLine())
    values = (rows[:, :width].astype(np.float32) - 127.5) / 127.5
    return values if height == width else values.reshape(-1, width, width)
