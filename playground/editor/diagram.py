"""What is written and outlined around the live diagram."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from playground.editor.scene import ColumnView, Scene
from playground.theme import Theme

LINE: Final = 16.0  # height of one line of captions
_LABEL_SIZE: Final = 12


def column_caption(view: ColumnView) -> str:
    """ "32 of 128 units" where not all are shown, else ""."""
    shown, units = len(view.units), view.column.units
    return f"{shown} of {units} units" if shown < units else ""


def weights_caption(scene: Scene) -> str:
    """ "Strongest 600 of 4,096 weights" where not all are drawn, else ""."""
    drawn = len(scene.edges)
    if not drawn or drawn == scene.weight_count:
        return ""
    return f"Strongest {drawn:,} of {scene.weight_count:,} weights"


def outline(view: ColumnView) -> QRectF:
    """The frame around the column of the selected layer."""
    place, side = view.place, view.place.tile
    margin = 12.0 if side > 12 else 8.0
    label = 18.0 if view.column.labels else 0.0
    half = max(side / 2 + margin, 27.0 if label else 0.0)
    return QRectF(
        place.left + side / 2 - half,
        place.top - 12,
        2 * half,
        place.bottom - place.top + 24 + label,
    )


def paint_labels(painter: QPainter, view: ColumnView, theme: Theme, font: QFont) -> None:
    """Write the names of the inputs or outputs beside their tiles, and what is left out."""
    place = view.place
    label_font = QFont(font)
    label_font.setPixelSize(_LABEL_SIZE)
    label_font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(label_font)
    painter.setPen(theme.color("muted"))
    center, middle = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter
    for index, label in enumerate(view.column.labels[: place.count]):
        tile = place.tile_rect(index)
        room = 80 if view.column.layer is None else 120
        short = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room)
        if view.column.layer is None:
            left = QRectF(tile.left() - 84, tile.top(), 80, tile.height())
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | middle, short)
        else:
            below = QRectF(tile.center().x() - 60, tile.bottom() + 2, 120, 18)
            painter.drawText(below, center, short)
    if caption := column_caption(view):
        label_font.setPixelSize(11)
        label_font.setWeight(QFont.Weight.Normal)
        painter.setFont(label_font)
        across = place.left + place.tile / 2
        painter.drawText(QRectF(across - 70, place.bottom + 13, 140, LINE), center, caption)
