"""What is under the cursor, shown large: a unit with its name, or a weight with its value."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from playground.document.spec import ExperimentSpec
from playground.editor import wording
from playground.editor.diagram import column_caption
from playground.editor.edges import Edge, edge_at, paint_edge
from playground.editor.scene import Scene
from playground.editor.thumbnails import strip
from playground.theme import Theme

_LARGE: Final = 120
_PADDING: Final = 9.0
_OFFSET: Final = 16.0
_LINE: Final = 17.0
_RING_RADIUS: Final = 3.5


@dataclass(frozen=True, slots=True)
class Hover:
    """A unit (column, shown unit), a weight, or the caption of a column; and the cursor."""

    at: QPointF
    unit: tuple[int, int] | None = None
    edge: Edge | None = None
    caption: int | None = None


def find_hover(scene: Scene, at: QPointF) -> Hover | None:
    """What is under the cursor, units before weights."""
    if (unit := scene.unit_at(at.x(), at.y())) is not None:
        return Hover(at, unit=unit)
    for index, view in enumerate(scene.columns):
        place = view.place
        near = abs(at.x() - place.x) < 60 and place.bottom + 10 < at.y() < place.bottom + 32
        if near and column_caption(view):
            return Hover(at, caption=index)
    edge = edge_at(scene.edges, scene.spans, at.x(), at.y())
    return Hover(at, edge=edge) if edge is not None else None


def hover_text(hover: Hover, scene: Scene, spec: ExperimentSpec) -> tuple[str, str] | None:
    """Its name, and its value now; None where it is no longer there."""
    if hover.unit is not None:
        column, shown = hover.unit
        if column >= len(scene.columns) or shown >= len(scene.columns[column].units):
            return None
        view = scene.columns[column]
        return wording.unit_name(view, shown), wording.unit_details(view, shown, spec)
    if hover.caption is not None:
        if hover.caption >= len(scene.columns):
            return None
        view = scene.columns[hover.caption]
        return column_caption(view), wording.shown_units(view)
    if hover.edge is None or (value := scene.weight(hover.edge)) is None:
        return None
    return wording.weight_name(scene, hover.edge), f"weight {wording.number(value)}"


def paint_hover(
    painter: QPainter,
    hover: Hover,
    scene: Scene,
    spec: ExperimentSpec,
    theme: Theme,
    font: QFont,
    bounds: QRectF,
) -> None:
    """Draw the card beside the cursor, inside `bounds`; weight or unit stands out as well."""
    text = hover_text(hover, scene, spec)
    if text is None:
        return
    if hover.edge is not None:
        positive = (scene.weight(hover.edge) or 0.0) > 0
        color = theme.color("high_text" if positive else "low_text")
        paint_edge(painter, hover.edge, scene.spans, color)
    thumbnails = None
    if hover.unit is not None:
        column, shown = hover.unit
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tile = scene.columns[column].place.tile_rect(shown)
        painter.drawRoundedRect(tile.adjusted(-2, -2, 2, 2), _RING_RADIUS, _RING_RADIUS)
        found = scene.columns[column].thumbnails
        thumbnails = found[shown : shown + 1] if found is not None else None
    title_font, detail_font = QFont(font), QFont(font)
    title_font.setPixelSize(12)
    title_font.setWeight(QFont.Weight.DemiBold)
    detail_font.setPixelSize(12)
    detail_font.setWeight(QFont.Weight.Normal)
    width = max(
        QFontMetricsF(title_font).horizontalAdvance(text[0]),
        QFontMetricsF(detail_font).horizontalAdvance(text[1]),
        _LARGE if thumbnails is not None else 0,
    )
    picture = _LARGE + 6 if thumbnails is not None else 0
    lines = 2 if text[1] else 1
    size = QSizeF(width + 2 * _PADDING, picture + lines * _LINE + 2 * _PADDING - 2)
    box = _beside(hover.at, size, bounds)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(box, 8, 8)
    y = box.top() + _PADDING
    if thumbnails is not None:
        ratio = painter.device().devicePixelRatioF()
        side = round(_LARGE * ratio)
        image = strip(thumbnails, side, side, theme)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(box.center().x() - _LARGE / 2, y), image)
        y += picture
    for line, line_font, role in ((text[0], title_font, "text"), (text[1], detail_font, "muted")):
        painter.setFont(line_font)
        painter.setPen(theme.color(role))
        where = QRectF(box.left() + _PADDING, y, width, _LINE)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, line)
        y += _LINE


def _beside(at: QPointF, size: QSizeF, bounds: QRectF) -> QRectF:
    x = at.x() + _OFFSET
    if x + size.width() > bounds.right():
        x = at.x() - _OFFSET - size.width()
    y = min(at.y() + _OFFSET, bounds.bottom() - size.height())
    return QRectF(QPointF(max(x, bounds.left()), max(y, bounds.top())), size)
