"""Fields in grey become pictures in the theme's colours."""

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from playground.gallery.pictures import picture
from playground.theme import DARK, LIGHT


def png(grey: np.ndarray) -> bytes:
    height, width = grey.shape
    rows = np.ascontiguousarray(np.pad(grey, ((0, 0), (0, -width % 4))).astype(np.uint8))
    image = QImage(rows.data, width, height, rows.shape[1], QImage.Format.Format_Grayscale8)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_black_and_white_are_the_two_classes() -> None:
    field = png(np.array([[0, 255], [255, 0]]))
    for theme in (LIGHT, DARK):
        shown = picture(field, theme)
        assert (shown.width(), shown.height()) == (2, 2)
        corners = [shown.pixelColor(x, y) for y in range(2) for x in range(2)]
        low, high = QColor(theme.low), QColor(theme.high)
        assert corners == [low, high, high, low]


def test_of_several_classes_the_leader_gives_the_colour() -> None:
    grey = np.full((9, 3), 0)
    for number in range(3):
        grey[3 * number : 3 * number + 3, number] = 255
    shown = picture(png(grey), LIGHT)
    assert (shown.width(), shown.height()) == (3, 3)
    for number in range(3):
        assert shown.pixelColor(number, 1) == LIGHT.class_color(number)


def test_what_is_no_picture_is_an_empty_one() -> None:
    for data in (b"", b"no PNG", png(np.zeros((3, 2)))):
        assert picture(data, LIGHT).isNull()
