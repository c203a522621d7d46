"""The data sets as small pictures, one of which is chosen."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from playground.document.catalogue import DATA, OWN, DataKind
from playground.document.own_points import OwnPoints
from playground.own_data import arrays
from playground.point_colors import color_numbers, colors
from playground.theme import ThemeManager
from playground.training.snapshots import Points
from playground.widgets.buttons import keeps_space, return_presses
from playground.widgets.icons import pixmap

_MAX_DOTS = 110  # of each picture: more would be a smudge
_LABEL_HEIGHT = 19
_RADIUS = 8.0
_PENCIL = 22  # points: what stands for points that are still to be painted
_NONE_YET = "Paint points of your own, or import a table (Own data)"


class DataSetButton(QAbstractButton):
    """One data set: a square of points over its name. Before the points arrive: an empty one."""

    def __init__(self, row: DataKind, themes: ThemeManager) -> None:
        super().__init__()
        self.setText(row.label)
        self.setObjectName(f"data_{row.kind}")
        self.setAccessibleName(f"Data set {row.label}")
        self.setAccessibleDescription(row.help)
        self.setToolTip(row.help)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._themes = themes
        self._side = 0
        self._dots: dict[int, list[QPointF]] = {}  # by the number of their colour
        self._classes = 2
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_points(
        self, places: NDArray[np.float32], labels: NDArray[np.generic], classes: int
    ) -> None:
        """Draw some of the points (x and y in [0, 1]) in the colours of `classes` classes."""
        some = slice(None, None, max(-(-len(places) // _MAX_DOTS), 1))
        self._classes, self._dots = classes, {}
        for (x, y), number in zip(places[some], color_numbers(labels[some], classes), strict=True):
            self._dots.setdefault(int(number), []).append(QPointF(float(x), 1.0 - float(y)))
        self.update()

    def set_side(self, side: int) -> None:
        """Draw the picture `side` points wide, as its neighbours are."""
        self._side = side
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window's shortcut, and show that the mouse is over the picture."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return keeps_space(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses it as well."""
        if not return_presses(self, event):
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """The picture is a square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A square and a line of text."""
        return width + _LABEL_HEIGHT

    def sizeHint(self) -> QSize:
        """As in a column of 255 points."""
        return QSize(66, self.heightForWidth(66))

    def minimumSizeHint(self) -> QSize:
        """Still recognisable."""
        return QSize(44, self.heightForWidth(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, points, name."""
        theme = self._themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self._side, self.width(), self.height() - _LABEL_HEIGHT)
        frame = QRectF((self.width() - side) / 2, 0, side, side)
        self._draw_frame(painter, frame)
        inner = frame.adjusted(7, 7, -7, -7)
        size = max(side / 15, 3.2)
        shades = colors(theme, self._classes)
        for number, dots in self._dots.items():
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(shades[number], size, Qt.PenStyle.SolidLine, cap))
            onto = QTransform.fromTranslate(inner.x(), inner.y())
            onto.scale(inner.width(), inner.height())
            painter.drawPoints(onto.map(QPolygonF(dots)))
        if not self.isCheckable():
            tint, scale = theme.color("muted"), self.devicePixelRatioF()
            pencil = pixmap("pencil", tint, size=_PENCIL, scale=scale)
            painter.drawPixmap(frame.center() - QPointF(_PENCIL, _PENCIL) / 2, pencil)
        font = self.font()
        font.setPixelSize(12 if side >= 56 else 11)
        font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.color("text" if self.isChecked() else "muted"))
        place = QRectF(0, side + 3, self.width(), _LABEL_HEIGHT - 3)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self.text())

    def _draw_frame(self, painter: QPainter, frame: QRectF) -> None:
        theme = self._themes.current
        lively = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setBrush(theme.color("hover" if lively else "sunken"))
        marked = self.isChecked() or self.hasFocus()
        name = "accent" if self.isChecked() else "focus" if self.hasFocus() else "border"
        width = 2.0 if marked else 1.0
        painter.setPen(QPen(theme.color(name), width))
        edge = width / 2
        painter.drawRoundedRect(frame.adjusted(edge, edge, -edge, -edge), _RADIUS, _RADIUS)
        if self.hasFocus() and self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 1.0))
            painter.drawRoundedRect(frame.adjusted(4, 4, -4, -4), _RADIUS - 3, _RADIUS - 3)


class DataSets(QWidget):
    """A grid of all data sets; `group` says which one was clicked, or reached by an arrow key.

    Signals:
        own_wanted(): the place of points of one's own was clicked, and there are none yet.
    """

    own_wanted = Signal()

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        rows = (*DATA.values(), OWN)
        self.buttons = {row.kind: DataSetButton(row, themes) for row in rows}
        self._own: OwnPoints | None = None
        for button in self.buttons.values():
            self.group.addButton(button)
        self.buttons[OWN.kind].clicked.connect(self._own_clicked)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self.set_columns(3)

    def set_columns(self, columns: int) -> None:
        """Lay the pictures out in rows of `columns`."""
        for index, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, index // columns, index % columns)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setHorizontalSpacing(8 if columns < 4 else 6)
        self._columns = columns
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all pictures equally large: columns differ by a pixel."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        free = self.width() - (self._columns - 1) * self._grid.horizontalSpacing()
        for button in self.buttons.values():
            button.set_side(free // self._columns)

    def kind_of(self, button: QAbstractButton) -> str:
        """The data set that `button` stands for."""
        return next(kind for kind, each in self.buttons.items() if each is button)

    def show_points(self, points: Mapping[str, Points]) -> None:
        """Draw the data sets that are in `points`."""
        for kind, each in points.items():
            self.buttons[kind].show_points(each.train, each.train_classes, len(each.class_names))

    def show_own(self, own: OwnPoints | None) -> None:
        """Draw the user's own points; None: there are none to choose yet, but to paint."""
        button = self.buttons[OWN.kind]
        if own is None:
            self.group.removeButton(button)
        else:
            self.group.addButton(button)
        button.setCheckable(own is not None)
        button.setToolTip(_NONE_YET if own is None else OWN.help)
        if own is not self._own:
            self._own = own
            shown = OwnPoints() if own is None else own
            button.show_points(arrays.places(shown), arrays.values(shown), len(shown.classes))

    def _own_clicked(self) -> None:
        if self._own is None:
            self.own_wanted.emit()
