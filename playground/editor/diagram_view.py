"""The live diagram as Qt's own items: curves and columns of thumbnails, without their labels.

Whatever Python paints, it paints with the interpreter locked, and the trainer stands still. Qt
paints its own items from the event loop, with the lock released: training goes on meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from playground.editor.block_frames import BlockFrame, frame_color
from playground.editor.columns import Place
from playground.editor.scene import ColumnView, Scene
from playground.editor.strokes import Stroke, strokes
from playground.editor.thumbnails import strip
from playground.theme import Theme

Item = TypeVar("Item", bound=QGraphicsItem)

_FRAMES_BELOW = -1.0
_TILES_ABOVE = 1.0  # stacking: the columns cover the ends of the curves


@dataclass(frozen=True, slots=True)
class Drawing:
    """A scene made ready: strokes, columns' pictures, outlines of empty tiles and of blocks."""

    theme: Theme
    strokes: Sequence[Stroke]
    columns: Sequence[tuple[QPixmap, Place]]
    tiles: QPainterPath
    frames: QPainterPath


class DiagramView(QGraphicsView):
    """Draws a `Scene`, in the coordinates of its parent; the mouse does not see it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items = QGraphicsScene(self)
        self._items.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._curves: list[QGraphicsPathItem] = []
        self._columns: list[QGraphicsPixmapItem] = []
        self._tiles = QGraphicsPathItem()
        self._frames = QGraphicsPathItem()
        self._frames.setZValue(_FRAMES_BELOW)
        self._items.addItem(self._tiles)
        self._items.addItem(self._frames)
        self.setScene(self._items)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setInteractive(False)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def prepare(
        self, scene: Scene, frames: Sequence[BlockFrame], theme: Theme, ratio: float
    ) -> Drawing:
        """What `show_drawing` takes, at the present size, with `ratio` device pixels a pixel."""
        computed = [view for view in scene.columns if view.thumbnails is not None]
        tiles = QPainterPath()
        for view in scene.columns:
            if view.thumbnails is None:
                _add_tiles(tiles, view.place)
        outlines = QPainterPath()
        for frame in frames:
            outlines.addPath(frame.outline())
        return Drawing(
            theme,
            strokes(scene.edges, scene.spans, theme, ratio),
            [(_picture(view, theme, ratio), view.place) for view in computed],
            tiles,
            outlines,
        )

    def show_drawing(self, drawing: Drawing) -> None:
        """Replace what is drawn; Qt paints it when the event loop comes to it."""
        theme = drawing.theme
        self.setSceneRect(QRectF(self.geometry()))
        self.setBackgroundBrush(theme.color("canvas"))
        _resize(self._curves, len(drawing.strokes), QGraphicsPathItem, self._items)
        for curve, stroke in zip(self._curves, drawing.strokes, strict=True):
            curve.setPen(stroke.pen)
            curve.setPath(stroke.path)
        _resize(self._columns, len(drawing.columns), QGraphicsPixmapItem, self._items)
        for column, (picture, place) in zip(self._columns, drawing.columns, strict=True):
            column.setPixmap(picture)
            column.setPos(QPointF(place.left, place.top))
            column.setZValue(_TILES_ABOVE)
        self._frames.setPath(drawing.frames)
        self._frames.setPen(QPen(theme.color("border"), 1))
        self._frames.setBrush(frame_color(theme))
        self._tiles.setPath(drawing.tiles)
        self._tiles.setPen(QPen(theme.color("border"), 1))
        self._tiles.setBrush(theme.color("hover"))


def _picture(view: ColumnView, theme: Theme, ratio: float) -> QPixmap:
    assert view.thumbnails is not None
    place = view.place
    image = strip(view.thumbnails, round(place.tile * ratio), place.pitch * ratio, theme)
    picture = QPixmap.fromImage(image)
    picture.setDevicePixelRatio(ratio)
    return picture


def _add_tiles(path: QPainterPath, place: Place) -> None:
    radius = max(0.14 * place.tile, 1.5)
    for index in range(place.count):
        path.addRoundedRect(place.tile_rect(index).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _resize(items: list[Item], count: int, kind: Callable[[], Item], scene: QGraphicsScene) -> None:
    """Have exactly `count` items of `kind`, keeping those that there are."""
    while len(items) > count:
        scene.removeItem(items.pop())
    while len(items) < count:
        items.append(kind())
        scene.addItem(items[-1])
