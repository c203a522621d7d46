"""The bare pyqtgraph view both plots stand on: two axes, one view box, and hovering."""

from collections.abc import Sequence
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QLabel, QWidget

from playground.theme import Theme

TICK_PIXELS: Final = 11  # font size of the numbers at the axes
_READOUT_GAP: Final = 14  # between the pointer and the read-out
_READOUT_PADDING: Final = 12
_SPARE: Final = 5.0  # how far the last number may stand out to the right of its axis

Ticks = Sequence[tuple[float, str]]
Texts = list[tuple[QRectF, int, str]]


class PlotCanvas(pg.GraphicsLayoutWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A view box with a left and a bottom axis, drawn by the program and never by the user.

    No pyqtgraph menu, no panning, no focus: its own SVG export fails on this Qt, and a PlotItem
    brings a hidden form of unnamed controls.

    Signals:
        hovered(object): the pointer at this QPointF in data coordinates; None when it left.
        pressed(object), dragged(object), released(): a stroke, where the canvas is `paintable`.
        clicked(object): a press of the left button where it is not.
    """

    hovered = Signal(object)
    pressed = Signal(object)
    dragged = Signal(object)
    released = Signal()
    clicked = Signal(object)

    # Qt's own again: below pyqtgraph's, in Python, all would be painted with the interpreter
    # locked, and the trainer would stand still. What pyqtgraph does first, `settle` does.
    paintEvent = QGraphicsView.paintEvent  # noqa: N815

    def __init__(self, margins: tuple[int, int, int, int], left: int, bottom: int) -> None:
        """margins: around the whole. left, bottom: what the axes take. All in pixels."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAcceptDrops(False)  # a file is the window's, and Qt warns of a leave
        self.ci.setContentsMargins(*margins)
        self.ci.setSpacing(0)
        self.view = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.left_axis = NumberAxis("left", maxTickLength=0)
        self.bottom_axis = NumberAxis("bottom", maxTickLength=0)
        self.ci.addItem(self.left_axis, 0, 0)
        self.ci.addItem(self.view, 0, 1)
        self.ci.addItem(self.bottom_axis, 1, 1)
        self.left_axis.setWidth(left)
        self.bottom_axis.setHeight(bottom)
        font = QFont()
        font.setPixelSize(TICK_PIXELS)
        for axis in (self.left_axis, self.bottom_axis):
            axis.linkToView(self.view)
            axis.setStyle(tickFont=font, tickTextOffset=6, hideOverlappingLabels=False)
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)  # live frames leave it as it is
        self.readout = Readout(self)
        self.paintable = self._in_stroke = False

    def set_theme(self, theme: Theme) -> None:
        """Take the background and the colour of the numbers."""
        self.setBackground(theme.surface)
        for axis in (self.left_axis, self.bottom_axis):
            axis.setTextPen(theme.muted)

    def settle(self) -> None:
        """Let pyqtgraph's items take their places, after a change of size or range."""
        self.scene().prepareForPaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Settle at the new size."""
        super().resizeEvent(event)
        self.settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Settle before the first paint."""
        super().showEvent(event)
        self.settle()

    def set_ticks(self, left: Ticks, bottom: Ticks) -> None:
        """Show exactly these (value, text) at the axes."""
        self.left_axis.setTicks([left])
        self.bottom_axis.setTicks([bottom])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer is; pyqtgraph's own hover search is left out, as it is dear."""
        scene = self.mapToScene(event.position().toPoint())
        if self._in_stroke:
            self.dragged.emit(QPointF(self.view.mapSceneToView(scene)))
        if self.view.sceneBoundingRect().contains(scene):
            self.readout.follow(event.position().toPoint())
            self.hovered.emit(QPointF(self.view.mapSceneToView(scene)))
        else:
            self._left()
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """A move follows; pyqtgraph would look for items under the pointer here."""
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone: nothing is hovered."""
        self._left()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke; where nothing is painted, the parent may want the press."""
        scene = self.mapToScene(event.position().toPoint())
        inside = self.view.sceneBoundingRect().contains(scene)
        if not inside or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        place = QPointF(self.view.mapSceneToView(scene))
        if self.paintable:
            self._in_stroke = True
            self.pressed.emit(place)
        else:
            event.ignore()
            self.clicked.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke, or as for the press."""
        if self._in_stroke and event.button() == Qt.MouseButton.LeftButton:
            self._in_stroke = False
            self.released.emit()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As for the press."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nothing to zoom: a scrolled panel around the plot may want it."""
        event.ignore()

    def _left(self) -> None:
        self.readout.hide()
        self.hovered.emit(None)


class NumberAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of numbers alone, without line or ticks. None of them is cut at the right edge."""

    def generateDrawSpecs(self, painter: QPainter) -> tuple[None, None, Texts] | None:
        """What pyqtgraph would draw, less the lines; numbers that stick out are moved in."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        right = self.boundingRect().right() if self.orientation == "left" else self.width() + _SPARE
        texts: Texts = [
            (rect.translated(min(0.0, right - rect.right()), 0.0), flags, text)
            for rect, flags, text in specs[2]
        ]
        return None, None, texts

    def drawPicture(self, painter: QPainter, line: None, ticks: None, texts: Texts) -> None:
        """Draw the numbers."""
        painter.setFont(self.style["tickFont"])
        painter.setPen(self.textPen())
        for rect, flags, text in texts:
            painter.drawText(rect, int(flags), text)


class Readout(QLabel):
    """The small card beside the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("role", "card")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setStyleSheet("font-size: 12px; padding: 3px 6px;")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pointer = QPoint()
        self.hide()

    def follow(self, pointer: QPoint) -> None:
        """Stay beside this place of the parent."""
        self._pointer = pointer
        self._place()

    def say(self, text: str) -> None:
        """Show the text beside the pointer; a line too long for the parent loses its middle."""
        metrics, room = self.fontMetrics(), self._parent.width() - 2 * _READOUT_PADDING
        middle = Qt.TextElideMode.ElideMiddle
        text = "\n".join(metrics.elidedText(line, middle, room) for line in text.split("\n"))
        if text != self.text():
            self.setText(text)
            self.adjustSize()
            self._place()
        self.show()

    def _place(self) -> None:
        parent = self._parent
        x = self._pointer.x() + _READOUT_GAP
        if x + self.width() > parent.width():
            x = max(0, self._pointer.x() - _READOUT_GAP - self.width())
        y = self._pointer.y() - _READOUT_GAP - self.height()
        if y < 0:
            y = min(self._pointer.y() + _READOUT_GAP, parent.height() - self.height())
        self.move(x, y)


class EmptyNote(QLabel):
    """The quiet sentence over a plot that has nothing to show yet, in the middle of its parent."""

    def __init__(self, text: str, parent: PlotCanvas) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "muted")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._canvas = parent
        parent.view.sigResized.connect(self._centre)
        self._centre()

    def setText(self, text: str) -> None:
        """Say `text` in the middle."""
        if text != self.text():
            super().setText(text)
            self._centre()

    def _centre(self) -> None:
        self.adjustSize()
        box = self.rect()
        middle = self._canvas.mapFromScene(self._canvas.view.sceneBoundingRect().center())
        box.moveCenter(middle)
        self.move(box.topLeft())


class SquareFrame(QWidget):
    """Holds a canvas so that its view box is exactly square, as large as fits, in the middle."""

    def __init__(self, parent: QWidget, canvas: PlotCanvas, chrome: tuple[int, int]) -> None:
        """chrome: what the canvas needs around its view box, (width, height) in pixels."""
        super().__init__(parent)
        self._canvas = canvas
        self._chrome = chrome
        canvas.setParent(self)

    def height_for(self, width: int) -> int:
        """The height at which the square takes the whole width."""
        return width - self._chrome[0] + self._chrome[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the square."""
        across, down = self._chrome
        side = max(min(self.width() - across, self.height() - down), 1)
        left = (self.width() - side - across) // 2
        self._canvas.setGeometry(left, 0, side + across, side + down)
