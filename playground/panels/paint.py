"""The painting tools: what a touch of the square does to the points of the document."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from playground.document import edits
from playground.document.errors import SpecError
from playground.document.own_points import OwnPoints
from playground.document.spec import ExperimentSpec
from playground.own_data import arrays, painting
from playground.own_data.arrays import Floats
from playground.own_data.painting import Place
from playground.training.snapshots import Points
from playground.undoable_document import UndoableDocument
from playground.widgets.buttons import Button, ComboBox
from playground.widgets.labels import PlainLabel
from playground.widgets.tool_tips import wrapped

Tool = Literal["", "add", "spray", "erase", "move"]


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One tool: its button, what it does, and the name of its undo step."""

    tool: Tool
    label: str
    help: str
    step: str


TOOLS: Final = (
    ToolRow("add", "Point", "A click adds a point of the chosen class", "Add point"),
    ToolRow("spray", "Brush", "A stroke sprays points of the chosen class", "Spray points"),
    ToolRow("erase", "Eraser", "A stroke removes the points under it", "Erase points"),
    ToolRow("move", "Move", "Drag a point to another place", "Move point"),
)
_KEYS: Final = "arrow keys and Space do it too, 1 to 9 choose the class"
_OUTLIER: Final = "Chance says where an outlier is. Set the outliers to 0 % to move this point."
_TARGETS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)  # that can be painted


class Brush(Protocol):
    """What turns mouse and keys into strokes; see `plots.brush`."""

    @property
    def pressed(self) -> SignalInstance: ...
    @property
    def dragged(self) -> SignalInstance: ...
    @property
    def released(self) -> SignalInstance: ...
    @property
    def digit(self) -> SignalInstance: ...
    @property
    def left(self) -> SignalInstance: ...

    def set_on(self, on: bool, *, holds: bool = False) -> None:
        """Take the mouse and the keys, or leave them."""


class PaintTools(QWidget):
    """Which tool and which class; turns strokes into edits, each one undo step.

    Where the data were generated, the first stroke makes them points of one's own.

    Signals:
        tool_changed(str): the tool in hand, "" for none.
        refused(str): one sentence.
    """

    tool_changed = Signal(str)
    refused = Signal(str)

    def __init__(self, document: UndoableDocument, *, generator: np.random.Generator) -> None:
        """generator: of what the brush sprays; the points are kept, not the numbers."""
        super().__init__()
        self.setObjectName("paint_tools")
        self._document = document
        self._points: Points | None = None
        self._strokes = 0
        self._in_stroke = False
        self._row: int | None = None  # of the point that is dragged
        self._sprayed: Place | None = None  # where the brush was last
        self._erased: list[Place] = []  # touched while it was not known where points are drawn
        self._generator = generator
        self.tool: Tool = ""
        self.label = ComboBox()
        self.label.setObjectName("paint_label")
        self.label.setAccessibleName("Class to paint")
        self.label.setToolTip("The class, or the target, of painted points")
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        self.buttons = {row.tool: self._button(row) for row in TOOLS}
        self._lay_out()
        document.changed.connect(self._follow)
        self._show_document()

    def join(self, brush: Brush, switch: Button) -> None:
        """Paint what the brush touches; the tools show while `switch` is on."""
        self.hide()
        switch.toggled.connect(self._switch)
        self.tool_changed.connect(lambda tool: brush.set_on(tool != "", holds=tool == "move"))
        brush.pressed.connect(self.press)
        brush.dragged.connect(self.drag)
        brush.released.connect(self.release)
        brush.digit.connect(self.choose_label)
        brush.left.connect(self.leave)

    def show_points(self, points: Points) -> None:
        """The points as they are drawn; a first stroke on generated ones starts from them."""
        self._points = points
        if self._erased:
            self._apply(self._erased.pop())

    def choose_label(self, number: int) -> None:
        """The class (or target) of that number, counted from 1."""
        if number <= self.label.count():
            self.label.setCurrentIndex(number - 1)

    def press(self, x: float, y: float) -> None:
        """A stroke begins."""
        self._strokes += 1
        self._in_stroke = True
        self._sprayed = None
        if self.tool == "move":
            self._row = self._grasped((x, y))
        self._apply((x, y))

    def drag(self, x: float, y: float) -> None:
        """It goes on."""
        if self._in_stroke and self.tool != "add":
            self._apply((x, y))

    def release(self) -> None:
        """It ends."""
        self._in_stroke, self._row = False, None

    def leave(self) -> None:
        """Put the tool away."""
        self._choose("")

    def _button(self, row: ToolRow) -> Button:
        button = Button(row.label)
        button.setCheckable(True)
        button.setObjectName(f"paint_{row.tool}")
        button.setAccessibleName(row.label)
        button.setToolTip(wrapped(f"{row.help}; {_KEYS}"))
        button.setProperty("bare", True)
        button.clicked.connect(lambda checked, tool=row.tool: self._choose(tool if checked else ""))
        self.group.addButton(button)
        return button

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        top = QHBoxLayout()
        caption = PlainLabel("Paint", "field")
        caption.setBuddy(self.label)
        top.addWidget(caption)
        top.addWidget(self.label, 1)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for button in self.buttons.values():
            tools.addWidget(button, 1)
        box.addLayout(top)
        box.addLayout(tools)

    def _switch(self, on: bool) -> None:
        self.setVisible(on)
        self._choose("add" if on else "")

    def _choose(self, tool: Tool) -> None:
        self.tool = tool
        self._erased.clear()
        for each, button in self.buttons.items():
            button.setChecked(each == tool)
        self.tool_changed.emit(tool)

    def _follow(self, before: ExperimentSpec, after: ExperimentSpec) -> None:
        if (before.data, before.seed) != (after.data, after.seed):
            self._points = None  # those of the document before; new ones are on the way
        self._show_document()

    def _show_document(self) -> None:
        """The classes, or five targets, keeping the choice."""
        data = self._document.spec.data
        texts = list(data.classes) or [f"{each:g}" for each in self._targets()]
        if [self.label.itemText(i) for i in range(self.label.count())] != texts:
            self.label.clear()
            self.label.addItems(texts)

    def _targets(self) -> list[float]:
        own = self._document.spec.data.own_points
        assert own is not None, "only points of one's own have numbers"
        targets = np.array(_TARGETS, np.float32)
        return [float(each) for each in arrays.from_target(own.columns[2], targets)]

    def _own(self) -> OwnPoints | None:
        """The points a stroke starts from; None while those generated are not known."""
        data, points = self._document.spec.data, self._points
        if data.own_points is not None or points is None:
            return data.own_points
        before = points.original or points  # flips and outliers are the document's, not the points'
        return painting.from_sets(
            *(before.train, before.train_classes, before.test, before.test_classes),
            before.class_names,
        )

    def _seen(self, own: OwnPoints) -> Floats | None:
        """Where they are drawn, (N, 2): outliers elsewhere. None: nobody knows yet."""
        data, points, places = self._document.spec.data, self._points, arrays.places(own)
        if not data.outlier_percent or not own.classes:
            return places
        if points is None:
            return None
        train = np.arange(len(points.train))
        if data.own_points is not None:
            train, _ = arrays.train_and_test(data)
        if not np.array_equal((points.original or points).train, places[train]):
            return None  # they are those before the last edit
        seen = places.copy()
        seen[train] = points.train
        return seen

    def _grasped(self, at: Place) -> int | None:
        """The row of the point that is meant, if it can be moved."""
        own = self._own()
        seen = None if own is None else self._seen(own)
        if own is None or seen is None or (row := painting.nearest(seen, at)) is None:
            return None
        if (seen[row] != arrays.places(own)[row]).any():
            self.refused.emit(_OUTLIER)
            return None
        return row

    def _apply(self, at: Place) -> None:
        own = self._own()
        if own is None:
            return
        try:
            after = self._edit(own, at)
            if after is not own:
                row = next(row for row in TOOLS if row.tool == self.tool)
                spec = edits.set_own_points(self._document.spec, after)
                self._document.edit(row.step, spec, f"stroke {self._strokes}")
        except SpecError as error:
            self.refused.emit(str(error))

    def _edit(self, own: OwnPoints, at: Place) -> OwnPoints:
        index = max(self.label.currentIndex(), 0)
        label = float(index) if own.classes else _TARGETS[index]
        does: dict[str, Callable[[], OwnPoints]] = {
            "add": lambda: painting.add(own, np.array([at]), label),
            "spray": lambda: self._spray(own, at, label),
            "erase": lambda: self._erase(own, at),
            "move": lambda: own if self._row is None else painting.move(own, self._row, at),
        }
        return does[self.tool]() if self.tool else own

    def _erase(self, own: OwnPoints, at: Place) -> OwnPoints:
        """What is drawn there, as soon as that is known."""
        touched, seen = [*self._erased, at], self._seen(own)
        self._erased = touched if seen is None else []
        return own if seen is None else painting.erase(own, seen, *touched)

    def _spray(self, own: OwnPoints, at: Place, label: float) -> OwnPoints:
        """As many points on a slow stroke as on a fast one."""
        if self._sprayed is not None and math.dist(self._sprayed, at) < painting.BRUSH / 2.0:
            return own
        self._sprayed = at
        return painting.spray(own, at, label, generator=self._generator)
