import math

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor

from playground.editor.picture import DiagramPicture


def begin(picture: DiagramPicture, drawn: list[int], scene: object) -> None:
    parts = iter([lambda _, number=number: drawn.append(number) for number in range(3)])
    picture.begin(scene, parts, QSizeF(20, 10), 1.0, QColor("white"))


def test_the_old_picture_is_shown_until_the_new_one_is_whole(qapp):
    picture, drawn = DiagramPicture(), []
    begin(picture, drawn, "old")
    picture.advance()
    begin(picture, drawn := [], "new")
    shown = [(picture.advance(0.0), picture.scene) for _ in range(3)]
    assert drawn == [0, 1, 2]
    assert shown == [(False, "old")] * 3
    assert picture.advance(0.0)
    assert picture.scene == "new"


def test_every_part_is_drawn_at_once_where_there_is_time(qapp):
    picture, drawn = DiagramPicture(), []
    begin(picture, drawn, "new")
    assert picture.drawing
    assert picture.advance(math.inf)
    assert (drawn, picture.drawing) == ([0, 1, 2], False)


def test_a_picture_begun_anew_drops_the_one_before(qapp):
    picture = DiagramPicture()
    begin(picture, first := [], "first")
    picture.advance(0.0)
    begin(picture, second := [], "second")
    picture.advance()
    assert (first, second, picture.scene) == ([0], [0, 1, 2], "second")
