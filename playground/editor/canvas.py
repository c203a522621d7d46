"""The picture of the network as a widget: lays out, scrolls, paints and says what it shows."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QWidget

from playground.document.advice import Advice
from playground.document.advisor import all_advice
from playground.document.spec import ExperimentSpec
from playground.editor import layout, wording
from playground.editor.advice_line import AdviceLine
from playground.editor.diagram_view import DiagramView
from playground.editor.frame_limit import BESIDE_MS, FrameLimit
from playground.editor.gap_opening import GapOpening
from playground.editor.hover import Hover, find_hover
from playground.editor.stack import LayerStack
from playground.editor.view import CanvasView, Showing
from playground.theme import ThemeManager
from playground.training.snapshots import Snapshot
from playground.undoable_document import UndoableDocument

_SIDE = 10


class NetworkCanvas(QWidget):
    """Shows the network of a document and a snapshot of its run; follows both.

    Signals:
        selection_changed(int | None): another layer is selected.
    """

    selection_changed = Signal(object)

    def __init__(self, document: UndoableDocument, theme_manager: ThemeManager) -> None:
        super().__init__()
        self.setObjectName("network_editor")
        self.setAccessibleName("Network")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._document = document
        self._theme_manager = theme_manager
        self._snapshot: Snapshot | None = None
        self.frames_drawn = 0
        self._view = CanvasView(document.spec)
        self._showing = Showing()
        self._diagram = DiagramView(self)
        self._marks = _Marks(self._view, self._showing, theme_manager, self)
        self._stack = LayerStack(document, self)
        self._opening = GapOpening(self)
        self._frames = FrameLimit(self._prepare_frame, self)
        self._second_half = QTimer(self, singleShot=True, interval=BESIDE_MS)
        self._second_half.timeout.connect(self._show_frame)
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._draw_frame)
        self._advice = AdviceLine(self)
        self._scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._scroll_bar.setAccessibleName("Scroll the layers")
        self._scroll_bar.valueChanged.connect(self._scroll_to)
        self._advice.accepted.connect(self._accept_advice)
        self._stack.refused.connect(self._refuse)
        self._stack.selection_changed.connect(self._follow_selection)
        self._opening.moved.connect(self._rearrange)
        document.changed.connect(self._follow_document)
        theme_manager.changed.connect(self._follow_theme)
        self._advise()
        self._describe()

    def layer_rect(self, index: int) -> QRect:
        """The card of layer `index`, in this widget's coordinates."""
        return self._view.boxes[index + 1].toAlignedRect()

    def gap_rect(self, index: int) -> QRect:
        """The gap before layer `index`; `len(layers)` is the place after the last."""
        return self._view.gap_box(index).toAlignedRect()

    def show_marks(self) -> None:
        """Paint what lies over the diagram; `update` alone ends below it, as it is opaque."""
        self._marks.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest moment of the run, some sixteen times a second at most."""
        self._snapshot = snapshot
        self._frames.ask()

    def show_at_once(self, snapshot: Snapshot) -> None:
        """Show a moment before this returns, for a picture of it."""
        self._snapshot = snapshot
        self._draw_frame()

    def draw_for(self, ratio: float) -> None:
        """Draw for a device with `ratio` pixels for each of the window, until the next frame."""
        self._prepare(ratio)
        self._show_frame()

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 260)

    def event(self, event: QEvent) -> bool:
        """Draw anew on a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.draw_for(self.devicePixelRatioF())
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rearrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._showing.hovered = None
        self._hover(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        by = event.angleDelta()
        self._scroll_bar.setValue(self._scroll_bar.value() - (by.x() or by.y()))

    def _hover(self, hover: Hover | None) -> None:
        """Show this one large."""
        self._showing.hover = hover
        self.show_marks()

    def _look_at(self, point: QPointF) -> None:
        """Show what is under the cursor."""
        scene, card = self._view.scene, self._view.card_at(point)
        hover = find_hover(scene, point) if scene is not None and card is None else None
        if hover != self._showing.hover or card != self._showing.hovered:
            self._showing.hover, self._showing.hovered = hover, card
            shape = Qt.CursorShape.OpenHandCursor if card else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.show_marks()

    def _draw_frame(self) -> None:
        """Show the newest snapshot; the row of cards stays as it is."""
        self._prepare_frame()
        self._show_frame()

    def _prepare_frame(self) -> None:
        """First half of a live frame: the event loop answers others before the second half."""
        self._prepare(self.devicePixelRatioF())
        self._second_half.start()

    def _prepare(self, ratio: float) -> None:
        self._redraw.stop()
        scene = self._view.place(self._snapshot)
        theme = self._theme_manager.current
        self._drawing = self._diagram.prepare(scene, self._view.frames, theme, ratio)

    def _show_frame(self) -> None:
        self._second_half.stop()
        self.frames_drawn += 1
        self._diagram.show_drawing(self._drawing)
        self._marks.update(0, self._view.cards_bottom, self.width(), self.height())

    def _rearrange(self) -> None:
        """Place everything anew: another size, document, scroll position or open gap."""
        view = self._view
        view.size = QSizeF(self.size())
        view.openness = self._opening.openness
        top = layout.TOP + layout.CARD_HEIGHT + layout.NAME_HEIGHT + 4
        width = self.width() - 2 * _SIDE
        height = self._advice.wanted_height(width)
        self._advice.setGeometry(_SIDE, round(top), width, height)
        view.header = height + 14.0 if height else 0.0
        view.arrange()
        self._place_scroll_bar()
        self._diagram.setGeometry(self.rect().adjusted(0, view.cards_bottom, 0, 0))
        self._marks.setGeometry(self.rect())
        self._marks.update()
        self._redraw.start()  # at once, but once only after many changes

    def _place_scroll_bar(self) -> None:
        view, bar = self._view, self._scroll_bar
        bar.blockSignals(True)
        bar.setGeometry(0, self.height() - 10, self.width(), 10)
        bar.setRange(0, max(round(view.row.width - self.width()), 0))
        bar.setPageStep(self.width())
        bar.setSingleStep(60)
        bar.setValue(round(view.scroll))
        bar.setVisible(bar.maximum() > 0)
        bar.blockSignals(False)

    def _scroll_to(self, value: int) -> None:
        self._view.scroll = float(value)
        self._rearrange()

    def _follow_theme(self) -> None:
        self._rearrange()
        self._draw_frame()

    def _follow_document(self, _before: ExperimentSpec, after: ExperimentSpec) -> None:
        self._view.spec = after
        self._showing.hover = self._showing.hovered = None
        self._advise()
        self._opening.reset(len(after.layers) + 1)  # which rearranges
        self._describe()

    def _follow_selection(self, index: int | None) -> None:
        self._showing.selected = index
        self._advise()
        self._describe()
        self._view.reveal(index)
        self._rearrange()
        self.selection_changed.emit(index)

    def _advise(self) -> None:
        found = all_advice(self._document.spec)
        self._showing.warned = frozenset(each.layer for each in found)
        self._advice.show_advice(found, self._stack.selected)

    def _accept_advice(self, accepted: Advice) -> None:
        if accepted.fix is not None:
            self._document.edit(accepted.fix_label, accepted.fix)
            self.setFocus()  # the button is gone

    def go_on(self) -> None:
        """Something else is done: why an edit was refused is said no longer."""
        if self._advice.refusing:
            self._advise()
            self._rearrange()

    def _refuse(self, sentence: str) -> None:
        self._advice.refuse(sentence)
        self._rearrange()

    def _describe(self) -> None:
        text = wording.layer_description(self._document.spec, self._stack.selected)
        self.setAccessibleDescription(text)

    def _layer_below(self, point: QPointF) -> int | None:
        """The layer whose unit is under a point, else the block whose frame is, or None."""
        scene = self._view.scene
        unit = scene.unit_at(point.x(), point.y()) if scene is not None else None
        if scene is not None and unit:
            return scene.columns[unit[0]].column.layer
        framed = (each for each in self._view.frames if each.box.contains(point))
        return next((each.block.begin for each in framed), None)


class _Marks(QWidget):
    """What Python paints over the diagram: little, as the trainer waits meanwhile."""

    def __init__(
        self, view: CanvasView, showing: Showing, theme_manager: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view, self._showing, self._themes = view, showing, theme_manager
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        cards = event.rect().top() < self._view.cards_bottom
        theme = self._themes.current
        self._view.paint(painter, self._showing, theme, self.font(), cards=cards)
        painter.end()
